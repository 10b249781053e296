"""What happened in the account, and who at the agency opened its cases."""

from __future__ import annotations

import reflex as rx

from cx_app.security import door
from cx_app.services.audit.activity import ActivityLine, activity
from cx_app.state.call import ask


class ActivityState(rx.State):
    lines: list[ActivityLine] = []
    loaded: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        self.lines = await ask(self, activity)
        self.loaded = True
