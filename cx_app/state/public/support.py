"""Writing to support: with an account, or with a contact that was proven. What is typed is kept."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import uuid4

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.domain.support import Fact, SupportKind
from cx_app.security import door
from cx_app.services.drafts.keep import load_draft
from cx_app.services.drafts.steps import KEY
from cx_app.services.support.asking import (
    Flawed,
    OwnLine,
    Submitted,
    SupportForm,
    TooMany,
    form_of,
    mine,
    submit,
)
from cx_app.services.support.correcting import NOTHING, Correction, correction
from cx_app.state.account.kept_form import KeptForm
from cx_app.state.call import ask, do
from cx_app.state.public.visitor import VisitorState
from cx_app.state.typed import typed_id

TYPED: Final = ("kind", "topic", "case", "note")
FIELDS: Final = (*TYPED, KEY)
NOT_SENT: Final = Submitted("", "")


class SupportState(KeptForm, rx.State):
    form_name: ClassVar[str] = "support"
    fields: ClassVar[tuple[str, ...]] = FIELDS
    longest: ClassVar[int] = 4_000
    """Of what is looked at at all; the rule refuses less, with words."""

    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    form: SupportForm = SupportForm()
    correcting: Correction = NOTHING
    """What of which case they say is not right, if they came from there."""
    gone: bool = False
    """They came from a case that is not theirs, or from nothing that we show."""
    lines: list[OwnLine] = []
    answered: bool = False
    refused: str = ""
    sent: Submitted = NOT_SENT
    may_ask: bool = False
    has_account: bool = False

    @rx.event
    @door.public
    async def enter(self) -> Any:
        """Staff have a desk; whoever is signed in or has proven a contact may ask."""
        actor = door.current_actor_or_none()
        self.sent, self.refused, self.loaded = NOT_SENT, "", False
        self._clear()
        if actor is not None and actor.role.is_staff:
            return rx.redirect("/officer/support")
        visitor = await self.get_state(VisitorState)
        self.has_account = actor is not None
        self.may_ask = self.has_account or await visitor._look()
        if self.may_ask:
            return SupportState.load
        self.lines, self.loaded = [], True
        return None

    @rx.event
    @door.asker
    async def load(self) -> None:
        """The form, with what was typed into this one before."""
        self.form = await ask(self, form_of)
        await self._look_at_mine()
        await self._find_correction()
        kept = await ask(self, load_draft, self.form_name)
        begun = self._begun()
        same = all(kept.get(name) == value for name, value in begun.items())
        if not begun:
            same = kept.get("kind") != SupportKind.CORRECTION
        values = {name: kept.get(name, "") if same else "" for name in FIELDS} | begun
        values[KEY] = values[KEY] or uuid4().hex
        self.values, self._sent = values, False
        self.form_key += 1
        self.sent, self.may_ask, self.loaded = NOT_SENT, True, True

    @rx.event
    @door.asker
    async def keep(self, name: str, value: str) -> None:
        if name in TYPED and not self._sent:
            self.values[name] = value[: self.longest]
            await self._keep()

    @rx.event
    @door.asker
    async def send(self, form: dict[str, Any]) -> Any:
        typed = {name: str(form.get(name) or "") for name in TYPED} | self._begun()
        await self._take({**typed, KEY: self.values[KEY]})
        answer = await do(self, submit, typed, self.values[KEY])
        self.refused = answer.said if isinstance(answer, TooMany) else ""
        if isinstance(answer, Flawed):
            for name, said in answer.errors.items():
                self._error(name, said)
            return rx.set_focus("error-summary")
        if isinstance(answer, TooMany):
            return rx.set_focus("refused")
        await self._done()
        self.sent = answer
        await self._look_at_mine()
        return rx.set_focus("sent")

    async def _find_correction(self) -> None:
        """They came from a fact of their case: its address names both."""
        query = self.router.url.query_parameters
        case_id, fact = typed_id(query.get("case", "")), query.get("fact", "")
        self.correcting, self.gone = NOTHING, False
        if not fact:
            return
        try:
            if case_id is None or fact not in set(Fact):
                raise NotFound("no such fact")
            self.correcting = await ask(self, correction, case_id, Fact(fact))
        except NotFound:
            self.gone = True

    def _begun(self) -> dict[str, str]:
        """What the address has answered already."""
        about = self.correcting
        if not about.case_id:
            return {}
        kind = str(SupportKind.CORRECTION)
        return {"kind": kind, "topic": about.fact, "case": about.case_id}

    async def _look_at_mine(self) -> None:
        self.lines = await ask(self, mine)
        self.answered = any(line.answered for line in self.lines)
