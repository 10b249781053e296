"""All biometrics appointments of an account, and finding one without a code."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import reflex as rx

from cx_app.domain.errors import LimitsAway
from cx_app.domain.receipts import parse_a_number, parse_receipt_number
from cx_app.language import _, href, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.biometrics.family import my_appointments
from cx_app.services.biometrics.match import Known, Matched, match
from cx_app.services.biometrics.views import AppointmentsPage
from cx_app.services.changes import account_topic
from cx_app.state import live
from cx_app.state.account.kept_form import KeptForm
from cx_app.state.account.words import ask_birth_date, ask_receipt, say_locked
from cx_app.state.call import ask, do, language_of
from cx_app.state.typed import typed_birth_date

NONE: Final = AppointmentsPage([], 1, 1)
FIELDS: Final = ("receipt", "a_number", "month", "day", "year")


class FindBiometricsState(KeptForm, rx.State):
    form_name: ClassVar[str] = "biometrics_find"
    fields: ClassVar[tuple[str, ...]] = FIELDS

    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    refused: str = ""
    shown: AppointmentsPage = NONE
    page: int = 1

    @rx.event
    @door.customer
    async def look(self) -> None:
        topic = account_topic(current_actor().account_id)
        await live.show(self, FindBiometricsState.look_live, topic)
        self.page = 1
        await self._look()

    @rx.event
    @door.customer
    async def look_live(self) -> None:
        await self._look()

    @rx.event
    @door.customer
    async def turn(self, by: int) -> Any:
        self.page += 1 if int(by) > 0 else -1
        await self._look()
        return rx.set_focus("appointments")

    @rx.event
    @door.customer
    async def submit(self, form: dict[str, Any]) -> Any:
        typed = await self._take(form)
        with using(language_of(self)):
            known = self._known(typed)
        if known is None:
            return rx.set_focus("error-summary")
        try:
            answer = await do(self, match, known)
        except LimitsAway:
            return self._away()
        if isinstance(answer, Matched):
            await self._done()
            return rx.redirect(
                href(f"/account/biometrics/{answer.appointment_id}", language_of(self))
            )
        with using(language_of(self)):
            if answer.locked_until:
                self.locked = say_locked(answer.locked_until)
            else:
                self.refused = _(
                    "What you typed does not match an appointment that we can show. Check it "
                    "against your notice and try again, or call us."
                )
        return rx.set_focus("refusal")

    async def _look(self) -> None:
        self.shown = await ask(self, my_appointments, self.page)
        self.page = self.shown.page

    def _known(self, typed: dict[str, str]) -> Known | None:
        receipt = parse_receipt_number(typed["receipt"])
        a_number = parse_a_number(typed["a_number"])
        born = typed_birth_date(typed)
        if receipt is None:
            self._error("receipt", ask_receipt())
        if a_number is None:
            self._error(
                "a_number",
                _("Enter the A-Number from your notice: 7 to 9 digits, like A012345678."),
            )
        if born is None:
            self._error("month", ask_birth_date())
        if receipt is None or a_number is None or born is None:
            return None
        return Known(receipt, a_number, born)

    def _clear(self) -> None:
        super()._clear()
        self.refused = ""
