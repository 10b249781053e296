"""Writing to support: with an account, or with a contact that was proven."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

import reflex as rx

from cx_app.security import door
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
from cx_app.state.call import ask, do
from cx_app.state.public.visitor import VisitorState

FIELDS: Final = ("kind", "topic", "case", "note")
LONGEST: Final = 4_000
"""Of what is looked at at all; the rule refuses less, with words."""
NOT_SENT: Final = Submitted("", "")


class SupportState(rx.State):
    form: SupportForm = SupportForm()
    lines: list[OwnLine] = []
    errors: dict[str, str] = {}
    summary: list[dict[str, str]] = []
    refused: str = ""
    sent: Submitted = NOT_SENT
    form_key: int = 0
    loaded: bool = False
    may_ask: bool = False
    has_account: bool = False

    _submit_key: str = ""

    @rx.event
    @door.public
    async def enter(self) -> Any:
        """Staff have a desk; whoever is signed in or has proven a contact may ask."""
        actor = door.current_actor_or_none()
        self.sent, self.refused = NOT_SENT, ""
        self._say({})
        if actor is not None and actor.role.is_staff:
            return rx.redirect("/officer/support")
        visitor = await self.get_state(VisitorState)
        self.has_account = actor is not None
        self.may_ask = self.has_account or await visitor._look()
        if self.may_ask:
            return SupportState.read
        self.lines, self.loaded = [], True
        return None

    @rx.event
    @door.asker
    async def read(self) -> None:
        self.form, self.lines = await ask(self, form_of), await ask(self, mine)
        self._submit_key = self._submit_key or uuid4().hex
        self.may_ask = self.loaded = True

    @rx.event
    @door.asker
    async def send(self, form: dict[str, Any]) -> Any:
        typed = {name: str(form.get(name) or "")[:LONGEST] for name in FIELDS}
        self._submit_key = self._submit_key or uuid4().hex
        answer = await do(self, submit, typed, self._submit_key)
        self.refused = answer.said if isinstance(answer, TooMany) else ""
        self._say(answer.errors if isinstance(answer, Flawed) else {})
        if isinstance(answer, Flawed):
            return rx.set_focus("error-summary")
        if isinstance(answer, TooMany):
            return rx.set_focus("refused")
        self.sent, self._submit_key = answer, ""
        self.form_key += 1
        self.lines = await ask(self, mine)
        return rx.set_focus("sent")

    def _say(self, errors: dict[str, str]) -> None:
        self.errors = errors
        self.summary = [{"field": name, "message": said} for name, said in errors.items()]
