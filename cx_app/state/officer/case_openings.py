"""The openings of a case, on its page, for supervisors: who, why, and holding one back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.openings import HoldAnswer, HoldReason
from cx_app.security import door
from cx_app.services.openings import words
from cx_app.services.openings.holds import hold_back
from cx_app.services.openings.of_case import CaseOpenings, openings_of_case
from cx_app.state.call import ask, do, last_part


class CaseOpeningsState(rx.State):
    openings: CaseOpenings = CaseOpenings()
    loaded: bool = False
    pages: int = 1
    chosen: str = ""
    """The opening that is about to be held back."""
    about: str = ""
    reason_error: str = ""
    day_error: str = ""
    said: str = ""

    @rx.event
    @door.supervisor_only
    async def load(self) -> None:
        await self._load()

    @rx.event
    @door.supervisor_only
    async def show_older(self) -> None:
        self.pages += 1
        await self._load()

    @rx.event
    @door.supervisor_only
    async def choose(self, opening_id: str) -> Any:
        line = next((one for one in self.openings.lines if one.id == opening_id), None)
        if line is None or not line.may_hold:
            return None
        self.chosen, self.about = line.id, f"{line.who}, {line.when}"
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
        reason, day = str(form.get("hold_reason", "")), _day(str(form.get("hold_day", "")))
        if reason not in set(HoldReason):
            self.reason_error = "Choose why it is held back."
        if day is None:
            self.day_error = words.ANSWERS[HoldAnswer.NOT_AHEAD]
        if day is None or self.reason_error:
            return rx.set_focus("hold_day" if not self.reason_error else "hold_reason")
        try:
            answer = await do(
                self,
                hold_back,
                UUID(self.chosen),
                appears_on=day,
                reason=HoldReason(reason),
                note=str(form.get("hold_note", "")),
            )
        except (ValueError, NotFound):
            return None
        if answer in (HoldAnswer.NOT_AHEAD, HoldAnswer.TOO_FAR):
            self.day_error = f"{words.ANSWERS[answer]} {self.openings.between}."
            return rx.set_focus("hold_day")
        self.chosen, self.said = "", words.ANSWERS[answer]
        await self._load()
        return rx.set_focus("openings-title")

    async def _load(self) -> None:
        try:
            case_id = UUID(last_part(self))
            self.openings = await ask(self, openings_of_case, case_id, pages=self.pages)
        except (ValueError, NotFound, Forbidden):
            self.openings = CaseOpenings()
            return
        self.loaded = True


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None
