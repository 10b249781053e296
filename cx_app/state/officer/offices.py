"""Offices, and the calendar of one: what keepers see and change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.domain.offices import ClosureReason
from cx_app.domain.opening_hours import DayChange
from cx_app.security import door
from cx_app.services.offices import words
from cx_app.services.offices.day import OfficeDayPage, office_day
from cx_app.services.offices.keeping import Kept, change_day, open_again, shut
from cx_app.services.offices.month import Month, month
from cx_app.services.offices.overview import OFFICES_TOPIC, OfficeLine, offices
from cx_app.state import live
from cx_app.state.call import ask, do, last_part

NO_MONTH: Final = Month("", "", "", "", "", "", "", "", "")
NO_DAY: Final = OfficeDayPage("", "", "", "", "", "", "", 0, may_close=False, may_reopen=False)
LOOK_AGAIN: Final = 30.0
"""Seconds: bookings change what is full without touching anything else."""


class OfficesState(rx.State):
    rows: list[OfficeLine] = []
    loaded: bool = False

    @rx.event
    @door.supervisor_only
    async def load(self) -> None:
        await live.show(self, OfficesState.refresh_live, OFFICES_TOPIC, every=LOOK_AGAIN)
        self.rows = await ask(self, offices)
        self.loaded = True

    @rx.event
    @door.supervisor_only
    async def refresh_live(self) -> None:
        self.rows = await ask(self, offices)


class OfficeState(rx.State):
    page: Month = NO_MONTH
    day: OfficeDayPage = NO_DAY
    doing: str = ""
    """`close` or `hours` while its form is open."""
    done: str = ""
    problem: str = ""
    reason_error: str = ""
    loaded: bool = False
    missing: bool = False

    @rx.event
    @door.supervisor_only
    async def load(self) -> Any:
        self.page, self.day, self.loaded, self.missing = NO_MONTH, NO_DAY, False, False
        self.doing = self.done = self.problem = self.reason_error = ""
        yield  # another office must not stand here meanwhile
        await live.show(self, OfficeState.refresh_live, OFFICES_TOPIC, every=LOOK_AGAIN)
        try:
            self.page = await ask(self, month, UUID(last_part(self)))
        except (ValueError, NotFound):
            self.missing = True
        else:
            await self._look(self.page.today)
        self.loaded = True

    @rx.event
    @door.supervisor_only
    async def refresh_live(self) -> None:
        """A colleague or the agency changed something: what is open on the screen stays."""
        if self.page.office_id:
            await self._again()

    @rx.event
    @door.supervisor_only
    async def turn(self, first: str) -> None:
        """To another month; the chosen day stays chosen."""
        chosen = _day(first)
        if chosen and self.page.office_id:
            self.page = await ask(self, month, UUID(self.page.office_id), chosen)

    @rx.event
    @door.supervisor_only
    async def choose(self, day: str) -> Any:
        self._close()
        self.done = ""
        if self.page.office_id and _day(day):
            await self._look(day)
        return rx.set_focus("day")

    @rx.event
    @door.supervisor_only
    async def begin(self, what: str) -> Any:
        self._close()
        self.done = ""
        self.doing = what if what in ("close", "hours") else ""
        return rx.set_focus("opens") if self.doing == "hours" else None

    @rx.event
    @door.supervisor_only
    async def close(self) -> None:
        self._close()

    @rx.event
    @door.supervisor_only
    async def shut(self, form: dict[str, Any]) -> Any:
        reason = _reason(form.get("close_reason"))
        if reason is None:
            self.reason_error = "Choose why the office is closed."
            return rx.set_focus("close_reason")
        return await self._act(_shut, shut, reason)

    @rx.event
    @door.supervisor_only
    async def change(self, form: dict[str, Any]) -> Any:
        reason = _reason(form.get("hours_reason"))
        if reason is None:
            self.reason_error = "Choose why the hours are other than usual."
            return rx.set_focus("hours_reason")
        times = [_time(form.get(name)) for name in ("opens", "closes")]
        return await self._act(_changed, change_day, *times, reason)

    @rx.event
    @door.supervisor_only
    async def open_again(self) -> Any:
        return await self._act(_opened, open_again)

    async def _act(self, said: Callable[[Kept], str], service: Any, *typed: Any) -> Any:
        day = _day(self.day.day)
        if day is None or not self.page.office_id:
            return None
        answer = await do(self, service, UUID(self.page.office_id), day, *typed)
        self.problem = self.reason_error = ""
        if isinstance(answer, DayChange):
            self.problem = words.CHANGES[answer]
            return rx.set_focus("problem")
        self._close()
        self.done = said(answer)
        await self._again()
        return rx.set_focus("done")

    async def _again(self) -> None:
        office, first = UUID(self.page.office_id), _day(self.page.first)
        self.page = await ask(self, month, office, first)
        await self._look(self.day.day)

    async def _look(self, day: str) -> None:
        chosen = _day(day)
        if chosen:
            self.day = await ask(self, office_day, UUID(self.page.office_id), chosen)

    def _close(self) -> None:
        self.doing = self.problem = self.reason_error = ""


def _shut(kept: Kept) -> str:
    if kept.again:
        return "It was closed before. Nobody is told twice."
    return "The office is closed that day. " + _told(kept)


def _changed(kept: Kept) -> str:
    return "The day has other hours now. " + _told(kept)


def _opened(kept: Kept) -> str:
    if kept.still_closed:
        return "Your change is taken back, but the agency’s own closure goes on."
    return "The usual hours of this day count again."


def _told(kept: Kept) -> str:
    if not kept.told:
        return "Nobody had a visit booked that this meets."
    if kept.told == 1:
        return "1 visit is called off, and its person is told now."
    return f"{kept.told} visits are called off, and their people are told now."


def _reason(typed: Any) -> ClosureReason | None:
    chosen = str(typed)
    return ClosureReason(chosen) if chosen in set(ClosureReason) else None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _time(typed: Any) -> time | None:
    try:
        return time.fromisoformat(str(typed))
    except ValueError:
        return None
