"""One callback on one screen: take it, call, say what came of it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.callbacks.standing import CallOutcome
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.openings import OpeningReason
from cx_app.security import door
from cx_app.services.appointment_requests.file_parts import NO_CASE
from cx_app.services.callbacks.brief import Brief, open_callback
from cx_app.services.callbacks.calling import let_go, say_outcome, take, write_summary
from cx_app.services.callbacks.moving import DESK
from cx_app.services.cases.staff import ReasonNeeded
from cx_app.state import live
from cx_app.state.call import do, last_part
from cx_app.state.officer.callbacks import say_refusal
from cx_app.state.officer.opened import OpenedFile

NO_BRIEF: Final = Brief(
    **dict.fromkeys(
        (
            *("id", "reference", "name", "topic", "state", "state_code", "asked_as", "asked"),
            *("age", "language", "language_code", "interpreter", "zone", "their_time", "hours"),
            *("note", "consent", "call_by", "call_by_iso", "claimed_by", "phone", "tel"),
            *("phrase", "phrase_english", "greeting"),
        ),
        "",
    ),
    **dict.fromkeys(("protected", "relay", "texting", "may_take", "mine"), False),
    still_theirs=True,
    case=NO_CASE,
)
NOT_THERE: Final = "There is no callback here that you can open. It may be your own."
SUMMARY: Final = 4_000
EVERY: Final = 20.0


class CallbackFileState(OpenedFile, rx.State):
    brief: Brief = NO_BRIEF
    outcome: str = ""
    summary: str = ""
    """What was typed, kept over a refusal."""
    form_key: int = 0

    @rx.event
    @door.officer_only
    async def load(self) -> Any:
        self.brief, self.loaded = NO_BRIEF, False
        yield  # what another one showed must not stand here meanwhile
        self.done = self.problem = self.outcome = self.summary = ""
        self.form_key += 1
        await self._read()
        if self.brief.id:
            await live.show(self, CallbackFileState.refresh_live, DESK, every=EVERY)
            await self._read(again=True)
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        if not self.brief.id or self.asks:
            return
        mine = self.brief.mine
        await self._read(again=True)
        if mine and not self.brief.mine and not self.done:
            self.problem = "Your time with it is over. Take it again, if it is still to be called."

    @rx.event
    @door.officer_only
    async def take(self) -> Any:
        self.done = self.problem = ""
        try:
            taken = await do(self, take, self._id())
        except (NotFound, Forbidden):
            self.problem = NOT_THERE
        else:
            if taken.has_another:
                self.problem = "Finish the call that you have first."
            elif taken.refusal is not None:
                self.problem = say_refusal(taken.refusal)
        await self._read(again=True)
        return rx.set_focus("answer" if self.problem else "script")

    @rx.event
    @door.officer_only
    async def let_go(self) -> Any:
        self.done = self.problem = ""
        try:
            refusal = await do(self, let_go, self._id())
        except (NotFound, Forbidden):
            refusal = None
        self._say(refusal, "It is back on the desk. A promise that still holds is kept.")
        await self._read(again=True)
        return rx.set_focus("answer")

    @rx.event
    @door.officer_only
    async def choose(self, outcome: str) -> None:
        self.outcome = outcome if outcome in set(CallOutcome) else ""

    @rx.event
    @door.officer_only
    async def say_outcome(self, form: dict[str, Any]) -> Any:
        """A summary is for those who were reached, and they can read it."""
        self.done = self.problem = ""
        self.summary = str(form.get("summary") or "")[:SUMMARY]
        chosen = str(form.get("outcome") or "")
        if chosen not in set(CallOutcome):
            self.problem = "Choose what came of the call."
            return rx.set_focus("answer")
        outcome = CallOutcome(chosen)
        if outcome.is_reached and not self.summary.strip():
            self.problem = "Write what you told the person. They can read it."
            return rx.set_focus("answer")
        try:
            refusal = await do(self, say_outcome, self._id(), outcome, self.summary)
        except (NotFound, Forbidden):
            self.problem = NOT_THERE
            return rx.set_focus("answer")
        self._say(refusal, "Recorded.")
        if refusal is None:
            self.outcome = self.summary = ""
            self.form_key += 1
        await self._read(again=True)
        return rx.set_focus("answer")

    @rx.event
    @door.officer_only
    async def write_summary(self, form: dict[str, Any]) -> Any:
        """After a call whose summary was not written then."""
        self.done = self.problem = ""
        words = str(form.get("late_summary") or "")[:SUMMARY]
        try:
            kept = await do(self, write_summary, self._id(), words)
        except (NotFound, Forbidden):
            kept = False
        if kept:
            self.done = "The person can read it now."
        else:
            self.problem = "Write what you told the person."
        await self._read(again=True)
        return rx.set_focus("answer")

    def _say(self, refusal: Any, done: str) -> None:
        if refusal is None:
            self.done = done
        else:
            self.problem = say_refusal(refusal)

    def _id(self) -> UUID:
        return UUID(self.brief.id) if self.brief.id else UUID(int=0)

    async def _read(self, said: OpeningReason | None = None, *, again: bool = False) -> None:
        try:
            opened = await do(self, open_callback, last_part(self), said, again=again)
        except (NotFound, Forbidden):
            self.refused, self.brief, self.asks = NOT_THERE, NO_BRIEF, False
            return
        self.refused = ""
        self.asks = isinstance(opened, ReasonNeeded)
        self.brief = opened if isinstance(opened, Brief) else NO_BRIEF
