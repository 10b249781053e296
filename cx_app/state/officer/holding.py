"""What the pages share on which a supervisor holds an opening back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.domain.openings import HoldAnswer, HoldReason
from cx_app.security import door
from cx_app.services.openings import words
from cx_app.services.openings.holds import HoldDays, hold_back, hold_days
from cx_app.state.call import ask, do


class Holding(rx.State, mixin=True):
    """Subclasses say what an opening on their page is called, and load the page again."""

    chosen: str = ""
    """The opening that is about to be held back."""
    about: str = ""
    days: HoldDays = HoldDays()
    reason_error: str = ""
    day_error: str = ""
    said: str = ""

    def _about(self, opening_id: str) -> str:
        """Empty for an opening that is not on the page or may not be held back from it."""
        raise NotImplementedError

    async def _again(self) -> None:
        raise NotImplementedError

    @rx.event
    @door.supervisor_only
    async def choose(self, opening_id: str) -> Any:
        about = self._about(opening_id)
        if not about:
            return None
        self.days = await ask(self, hold_days)
        self.chosen, self.about = opening_id, about
        self.reason_error = self.day_error = self.said = ""
        return rx.set_focus("hold-title")

    @rx.event
    @door.supervisor_only
    async def leave(self) -> Any:
        self.chosen = self.about = self.reason_error = self.day_error = ""
        return rx.set_focus("openings-title")

    @rx.event
    @door.supervisor_only
    async def hold(self, form: dict[str, Any]) -> Any:
        self.reason_error = self.day_error = self.said = ""
        reason, day = str(form.get("hold_reason") or ""), _day(str(form.get("hold_day") or ""))
        if reason not in set(HoldReason):
            self.reason_error = "Choose why it is held back."
        if day is None:
            self.day_error = words.ANSWERS[HoldAnswer.NOT_AHEAD]
        if day is None or self.reason_error:
            return rx.set_focus("hold_reason" if self.reason_error else "hold_day")
        try:
            answer = await do(
                self,
                hold_back,
                UUID(self.chosen),
                appears_on=day,
                reason=HoldReason(reason),
                note=str(form.get("hold_note") or ""),
            )
        except (ValueError, NotFound):
            return None
        if answer in (HoldAnswer.NOT_AHEAD, HoldAnswer.TOO_FAR):
            self.day_error = f"{words.ANSWERS[answer]} {self.days.between}."
            return rx.set_focus("hold_day")
        await self._again()
        self.chosen, self.said = "", words.ANSWERS[answer]
        return rx.set_focus("openings-title")


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None
