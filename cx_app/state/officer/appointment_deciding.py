"""Deciding about a request for a visit: claim, three outcomes with their previews, calls."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.appointment_decisions import (
    Against,
    Call,
    Cancelled,
    MailCheck,
    Moved,
    Needed,
    Question,
    Unneeded,
)
from cx_app.domain.appointment_requests import RequestRefusal
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.security import door
from cx_app.services.appointment_requests import desk_words as words
from cx_app.services.appointment_requests.agree import agree, decline
from cx_app.services.appointment_requests.call import answer_for, log_call
from cx_app.services.appointment_requests.claim import assign_one, claim, put_back
from cx_app.services.appointment_requests.correct import reopen_for
from cx_app.services.appointment_requests.decide import Proposed, book, find_unneeded
from cx_app.services.appointment_requests.decide import ask as ask_person
from cx_app.services.appointment_requests.said import Preview
from cx_app.services.appointment_requests.times import Times, preview_of, times_for
from cx_app.services.appointment_requests.visit_for import cancel_for, move_for
from cx_app.state.call import ask, do
from cx_app.state.officer.appointment_file import VisitFileState
from cx_app.state.typed import typed_id

NO_TIMES: Final = Times()
NO_PREVIEW: Final = Preview()
PANELS: Final = ("needed", "unneeded", "ask", "call", "answer", "move", "cancel")
WITH_TIMES: Final = ("needed", "move")
IN_A_MINUTE: Final = "Its person sees it now, and is told in a minute."
NOT_THERE: Final = "There is nothing here that you can decide about."


class VisitDecidingState(rx.State):
    panel: str = ""
    times: Times = NO_TIMES
    slot: str = ""
    slot_said: str = ""
    outcome: str = ""
    preview: Preview = NO_PREVIEW

    @rx.event
    @door.officer_only
    async def start(self) -> None:
        """The page of another request."""
        self._clear()

    @rx.event
    @door.officer_only
    async def claim(self) -> Any:
        return await self._act("It is yours for a while. Deciding ends the claim.", claim)

    @rx.event
    @door.officer_only
    async def put_back(self) -> Any:
        return await self._act("It is back in the queue.", put_back)

    @rx.event
    @door.officer_only
    async def reopen(self) -> Any:
        return await self._act("It waits for an officer again.", reopen_for)

    @rx.event
    @door.officer_only
    async def show(self, panel: str) -> Any:
        self._clear()
        if panel not in PANELS:
            return None
        self.panel = panel
        if panel in WITH_TIMES:
            await self._look_for_times(None)
        return rx.set_focus("panel-title")

    @rx.event
    @door.officer_only
    async def look_elsewhere(self, office_id: str) -> None:
        self.slot = self.slot_said = ""
        self.preview = NO_PREVIEW
        await self._look_for_times(typed_id(office_id))

    @rx.event
    @door.officer_only
    async def pick_time(self, slot_id: str, said: str) -> Any:
        self.slot, self.slot_said = slot_id, said
        await self._preview(self.outcome, typed_id(slot_id))
        return rx.set_focus("preview-title")

    @rx.event
    @door.officer_only
    async def pick_outcome(self, outcome: str) -> None:
        self.outcome = outcome
        if outcome in set(Moved) and not self.slot:
            return
        await self._preview(outcome, typed_id(self.slot))

    @rx.event
    @door.officer_only
    async def book(self, form: dict[str, Any]) -> Any:
        why, slot = str(form.get("why") or ""), typed_id(self.slot)
        if why not in set(Needed) or slot is None:
            return await self._wrong("Choose why they have to come, and a time.")
        return await self._act(f"Booked. {IN_A_MINUTE}", book, slot, Needed(why))

    @rx.event
    @door.officer_only
    async def find_unneeded(self, form: dict[str, Any]) -> Any:
        outcome = str(form.get("outcome") or "")
        if outcome not in set(Unneeded):
            return await self._wrong("Choose why no visit is needed.")
        checked = [one for one in MailCheck if form.get(f"check-{one.value}")]
        said = f"No visit needed. {IN_A_MINUTE}"
        return await self._act(said, find_unneeded, Unneeded(outcome), checked)

    @rx.event
    @door.officer_only
    async def ask_person(self, form: dict[str, Any]) -> Any:
        question = str(form.get("question") or "")
        if question not in set(Question):
            return await self._wrong("Choose what you ask.")
        return await self._act(f"Asked. {IN_A_MINUTE}", ask_person, Question(question))

    @rx.event
    @door.officer_only
    async def move_visit(self, form: dict[str, Any]) -> Any:
        why, slot = str(form.get("moved") or ""), typed_id(self.slot)
        if why not in set(Moved) or slot is None:
            return await self._wrong("Choose why the visit moves, and a time.")
        seen = await self._visit()
        return await self._act(f"Moved. {IN_A_MINUTE}", move_for, seen, slot, Moved(why))

    @rx.event
    @door.officer_only
    async def cancel_visit(self, form: dict[str, Any]) -> Any:
        why = str(form.get("cancelled") or "")
        if why not in set(Cancelled):
            return await self._wrong("Choose why the visit is cancelled.")
        seen = await self._visit()
        return await self._act(f"Cancelled. {IN_A_MINUTE}", cancel_for, seen, Cancelled(why))

    @rx.event
    @door.officer_only
    async def hand_to(self, form: dict[str, Any]) -> Any:
        """By a supervisor, whoever has it."""
        to = typed_id(form.get("hand-to"))
        if to is None:
            return await self._wrong("Choose who takes it.")
        return await self._act("It is handed on.", assign_one, to)

    @rx.event
    @door.officer_only
    async def log_call(self, form: dict[str, Any]) -> Any:
        call = str(form.get("call") or "")
        if call not in set(Call):
            return await self._wrong("Choose how the call went.")
        note = str(form.get("call_note") or "")
        return await self._act("The call is logged.", log_call, Call(call), note)

    @rx.event
    @door.officer_only
    async def answer_person(self, form: dict[str, Any]) -> Any:
        words = str(form.get("told") or "").strip()
        if not words:
            return await self._wrong("Write down what they answered.")
        return await self._act("Written down. It waits for an officer again.", answer_for, words)

    @rx.event
    @door.officer_only
    async def agree(self) -> Any:
        return await self._act(f"You agreed. {IN_A_MINUTE}", agree)

    @rx.event
    @door.officer_only
    async def decline(self) -> Any:
        return await self._act("You did not agree. Decide it yourself, or put it back.", decline)

    async def _act(self, said: str, service: Any, *what: Any) -> Any:
        page = await self.get_state(VisitFileState)
        page.done = page.problem = page.lost = ""
        try:
            answer = await do(self, service, typed_id(page.file.id) or UUID(int=0), *what)
        except (NotFound, Forbidden):
            page.problem = NOT_THERE
        else:
            if isinstance(answer, Proposed):
                page.done = (
                    f"{words.OVERRIDES[answer.override]}: a second officer has to agree. "
                    "It is back in the queue for a colleague."
                )
            elif isinstance(answer, RequestRefusal | Against):
                page.problem = words.AGAINST[answer]
            else:
                page.done = said
        await page._read(again=True)
        if not page.problem or not (page.file.may_decide or page.file.may_move):
            self._clear()
        elif self.panel in WITH_TIMES:
            await self._look_for_times(typed_id(self.times.office_id))
        return rx.set_focus("answer")

    async def _look_for_times(self, office_id: UUID | None) -> None:
        page = await self.get_state(VisitFileState)
        try:
            self.times = await ask(
                self, times_for, typed_id(page.file.id) or UUID(int=0), office_id
            )
        except NotFound:
            self.times = NO_TIMES

    async def _preview(self, outcome: str, slot_id: UUID | None) -> None:
        page = await self.get_state(VisitFileState)
        which = typed_id(page.file.id) or UUID(int=0)
        try:
            self.preview = await ask(self, preview_of, which, outcome, slot_id)
        except (NotFound, ValueError):
            self.preview = NO_PREVIEW

    async def _visit(self) -> UUID:
        page = await self.get_state(VisitFileState)
        return typed_id(page.file.visit_id) or UUID(int=0)

    async def _wrong(self, problem: str) -> Any:
        page = await self.get_state(VisitFileState)
        page.done, page.problem = "", problem
        return rx.set_focus("answer")

    def _clear(self) -> None:
        self.panel = self.slot = self.slot_said = self.outcome = ""
        self.times, self.preview = NO_TIMES, NO_PREVIEW
