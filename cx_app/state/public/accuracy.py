"""How right estimates were, as everybody may see it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.security import door
from cx_app.services.progress.published import Accuracy, accuracy
from cx_app.state.call import look


class AccuracyState(rx.State):
    shown: Accuracy = Accuracy()
    loaded: bool = False

    @rx.event
    @door.public
    async def load(self) -> None:
        self.shown = await look(self, accuracy, "")
        self.loaded = True

    @rx.event
    @door.public
    async def choose(self, form: dict[str, Any]) -> Any:
        """What is no form of ours means all of them; what is no step, decisions."""
        asked = (str(form.get("case_form") or ""), str(form.get("step") or ""))
        self.shown = await look(self, accuracy, *asked)
        return rx.set_focus("shown")
