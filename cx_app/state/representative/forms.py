"""Forms G-28 of a representative: the list, one of them, a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.representation.forms import FormRefusal
from cx_app.language import _, href, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.changes import account_topic
from cx_app.services.representation.ending import withdraw
from cx_app.services.representation.forms import (
    Colleague,
    FormLine,
    HeldLine,
    OneForm,
    Shelf,
    client_of_mine,
    colleagues,
    form_of,
    forms_of,
)
from cx_app.services.representation.prepare import (
    TypedForm,
    give_back,
    hand_over,
    prepare,
    send,
    withdraw_form,
)
from cx_app.services.representation.words import say_refusal
from cx_app.state import live
from cx_app.state.account.kept_form import KeptForm
from cx_app.state.call import ask, do, language_of, last_part
from cx_app.state.queues import QueueLine, said_lines
from cx_app.state.typed import typed_birth_date, typed_id

FORMS: Final = "/attorney/representation"
NO_FORM: Final = OneForm()
NO_CLIENT: Final = HeldLine("", "", "", "", "", "")
SHELF_WORDS: Final = {
    Shelf.OPEN: "Waiting",
    Shelf.IN_FORCE: "You represent",
    Shelf.OVER: "Over",
    Shelf.BEFORE: "Former clients",
}


class FormsState(rx.State):
    tab: str = Shelf.OPEN.value
    tabs: list[QueueLine] = []
    forms: list[FormLine] = []
    held: list[HeldLine] = []
    search: str = ""
    page: int = 1
    pages: int = 1
    leaving: HeldLine = NO_CLIENT
    """Whose representative asks to withdraw."""
    said: str = ""
    loaded: bool = False
    missing: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        await live.show(self, FormsState.refresh_live, account_topic(current_actor().account_id))
        self.search, self.page, self.said, self.leaving = "", 1, "", NO_CLIENT
        await self._ask_named()
        await self._read()
        self.loaded = True

    async def _ask_named(self) -> None:
        """Whoever comes from a case, to withdraw from it."""
        wanted = typed_id(self.router.url.query_parameters.get("withdraw", ""))
        if wanted is None:
            return
        self.tab = Shelf.IN_FORCE.value
        try:
            self.leaving = await ask(self, client_of_mine, wanted)
        except NotFound:
            self.leaving = NO_CLIENT

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.customer
    async def choose(self, tab: str) -> None:
        self.tab = tab if tab in set(Shelf) else Shelf.OPEN.value
        self.page, self.said, self.search = 1, "", ""
        await self._read()

    @rx.event
    @door.customer
    async def find(self, form: dict[str, Any]) -> None:
        self.search, self.page, self.said = str(form.get("find") or "")[:80], 1, ""
        await self._read()

    @rx.event
    @door.customer
    async def turn(self, by: int) -> Any:
        self.page += by
        await self._read()
        return rx.set_focus("forms")

    @rx.event
    @door.representative_only
    async def ask_leave(self, held_id: str) -> None:
        self.said = ""
        self.leaving = next((one for one in self.held if one.id == held_id), NO_CLIENT)

    @rx.event
    @door.representative_only
    async def stay(self) -> None:
        self.leaving = NO_CLIENT

    @rx.event
    @door.representative_only
    async def leave(self) -> Any:
        going, self.leaving = self.leaving, NO_CLIENT
        try:
            barrier = await do(self, withdraw, UUID(going.id))
        except (ValueError, NotFound):
            barrier = None
        await self._read()
        with using(language_of(self)):
            self.said = (
                _("You no longer represent {client}.", client=going.client)
                if barrier is None
                else _("This can’t be done with your account as it stands now.")
            )
        return rx.set_focus("forms-said")

    async def _read(self) -> None:
        try:
            found = await ask(self, forms_of, Shelf(self.tab), self.search, self.page)
        except Forbidden:
            self.missing, self.forms, self.held, self.tabs = True, [], [], []
            return
        self.missing = False
        self.forms, self.held = found.forms, found.held
        self.page, self.pages = found.page, found.pages
        with using(language_of(self)):
            self.tabs = said_lines(found.counts, SHELF_WORDS)


class OneFormState(rx.State):
    form: OneForm = NO_FORM
    loaded: bool = False
    missing: bool = False
    error: str = ""
    """About the signature."""
    refused: str = ""
    said: str = ""

    @rx.event
    @door.customer
    async def load(self) -> None:
        await live.show(self, OneFormState.refresh_live, account_topic(current_actor().account_id))
        self.form, self.error, self.refused, self.said = NO_FORM, "", "", ""
        await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.representative_only
    async def sign(self, form: dict[str, Any]) -> Any:
        """The representative signs, and it goes to the client, if there is one (REP-15)."""
        self.error = self.refused = self.said = ""
        signature = str(form.get("signature") or "")[:200]
        try:
            form_id = UUID(last_part(self))
            answer = (await do(self, send, [form_id], signature))[form_id]
        except (ValueError, NotFound):
            return None
        await self._read()
        with using(language_of(self)):
            if answer is FormRefusal.UNREADABLE:
                self.error = _("Type your name as your account has it: {name}", name=self.form.name)
                return rx.set_focus("signature")
            if answer is not None:
                self.refused = say_refusal(answer)
                return rx.set_focus("form-refused")
            self.said = _("Signed. The form waits for your client.")
        return rx.set_focus("form-said")

    @rx.event
    @door.customer
    async def take_back(self) -> Any:
        return await self._moved(withdraw_form, lambda: _("You took the form back."))

    @rx.event
    @door.customer
    async def hand_over(self) -> Any:
        return await self._moved(hand_over, lambda: _("The form waits for the representative."))

    @rx.event
    @door.customer
    async def give_back(self) -> Any:
        return await self._moved(give_back, lambda: _("The form is a draft again."))

    async def _moved(self, move: Any, words: Callable[[], str]) -> Any:
        self.error = self.refused = self.said = ""
        try:
            answer = await do(self, move, UUID(last_part(self)))
        except (ValueError, NotFound):
            return None
        await self._read()
        with using(language_of(self)):
            if answer is not None:
                self.refused = say_refusal(answer)
                return rx.set_focus("form-refused")
            self.said = words()
        return rx.set_focus("form-said")

    async def _read(self) -> None:
        try:
            self.form = await ask(self, form_of, UUID(last_part(self)))
            self.missing = False
        except (ValueError, NotFound):
            self.form, self.missing = NO_FORM, True


FIELDS: Final = ("receipt", "month", "day", "year", "name")


class PrepareState(KeptForm, rx.State):
    """A new form, or another version of a draft, which the address names. A draft keeps itself."""

    form_name: ClassVar[str] = "g28"
    fields: ClassVar[tuple[str, ...]] = FIELDS

    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    editing: str = ""
    notices: bool = False
    beside: bool = False
    colleagues: list[Colleague] = []
    refused: str = ""

    @rx.event
    @door.customer
    async def load_page(self) -> Any:
        self.refused, self.notices, self.beside = "", False, False
        self.colleagues = await ask(self, colleagues)
        wanted = typed_id(self.router.url.query_parameters.get("form", ""))
        self.editing = str(wanted) if wanted else ""
        if wanted is None:
            return PrepareState.load
        try:
            found = await ask(self, form_of, wanted)
        except NotFound:
            return rx.redirect(href(FORMS, language_of(self)))
        if not found.editable:
            return rx.redirect(href(f"{FORMS}/{found.id}", language_of(self)))
        year, month, day = found.born_on.split("-")
        self._clear()
        self.values = {
            "receipt": found.receipt,
            "name": found.client,
            "month": month.lstrip("0"),
            "day": day.lstrip("0"),
            "year": year,
        }
        self.notices, self.beside = found.notices_to_representative, found.beside
        self.form_key, self.loaded, self._sent = self.form_key + 1, True, True
        return None

    @rx.event
    @door.customer
    async def submit(self, form: dict[str, Any]) -> Any:
        typed = await self._take(form)
        born = typed_birth_date(typed)
        wanted = TypedForm(
            receipt=typed["receipt"],
            born=born.isoformat() if born else "",
            name=typed["name"],
            notices_to_representative=bool(form.get("notices")),
            beside=bool(form.get("beside")),
            representative_id=typed_id(form.get("representative")),
        )
        self.notices, self.beside = wanted.notices_to_representative, wanted.beside
        try:
            answer = await do(self, prepare, wanted, typed_id(self.editing))
        except NotFound:
            with using(language_of(self)):
                self._error("representative", _("Choose for whom you prepare the form."))
            return rx.set_focus("error-summary")
        with using(language_of(self)):
            if isinstance(answer, FormRefusal):
                self.refused = say_refusal(answer)
                return rx.set_focus("refusal")
            if isinstance(answer, set):
                for field in ("receipt", "born", "name"):
                    if field in answer:
                        self._error("month" if field == "born" else field, _say(field))
                return rx.set_focus("error-summary")
        await self._done()
        return rx.redirect(href(f"{FORMS}/{answer}", language_of(self)))

    def _clear(self) -> None:
        super()._clear()
        self.refused = ""


def _say(field: str) -> str:
    return {
        "receipt": _("Enter the receipt number: 3 letters and 10 digits, like IOE0912345678."),
        "born": _("Enter your client’s date of birth, with month, day and year."),
        "name": _("Enter your client’s name."),
    }[field]
