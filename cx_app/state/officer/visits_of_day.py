"""Who comes to an office on a day, and whether they came."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.appointment_requests import RequestRefusal
from cx_app.domain.errors import NotFound
from cx_app.security import door
from cx_app.services.appointment_requests.came import (
    OfficeChoice,
    VisitsOfDay,
    say_came,
    visited_offices,
    visits_of_day,
)
from cx_app.services.appointment_requests.moves import DESK
from cx_app.state import live
from cx_app.state.call import ask, do

NOT_NOW: Final = "This can’t be said now: it is too early, or a colleague has said something else."
NOT_THERE: Final = "There is no visit here that you can work on."
LOOK_AGAIN: Final = 30.0


class VisitsOfDayState(rx.State):
    offices: list[OfficeChoice] = []
    office_id: str = ""
    page: VisitsOfDay = VisitsOfDay()
    done: str = ""
    problem: str = ""
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        self.done = self.problem = ""
        await live.show(self, VisitsOfDayState.refresh_live, DESK, every=LOOK_AGAIN)
        self.offices = await ask(self, visited_offices)
        if self.offices:
            first = self.offices[0]
            self.office_id = first.id
            await self._read(first.id, first.today)
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        await self._read(self.office_id, self.page.day)

    @rx.event
    @door.officer_only
    async def choose(self, form: dict[str, Any]) -> None:
        self.done = self.problem = ""
        await self._read(str(form.get("office") or ""), str(form.get("day") or ""))

    @rx.event
    @door.officer_only
    async def say(self, request_id: str, came: bool) -> Any:
        self.done = self.problem = ""
        try:
            answer = await do(self, say_came, UUID(request_id), came=came is True)
        except (ValueError, NotFound):
            self.problem = NOT_THERE
            return rx.set_focus("problem")
        if isinstance(answer, RequestRefusal):
            self.problem = NOT_NOW
        else:
            self.done = "It is noted. You can say otherwise later."
        await self._read(self.office_id, self.page.day)
        return rx.set_focus("problem" if self.problem else "done")

    async def _read(self, office_id: str, day: str) -> None:
        """What is no office or no day leaves the page as it is."""
        try:
            page = await ask(self, visits_of_day, UUID(office_id), date.fromisoformat(day))
        except (ValueError, NotFound):
            return
        self.office_id, self.page = office_id, page
