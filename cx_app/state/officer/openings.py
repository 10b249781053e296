"""For supervisors: what is held back, what reading is unusual, and a day of one person."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.security import door
from cx_app.services.openings.holds import HoldLine, end_hold, holds
from cx_app.services.openings.of_day import DayRead, read_on
from cx_app.services.openings.reading import Reading, reading
from cx_app.state.call import ask, do
from cx_app.state.officer.holding import Holding

NOBODY: Final = DayRead("", "")


class OpeningsState(rx.State):
    reading: Reading = Reading("", "")
    holds: list[HoldLine] = []
    loaded: bool = False
    weeks_ago: int = 0
    said: str = ""

    @rx.event
    @door.supervisor_only
    async def load(self) -> None:
        self.weeks_ago, self.said = 0, ""
        await self._load()

    @rx.event
    @door.supervisor_only
    async def earlier(self) -> None:
        self.weeks_ago = min(52, self.weeks_ago + 1)
        self.reading = await ask(self, reading, weeks_ago=self.weeks_ago)

    @rx.event
    @door.supervisor_only
    async def later(self) -> None:
        self.weeks_ago = max(0, self.weeks_ago - 1)
        self.reading = await ask(self, reading, weeks_ago=self.weeks_ago)

    @rx.event
    @door.supervisor_only
    async def end(self, hold_id: str) -> None:
        try:
            await do(self, end_hold, UUID(hold_id))
        except (ValueError, NotFound):
            return
        self.said = "Its people see it now."
        await self._load()

    async def _load(self) -> None:
        self.holds = await ask(self, holds)
        self.reading = await ask(self, reading, weeks_ago=self.weeks_ago)
        self.loaded = True


class DayReadState(Holding, rx.State):
    page: DayRead = NOBODY
    loaded: bool = False
    refused: bool = False

    @rx.event
    @door.supervisor_only
    async def load(self) -> None:
        self.page, self.loaded, self.refused = NOBODY, False, False
        self.chosen = self.said = ""
        await self._again()

    def _about(self, opening_id: str) -> str:
        lines = (one for one in self.page.lines if one.id == opening_id)
        return next((f"{one.receipt_number}, {one.when}" for one in lines), "")

    async def _again(self) -> None:
        try:
            *_before, day, account = str(self.router.url.path).rstrip("/").split("/")
            read = await do(self, read_on, UUID(account), date.fromisoformat(day))
        except (ValueError, NotFound):
            self.refused = True
        else:
            self.page = read
        self.loaded = True
