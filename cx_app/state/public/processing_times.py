"""Processing times: of every form, or of one by office."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.security import door
from cx_app.services.progress.processing_times import ProcessingTimes, processing_times
from cx_app.state.call import look


class ProcessingTimesState(rx.State):
    shown: ProcessingTimes = ProcessingTimes()
    loaded: bool = False

    @rx.event
    @door.public
    async def load(self) -> None:
        self.shown = await look(self, processing_times, self.shown.form)
        self.loaded = True

    @rx.event
    @door.public
    async def choose(self, form: dict[str, Any]) -> None:
        """What is no form of ours means all of them."""
        self.shown = await look(self, processing_times, str(form.get("case_form") or ""))
