"""Tell a new address: read what was typed, call one service, show what came of it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from cx_app.domain.addresses import FIELDS, LONGEST, Address, Noted, read
from cx_app.domain.errors import NotFound
from cx_app.language import _, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.addresses.change import (
    AddressPage,
    address_page,
    note_address,
    withdraw_address,
)
from cx_app.services.changes import account_topic
from cx_app.state import live
from cx_app.state.account.address_words import say_flaw
from cx_app.state.account.kept_form import KeptForm
from cx_app.state.call import ask, do, language_of

NOTHING = AddressPage()


class AddressState(KeptForm, rx.State):
    form_name: ClassVar[str] = "address"
    fields: ClassVar[tuple[str, ...]] = FIELDS
    longest: ClassVar[int] = LONGEST + 20
    """A line that is too long is named so, not cut."""

    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    page: AddressPage = NOTHING
    person: str = ""
    """Whose address it is, where the account has cases of several people."""
    said: str = ""
    refused: str = ""

    @rx.event
    @door.customer
    async def load_page(self) -> None:
        topic = account_topic(current_actor().account_id)
        await live.show(self, AddressState.refresh_live, topic)
        self.page, self.said, self.person = NOTHING, "", ""
        await self._read()

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.customer
    async def submit(self, form: dict[str, Any]) -> Any:
        typed = await self._take(form)
        whose = str(form.get("person") or "")
        if len(self.page.people) == 1:
            whose = self.page.people[0].id
        read_address = read(typed, po_box=self.page.protected)
        with using(language_of(self)):
            if whose not in {one.id for one in self.page.people}:
                self._error("person", _("Choose whose address it is."))
            if not isinstance(read_address, Address):
                for name, flaw in read_address.items():
                    self._error(name, say_flaw(name, flaw))
        if self.summary or not isinstance(read_address, Address):
            return rx.set_focus("error-summary")
        try:
            answer = await do(self, note_address, UUID(whose), read_address)
        except (ValueError, NotFound):
            return None
        if answer is not Noted.NOTED:
            with using(language_of(self)):
                self.refused = _refusal(answer)
            return rx.set_focus("refusal")
        await self._done()
        await self._read()
        with using(language_of(self)):
            self.said = _("We have your new address and told the agency.")
        return rx.set_focus("address-said")

    @rx.event
    @door.customer
    async def withdraw(self, change_id: str) -> Any:
        try:
            done = await do(self, withdraw_address, UUID(change_id))
        except (ValueError, NotFound):
            return None
        self._clear()
        await self._read()
        with using(language_of(self)):
            self.said = (
                _("The change is stopped. We keep the address on file.")
                if done
                else _("This change was decided before. Please call us.")
            )
        return rx.set_focus("address-said")

    async def _read(self) -> None:
        self.page = await ask(self, address_page)

    def _clear(self) -> None:
        super()._clear()
        self.said = self.refused = ""


def _refusal(answer: Noted) -> str:
    match answer:
        case Noted.OPEN:
            return _("There is a new address that we are checking. Stop that one first.")
        case Noted.SAME:
            return _("This is the address we have on file. You need not do anything.")
        case Noted.TOO_MANY:
            return _("You have told us several addresses this month. Please call us instead.")
    return _("We are checking who may use this case. Until then, please call us about an address.")
