"""The figures of the desk of visits."""

from __future__ import annotations

from typing import Final

import reflex as rx

from cx_app.security import door
from cx_app.services.appointment_requests.figures import USUAL, VisitFigures, figures
from cx_app.state import live
from cx_app.state.call import ask

NOTHING: Final = VisitFigures(USUAL, "", "")
COUNT_AGAIN: Final = 60.0


class VisitFiguresState(rx.State):
    shown: VisitFigures = NOTHING
    loaded: bool = False

    @rx.event
    @door.supervisor_only
    async def load(self) -> None:
        await live.show(self, VisitFiguresState.refresh_live, every=COUNT_AGAIN)
        self.shown = await ask(self, figures)
        self.loaded = True

    @rx.event
    @door.supervisor_only
    async def refresh_live(self) -> None:
        """Long periods are counted when asked for: an open page must cost little."""
        if self.shown.days <= USUAL:
            self.shown = await ask(self, figures, self.shown.days)

    @rx.event
    @door.supervisor_only
    async def choose(self, days: int) -> None:
        self.shown = await ask(self, figures, days)
