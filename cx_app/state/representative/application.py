"""Ask for a representative account, and see how it stands (REP-3)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import reflex as rx

from cx_app.domain import addresses
from cx_app.domain.errors import Forbidden
from cx_app.domain.representation.accounts import AccountState, Field, Flaw, Typed
from cx_app.language import _, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.changes import account_topic
from cx_app.services.representation.accounts import apply
from cx_app.services.representation.applications import OwnApplication, own_application
from cx_app.state import live
from cx_app.state.account.address_words import say_flaw
from cx_app.state.account.kept_form import KeptForm
from cx_app.state.call import ask, do, language_of

NOTHING = OwnApplication()
UNTIL = "until-"
FIELDS = (
    "name",
    "kind",
    "bar_number",
    "bar_state",
    "organization",
    *(UNTIL + part for part in ("month", "day", "year")),
    *addresses.FIELDS,
)


class ApplicationState(KeptForm, rx.State):
    form_name: ClassVar[str] = "representative"
    fields: ClassVar[tuple[str, ...]] = FIELDS

    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    own: OwnApplication = NOTHING
    said: str = ""

    @rx.event
    @door.customer
    async def load_page(self) -> None:
        topic = account_topic(current_actor().account_id)
        await live.show(self, ApplicationState.refresh_live, topic)
        self.said = ""
        await self._read()

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        """An officer decided."""
        await self._read()

    @rx.event
    @door.customer
    async def submit(self, form: dict[str, Any]) -> Any:
        values = await self._take(form)
        typed = Typed(
            name=values["name"],
            kind=values["kind"],
            bar_number=values["bar_number"],
            bar_state=values["bar_state"],
            organization=values["organization"],
            accredited_until=_day(values),
            address={name: values[name] for name in addresses.FIELDS},
            sworn=bool(form.get("sworn")),
        )
        try:
            answer = await do(self, apply, typed)
        except Forbidden:
            return None
        with using(language_of(self)):
            if isinstance(answer, dict):
                for name, flaw in answer.items():
                    self._error(_place(name), _say(name, flaw))
            elif not isinstance(answer, AccountState):
                self.said = _("We have what you sent. An officer checks it and you hear from us.")
        if self.summary:
            return rx.set_focus("error-summary")
        await self._done()
        await self._read()
        return rx.set_focus("application-said")

    async def _read(self) -> None:
        self.own = await ask(self, own_application)

    def _clear(self) -> None:
        super()._clear()
        self.said = ""


def _day(values: dict[str, str]) -> str:
    """ISO date, or nothing where there is no such day."""
    try:
        parts = (int(values[UNTIL + part]) for part in ("year", "month", "day"))
        return date(*parts).isoformat()
    except ValueError:
        return ""


def _place(name: Field) -> str:
    return f"{UNTIL}month" if name is Field.ACCREDITED_UNTIL else name.value


def _say(name: Field, flaw: Flaw | addresses.Flaw) -> str:
    if isinstance(flaw, addresses.Flaw):
        return say_flaw(name.value, flaw)
    match name, flaw:
        case Field.NAME, _flaw:
            return _("Enter your full name, as the bar or the Department of Justice lists it.")
        case Field.KIND, _flaw:
            return _("Choose what you are.")
        case Field.BAR_NUMBER, Flaw.UNREADABLE:
            return _("Enter the bar number with letters and digits only, like 123456.")
        case Field.BAR_NUMBER, _flaw:
            return _("Enter your bar number.")
        case Field.BAR_STATE, _flaw:
            return _("Choose the state whose bar admitted you.")
        case Field.ORGANIZATION, _flaw:
            return _("Enter the name of the recognized organization.")
        case Field.ACCREDITED_UNTIL, Flaw.OVER:
            return _("This day has passed. You can apply once your accreditation is renewed.")
        case Field.ACCREDITED_UNTIL, _flaw:
            return _("Enter the last day of your accreditation, with month, day and year.")
    return _("Check the box to swear that this is true. Without it we can’t take the form.")
