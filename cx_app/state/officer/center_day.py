"""A support center's day: who comes, and closing it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.domain.slots import Refused
from cx_app.security import door
from cx_app.services.biometrics.day import CenterDay, center_day
from cx_app.services.biometrics.desk import PAGE
from cx_app.services.biometrics.tell import RESCHEDULES_TOPIC
from cx_app.services.offices.closing import (
    close_day,
    close_until_further_notice,
    open_again,
    reopen,
)
from cx_app.state import live
from cx_app.state.call import ask, do, last_part

REASONS: Final = {
    "weather": "Weather",
    "damage": "Damage to the building",
    "power": "No power or no network",
    "staff": "Not enough staff",
    "safety": "Safety",
}
NO_DAY: Final = CenterDay()
PAST: Final = "That day is over."
CHOOSE: Final = "Choose why it is closed."


class CenterDayState(rx.State):
    page: CenterDay = NO_DAY
    day: str = ""
    first: int = 1
    sure: str = ""
    """What is to be confirmed: `day` or `long`; empty for nothing."""
    reason: str = ""
    done: str = ""
    problem: str = ""
    refused: bool = False
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        self.page, self.loaded, self.refused = NO_DAY, False, False
        self.day, self.first = "", 1
        self.done = self.problem = self.sure = ""
        await live.show(self, CenterDayState.refresh_live, RESCHEDULES_TOPIC)
        await self._read()
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.officer_only
    async def on_day(self, day: str) -> Any:
        return await self._show(day)

    @rx.event
    @door.officer_only
    async def turn(self, pages: int) -> Any:
        """To other people of the same day."""
        self.first += PAGE if int(pages) > 0 else -PAGE
        await self._read()
        return rx.set_focus("visitors")

    @rx.event
    @door.officer_only
    async def go(self, form: dict[str, Any]) -> Any:
        """To the day that was typed."""
        return await self._show(str(form.get("day") or ""))

    @rx.event
    @door.officer_only
    async def begin(self, form: dict[str, Any]) -> Any:
        """What would happen is said first: closing moves people."""
        self.done = self.problem = self.sure = ""
        reason, how = str(form.get("reason") or ""), str(form.get("how") or "")
        if reason not in REASONS or how not in ("day", "long"):
            self.problem = CHOOSE
            return rx.set_focus("answer")
        self.reason, self.sure = reason, how
        return rx.set_focus("sure")

    @rx.event
    @door.officer_only
    async def close(self) -> Any:
        if self.sure == "day":
            said = "The day is closed. You have a minute to open it again before people are moved."
            return await self._act(said, close_day, date.fromisoformat(self.page.iso), self.reason)
        if self.sure == "long":
            said = (
                "The center is closed until further notice. You have a minute to open it again "
                "before people are moved."
            )
            return await self._act(said, close_until_further_notice, self.reason)
        return None

    @rx.event
    @door.officer_only
    async def reopen(self) -> Any:
        said = "The day is open again. Whoever was moved stays where they are."
        return await self._act(said, reopen, date.fromisoformat(self.page.iso))

    @rx.event
    @door.officer_only
    async def open_again(self) -> Any:
        said = "The center is open again. Whoever was moved stays where they are."
        return await self._act(said, open_again)

    @rx.event
    @door.officer_only
    async def cancel(self) -> None:
        self.sure = ""

    async def _show(self, day: str) -> Any:
        self.day, self.first = day, 1
        self.done = self.problem = self.sure = ""
        await self._read()
        return rx.set_focus("day-title")

    async def _act(self, said: str, service: Any, *more: Any) -> Any:
        self.done = self.problem = self.sure = ""
        try:
            answer = await do(self, service, UUID(last_part(self)), *more)
        except (ValueError, NotFound):
            self.refused = True
            return None
        if isinstance(answer, Refused):
            self.problem = PAST
        else:
            self.done = said
        await self._read()
        return rx.set_focus("answer")

    async def _read(self) -> None:
        try:
            wanted = date.fromisoformat(self.day) if self.day else None
            self.page = await ask(self, center_day, UUID(last_part(self)), wanted, self.first)
            self.first = self.page.first
        except (ValueError, OverflowError, NotFound):
            self.refused = True
