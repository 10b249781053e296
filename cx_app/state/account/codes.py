"""Ask for a new code."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.domain.business_time import eastern_date
from cx_app.domain.receipts import parse_birth_date, parse_receipt_number
from cx_app.gateways.clock import wall
from cx_app.language import _, say_moment, using
from cx_app.security import door
from cx_app.services.access_codes.request import AskLater, request_code
from cx_app.services.drafts.keep import drop_draft, keep_draft, load_draft
from cx_app.state.account.words import ask_birth_date, ask_receipt, say_locked
from cx_app.state.call import ask, do, language_of

FORM: Final = "code_request"
FIELDS: Final = ("receipt", "month", "day", "year")
MAX_TYPED: Final = 60


class CodeRequestState(rx.State):
    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    errors: dict[str, str] = {}
    summary: list[dict[str, str]] = []
    locked: str = ""
    asked: str = ""
    """What to say once the request is kept; the same words whether or not it matches."""
    form_key: int = 0
    loaded: bool = False
    """The form shows once what was typed before is back, so that no typing is overwritten."""

    _sent: bool = False
    """What is still on its way from the fields after sending is not a draft any more."""

    @rx.event
    @door.customer
    async def load(self) -> None:
        kept = await ask(self, load_draft, FORM)
        self._clear()
        self._sent = False
        values = {name: kept.get(name, "") for name in FIELDS}
        if values != self.values:
            # Only then: new fields would take the focus away, as after a lost connection.
            self.values, self.form_key = values, self.form_key + 1
        self.loaded = True

    @rx.event
    @door.customer
    async def keep(self, name: str, value: str) -> None:
        if name in FIELDS and not self._sent:
            self.values[name] = value[:MAX_TYPED]
            await do(self, keep_draft, FORM, self.values)

    @rx.event
    @door.customer
    async def submit(self, form: dict[str, Any]) -> Any:
        self._clear()
        typed = {name: str(form.get(name, "")) for name in FIELDS}
        self.values = {name: value[:MAX_TYPED] for name, value in typed.items()}
        await do(self, keep_draft, FORM, self.values)
        receipt = parse_receipt_number(typed["receipt"])
        born = parse_birth_date(
            typed["month"], typed["day"], typed["year"], today=eastern_date(wall())
        )
        with using(language_of(self)):
            if receipt is None:
                self._error("receipt", ask_receipt())
            if born is None:
                self._error("month", ask_birth_date())
        if receipt is None or born is None:
            return rx.set_focus("error-summary")
        answer = await do(self, request_code, receipt, born)
        with using(language_of(self)):
            if isinstance(answer, AskLater):
                self.locked = say_locked(answer.locked_until)
                return rx.set_focus("refusal")
            self.asked = (
                _("You asked for a code for this case on {when}.", when=say_moment(answer.asked_at))
                if answer.again
                else _("We have your request.")
            )
        await do(self, drop_draft, FORM)
        self._sent = True
        return rx.set_focus("asked")

    def _error(self, name: str, message: str) -> None:
        self.errors[name] = message
        self.summary.append({"field": name, "message": message})

    def _clear(self) -> None:
        self.errors, self.summary, self.locked, self.asked = {}, [], "", ""
