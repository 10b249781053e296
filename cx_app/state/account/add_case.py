"""Add a paper-filed case: read what was typed, call one service, show what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final

import reflex as rx

from cx_app.domain.access_codes import parse_code
from cx_app.domain.errors import LimitsAway
from cx_app.domain.receipts import parse_receipt_number
from cx_app.language import href, using
from cx_app.security import door
from cx_app.services.access_codes.redeem import Claim, Redeemed, redeem
from cx_app.services.cases.follow import Followed, follow
from cx_app.state.account.kept_form import KeptForm
from cx_app.state.account.words import (
    ask_birth_date,
    ask_code,
    ask_receipt,
    say_locked,
    say_no_match,
    say_no_status,
)
from cx_app.state.call import do, language_of
from cx_app.state.typed import typed_birth_date

FIELDS: Final = ("receipt", "code", "month", "day", "year")


class AddCaseState(KeptForm, rx.State):
    form_name: ClassVar[str] = "add_case"
    fields: ClassVar[tuple[str, ...]] = FIELDS

    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    refused: str = ""

    @rx.event
    @door.customer
    async def submit(self, form: dict[str, Any]) -> Any:
        typed = await self._take(form)
        with using(language_of(self)):
            claim = self._read(typed)
        if claim is None:
            return rx.set_focus("error-summary")
        try:
            answer = await do(self, redeem, claim)
        except LimitsAway:
            return self._away()
        if isinstance(answer, Redeemed):
            await self._done()
            return self._to_case(str(answer.case_id))
        self._show_refusal(answer.locked_until)
        return rx.set_focus("refusal")

    @rx.event
    @door.customer
    async def follow(self, form: dict[str, Any]) -> Any:
        """The receipt number alone: status only (OAC-8)."""
        self._clear()
        receipt = parse_receipt_number(str(form.get("receipt_only") or ""))
        with using(language_of(self)):
            if receipt is None:
                self._error("receipt_only", ask_receipt())
                return rx.set_focus("error-summary")
        try:
            answer = await do(self, follow, receipt)
        except LimitsAway:
            return self._away()
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
        born = typed_birth_date(typed)
        if receipt is None:
            self._error("receipt", ask_receipt())
        if code is None:
            self._error("code", ask_code(typed["code"]))
        if born is None:
            self._error("month", ask_birth_date())
        if receipt is None or code is None or born is None:
            return None
        return Claim(receipt, code, born)

    def _show_refusal(self, locked_until: datetime | None) -> None:
        with using(language_of(self)):
            if locked_until is None:
                self.refused = say_no_match()
            else:
                self.locked = say_locked(locked_until)

    def _to_case(self, case_id: str) -> Any:
        return rx.redirect(href(f"/account/cases/{case_id}?added=1", language_of(self)))

    def _clear(self) -> None:
        super()._clear()
        self.refused = ""
