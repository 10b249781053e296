"""What happened in the account, and who at the agency opened its cases."""

from __future__ import annotations

from typing import Final

import reflex as rx

from cx_app.security import door
from cx_app.services.audit.activity import ActivityLine, activity
from cx_app.state.call import ask

LINES: Final = 1_000
"""As many as one tab holds; who wants to look further back asks for their records."""


class ActivityState(rx.State):
    lines: list[ActivityLine] = []
    older: str = ""
    """Where "Show older" goes on; empty at the end."""
    full: bool = False
    """There is more than a tab shows."""
    only_agency: bool = False
    loaded: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        self.lines, self.older = [], ""
        await self._more()
        self.loaded = True

    @rx.event
    @door.customer
    async def show_older(self) -> None:
        if self.older:
            await self._more()

    @rx.event
    @door.customer
    async def show_only_agency(self, checked: bool) -> None:
        self.only_agency = checked is True
        self.lines, self.older = [], ""
        await self._more()

    async def _more(self) -> None:
        page = await ask(self, activity, older=self.older, only_agency=self.only_agency)
        self.lines = [*self.lines, *page.lines]
        self.full = bool(page.older) and len(self.lines) >= LINES
        self.older = "" if self.full else page.older
