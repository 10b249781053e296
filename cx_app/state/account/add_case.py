"""Add a paper-filed case: read what was typed, call one service, show what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import reflex as rx

from cx_app.domain.access_codes import parse_code
from cx_app.domain.business_time import eastern_date
from cx_app.domain.receipts import parse_birth_date, parse_receipt_number
from cx_app.gateways.clock import wall
from cx_app.language import href, using
from cx_app.security import door
from cx_app.services.access_codes.redeem import Claim, Redeemed, redeem
from cx_app.services.cases.follow import Followed, follow
from cx_app.services.drafts.keep import drop_draft, keep_draft, load_draft
from cx_app.state.account.words import (
    ask_birth_date,
    ask_code,
    ask_receipt,
    say_locked,
    say_no_match,
    say_no_status,
)
from cx_app.state.call import ask, do, language_of

FORM: Final = "add_case"
FIELDS: Final = ("receipt", "code", "month", "day", "year")
MAX_TYPED: Final = 60
"""Longer than anything a letter holds; a longer paste is refused with words."""


class AddCaseState(rx.State):
    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    errors: dict[str, str] = {}
    summary: list[dict[str, str]] = []
    refused: str = ""
    locked: str = ""
    form_key: int = 0
    loaded: bool = False
    """The form shows once what was typed before is back, so that no typing is overwritten."""

    _sent: bool = False
    """What is still on its way from the fields after sending is not a draft any more."""
    busy: bool = False

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
        """Every pause in typing is kept, so that nothing is lost on a reload or a sign-out."""
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
        with using(language_of(self)):
            claim = self._read(typed)
        if claim is None:
            return rx.set_focus("error-summary")
        answer = await do(self, redeem, claim)
        if isinstance(answer, Redeemed):
            await do(self, drop_draft, FORM)
            self._sent = True
            self.values = dict.fromkeys(FIELDS, "")
            return self._to_case(str(answer.case_id))
        self._show_refusal(answer.locked_until)
        return rx.set_focus("refusal")

    @rx.event
    @door.customer
    async def follow(self, form: dict[str, Any]) -> Any:
        """The receipt number alone: status only (OAC-8)."""
        self._clear()
        receipt = parse_receipt_number(str(form.get("receipt_only", "")))
        with using(language_of(self)):
            if receipt is None:
                self._error("receipt_only", ask_receipt())
                return rx.set_focus("error-summary")
        answer = await do(self, follow, receipt)
        if isinstance(answer, Followed):
            return self._to_case(str(answer.case_id))
        with using(language_of(self)):
            if answer.locked_until:
                self.locked = say_locked(answer.locked_until)
            else:
                self.refused = say_no_status()
        return rx.set_focus("refusal")

    def _read(self, typed: dict[str, str]) -> Claim | None:
        receipt = parse_receipt_number(typed["receipt"])
        code = parse_code(typed["code"])
        born = parse_birth_date(
            typed["month"], typed["day"], typed["year"], today=eastern_date(wall())
        )
        if receipt is None:
            self._error("receipt", ask_receipt())
        if code is None:
            self._error("code", ask_code(typed["code"]))
        if born is None:
            self._error("month", ask_birth_date())
        if receipt is None or code is None or born is None:
            return None
        return Claim(receipt, code, born)

    def _error(self, name: str, message: str) -> None:
        self.errors[name] = message
        self.summary.append({"field": name, "message": message})

    def _show_refusal(self, locked_until: datetime | None) -> None:
        with using(language_of(self)):
            if locked_until is None:
                self.refused = say_no_match()
            else:
                self.locked = say_locked(locked_until)

    def _to_case(self, case_id: str) -> Any:
        return rx.redirect(href(f"/account/cases/{case_id}?added=1", language_of(self)))

    def _clear(self) -> None:
        self.errors, self.summary, self.refused, self.locked = {}, [], "", ""
