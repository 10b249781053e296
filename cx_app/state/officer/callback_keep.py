"""What a supervisor keeps of callbacks: figures, hours and staffing, closed days, disputes."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.security import door
from cx_app.services.callbacks.desk import PaceLine
from cx_app.services.callbacks.disputing import (
    DisputeLine,
    Settlement,
    SettleRefusal,
    disputes,
    settle_dispute,
)
from cx_app.services.callbacks.figures import (
    PERIODS,
    USUAL,
    CallbackFigures,
    ShareLine,
    figures,
)
from cx_app.services.callbacks.moving import DESK
from cx_app.services.callbacks.staffing import (
    ClosureReason,
    StaffingRefusal,
    StaffingView,
    close_day,
    reopen_day,
    set_staffing,
    staffing_view,
)
from cx_app.state import live
from cx_app.state.call import ask, do
from cx_app.state.officer.callbacks import NO_PACE

NO_SHARE: Final = ShareLine("", 0, 0, "")
NO_FIGURES: Final = CallbackFigures(USUAL, NO_SHARE)
NO_STAFFING: Final = StaffingView("", "", 0, 0, 0, "", NO_PACE)
WRONG_STAFFING: Final = {
    StaffingRefusal.ORDER: ("closes", "The end is not after the beginning."),
    StaffingRefusal.OFFICERS: ("officers", "Enter how many officers take calls: 0 to 2,000."),
    StaffingRefusal.AHEAD: ("ahead", "Enter 1 to 30 minutes."),
    StaffingRefusal.PAST_DAY: ("from_day", "Choose today or a later day."),
}
WRONG_DAY: Final = {
    StaffingRefusal.PAST_DAY: "Choose today or a later day.",
    StaffingRefusal.NO_WORK: "Nobody calls on that day anyway.",
    StaffingRefusal.CLOSED: "That day is closed already.",
}
WRONG_ANSWER: Final = {
    SettleRefusal.NO_WORDS: "Write an answer. The person reads it.",
    SettleRefusal.SETTLED: "A colleague has answered it meanwhile.",
    SettleRefusal.OWN_CALL: "It was your own call: a colleague answers.",
}


class CallbackKeepState(rx.State):
    figures: CallbackFigures = NO_FIGURES
    in_time: ShareLine = NO_SHARE
    disputed: ShareLine = NO_SHARE
    staffing: StaffingView = NO_STAFFING
    pace: PaceLine = NO_PACE
    disputes: list[DisputeLine] = []
    days: int = USUAL
    done: str = ""
    problem: str = ""
    errors: dict[str, str] = {}
    summary: list[dict[str, str]] = []
    form_key: int = 0
    loaded: bool = False

    @rx.event
    @door.supervisor_only
    async def load(self) -> None:
        self._clear()
        self.days = USUAL
        await live.show(self, CallbackKeepState.refresh_live, DESK)
        await self._read()
        self.form_key += 1
        self.loaded = True

    @rx.event
    @door.supervisor_only
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.supervisor_only
    async def look_at(self, days: int) -> None:
        self.days = days if days in PERIODS else USUAL
        await self._read()

    @rx.event
    @door.supervisor_only
    async def set_staffing(self, form: dict[str, Any]) -> Any:
        self._clear()
        day = _day(form.get("from_day"))
        opens, closes = _time(form.get("opens")), _time(form.get("closes"))
        officers, ahead = _number(form.get("officers")), _number(form.get("ahead"))
        if day is None:
            return self._wrong(*WRONG_STAFFING[StaffingRefusal.PAST_DAY])
        if opens is None or closes is None:
            return self._wrong("opens", "Enter hours on a 24-hour clock, such as 07:00.")
        refusal = await do(self, set_staffing, day, opens, closes, officers, ahead)
        if refusal is not None:
            return self._wrong(*WRONG_STAFFING[refusal])
        self.done = "Set. People in line are looked at again with these hours."
        self.form_key += 1
        await self._read()
        return rx.set_focus("keep-said")

    @rx.event
    @door.supervisor_only
    async def close_day(self, form: dict[str, Any]) -> Any:
        self._clear()
        day, why = _day(form.get("closed_day")), str(form.get("why") or "")
        if day is None or why not in set(ClosureReason):
            self.problem = "Choose a day and a reason."
            return rx.set_focus("keep-said")
        refusal = await do(self, close_day, day, ClosureReason(why))
        if refusal is None:
            self.done = "Nobody is called or texted on that day."
            self.form_key += 1
        else:
            self.problem = WRONG_DAY[refusal]
        await self._read()
        return rx.set_focus("keep-said")

    @rx.event
    @door.supervisor_only
    async def reopen_day(self, day: str) -> Any:
        self._clear()
        found = _day(day)
        if found is not None and await do(self, reopen_day, found):
            self.done = "That day is open again."
        await self._read()
        return rx.set_focus("keep-said")

    @rx.event
    @door.supervisor_only
    async def settle(self, form: dict[str, Any]) -> Any:
        """The person reads the answer beside the summary, which stays as it was."""
        self._clear()
        words, how = str(form.get("answer") or ""), str(form.get("settlement") or "")
        if how not in set(Settlement):
            self.problem = "Choose what you make of it."
            return rx.set_focus("keep-said")
        try:
            refusal = await do(
                self, settle_dispute, UUID(str(form.get("call") or "")), Settlement(how), words
            )
        except (NotFound, ValueError):
            return None
        if refusal is None:
            self.done = "Answered. The person is told."
        else:
            self.problem = WRONG_ANSWER[refusal]
        await self._read()
        return rx.set_focus("keep-said")

    def _wrong(self, field: str, said: str) -> Any:
        self.errors = {field: said}
        self.summary = [{"field": field, "message": said}]
        return rx.set_focus("error-summary")

    async def _read(self) -> None:
        self.figures = await ask(self, figures, self.days)
        self.in_time = self.figures.in_time or NO_SHARE
        self.disputed = self.figures.disputed or NO_SHARE
        self.staffing = await ask(self, staffing_view)
        self.pace = self.staffing.pace
        self.disputes = await ask(self, disputes)

    def _clear(self) -> None:
        self.done = self.problem = ""
        self.errors, self.summary = {}, []


def _day(typed: Any) -> date | None:
    try:
        return date.fromisoformat(str(typed))
    except ValueError:
        return None


def _time(typed: Any) -> time | None:
    try:
        found = time.fromisoformat(str(typed))
    except ValueError:
        return None
    return None if found.tzinfo else found


def _number(typed: Any) -> int:
    """-1 for what is no number, which no rule takes."""
    text = str(typed).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
