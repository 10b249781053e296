"""Ask for a new code."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import reflex as rx

from cx_app.domain.errors import LimitsAway, NotFound
from cx_app.domain.prepared import PreparedRefusal
from cx_app.domain.receipts import parse_receipt_number
from cx_app.language import _, href, say_moment, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.access_codes.request import AskLater, NoCodes
from cx_app.services.access_codes.standing import my_requests
from cx_app.services.cases.views import CodeLine
from cx_app.services.changes import account_topic
from cx_app.services.prepared.codes import send_code
from cx_app.services.prepared.hand_in import HandedIn
from cx_app.services.prepared.words import REFUSED
from cx_app.services.representation.acting import acting_by_receipt
from cx_app.services.representation.forms import Colleague, colleagues
from cx_app.state import live
from cx_app.state.account.kept_form import KeptForm
from cx_app.state.account.kept_steps import PREPARED
from cx_app.state.account.words import ask_birth_date, ask_receipt, say_locked, say_no_codes
from cx_app.state.call import ask, do, language_of
from cx_app.state.typed import typed_birth_date, typed_id

FIELDS: Final = ("receipt", "month", "day", "year")


class CodeRequestState(KeptForm, rx.State):
    form_name: ClassVar[str] = "code_request"
    fields: ClassVar[tuple[str, ...]] = FIELDS

    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    asked: str = ""
    """What to say once the request is kept; the same words whether or not it matches."""
    acting: str = ""
    """The client whose case it is; empty for one's own, and for one that is nothing to them."""
    lines: list[CodeLine] = []
    """What this account asked for in the last months, and how far it may see it."""
    colleagues: list[Colleague] = []
    """For whom a paralegal can prepare a request (REP-40)."""

    @rx.event
    @door.customer
    async def keep(self, name: str, value: str) -> None:
        await super().keep(name, value)
        if name == "receipt":
            await self._ask_acting()

    @rx.event
    @door.customer
    async def look(self) -> None:
        topic = account_topic(current_actor().account_id)
        await live.show(self, CodeRequestState.look_live, topic)
        await self._ask_acting()
        self.lines = await ask(self, my_requests)
        self.colleagues = await ask(self, colleagues)

    @rx.event
    @door.customer
    async def look_live(self) -> None:
        self.lines = await ask(self, my_requests)

    @rx.event
    @door.customer
    async def submit(self, form: dict[str, Any]) -> Any:
        typed = await self._take(form)
        receipt = parse_receipt_number(typed["receipt"])
        await self._ask_acting()
        born = typed_birth_date(typed)
        with using(language_of(self)):
            if receipt is None:
                self._error("receipt", ask_receipt())
            if born is None:
                self._error("month", ask_birth_date())
        if receipt is None or born is None:
            return rx.set_focus("error-summary")
        try:
            whose = typed_id(form.get("representative"))
            answer = await do(self, send_code, receipt, born, whose)
        except LimitsAway:
            return self._away()
        except NotFound:  # somebody who is not of the team any more
            self.colleagues = await ask(self, colleagues)
            return None
        if isinstance(answer, HandedIn):
            await self._done()
            return rx.redirect(href(f"{PREPARED}/{answer.id}?sent=1", language_of(self)))
        with using(language_of(self)):
            if isinstance(answer, PreparedRefusal):
                self.locked = _(REFUSED[answer])
                return rx.set_focus("refusal")
            if isinstance(answer, AskLater):
                self.locked = say_locked(answer.locked_until)
                return rx.set_focus("refusal")
            if isinstance(answer, NoCodes):
                self._error("receipt", say_no_codes(answer.prefixes))
                return rx.set_focus("error-summary")
            self.asked = (
                _("You asked for a code for this case on {when}.", when=say_moment(answer.asked_at))
                if answer.again
                else _("We have your request.")
            )
        await self._done()
        self.lines = await ask(self, my_requests)
        return rx.set_focus("asked")

    async def _ask_acting(self) -> None:
        receipt = parse_receipt_number(self.values["receipt"])
        self.acting = await ask(self, acting_by_receipt, receipt) if receipt else ""

    def _clear(self) -> None:
        super()._clear()
        self.asked = ""
