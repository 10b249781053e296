"""What people said of tasks, in figures."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.security import door
from cx_app.services.feedback.trends import Trends, trends
from cx_app.state.call import ask

NOTHING: Final = Trends("", "")


class FeedbackTrendsState(rx.State):
    shown: Trends = NOTHING
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        self.shown = await ask(self, trends)
        self.loaded = True

    @rx.event
    @door.officer_only
    async def choose(self, form: dict[str, Any]) -> None:
        self.shown = await ask(self, trends, str(form.get("quarter") or "")[:10])
