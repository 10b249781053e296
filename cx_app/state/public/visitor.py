"""The way in for people without an account: a contact, a code to it, a reference number."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import reflex as rx

from cx_app import database
from cx_app.domain.contacts import Refusal
from cx_app.domain.errors import Forbidden
from cx_app.domain.visitors import read_contact
from cx_app.language import Language, _, href, using
from cx_app.security import door
from cx_app.security.csrf import csrf_token
from cx_app.security.network import network_of
from cx_app.services.visitors.look_up import LookUp, look_up
from cx_app.services.visitors.passes import Wrong, send_code
from cx_app.state.account.appointment_form import VISITORS, AppointmentFormState
from cx_app.state.call import do, language_of
from cx_app.state.door import visitor_of

MAX_TYPED: Final = 254


class VisitorState(rx.State):
    """Shared by the page that asks and the page that looks up."""

    loaded: bool = False
    proven: bool = False
    sent_to: str = ""
    """What was typed, so that people see where the code went."""
    pass_id: str = ""
    contact: str = ""
    error: str = ""
    problem: str = ""
    """About the code."""
    reference_error: str = ""
    csrf: str = ""

    @rx.event
    @door.public
    async def enter(self) -> Any:
        """Whoever is signed in asks there; whoever has proven a contact goes on."""
        if door.current_actor_or_none() is not None:
            return rx.redirect(href("/account/appointments/request", language_of(self)))
        if await self._look():
            return AppointmentFormState.load
        return None

    @rx.event
    @door.public
    async def enter_look_up(self) -> Any:
        if door.current_actor_or_none() is not None:
            return rx.redirect(href("/account/appointments", language_of(self)))
        await self._look()
        return None

    @rx.event
    @door.public
    async def enter_one(self) -> Any:
        """One request: only with a pass."""
        if not await self._look():
            return rx.redirect(href(f"{VISITORS}/look-up", language_of(self)))
        return None

    @rx.event
    @door.public
    async def send(self, form: dict[str, Any]) -> Any:
        typed = str(form.get("contact") or "")[:MAX_TYPED]
        self.contact, self.error, self.problem = typed, "", ""
        contact = read_contact(typed)
        if isinstance(contact, Refusal):
            answer: Any = contact
        else:
            lang, network = language_of(self), _network(self)
            answer = await asyncio.to_thread(_send, contact, network, lang)
        if isinstance(answer, Refusal):
            with using(language_of(self)):
                self.error = _say_refusal(answer)
            return rx.set_focus("contact")
        self.pass_id, self.sent_to = str(answer), typed.strip()
        return rx.set_focus("code")

    @rx.event
    @door.public
    async def start_again(self) -> Any:
        """Another contact, or another code."""
        self.pass_id = self.sent_to = self.problem = self.error = ""
        return rx.set_focus("contact")

    @rx.event
    @door.asker
    async def find(self, form: dict[str, Any]) -> Any:
        try:
            found = await do(self, look_up, str(form.get("reference") or "")[:MAX_TYPED])
        except Forbidden:
            return rx.redirect(href("/account/appointments", language_of(self)))
        self.reference_error = ""
        if isinstance(found, LookUp):
            with using(language_of(self)):
                self.reference_error = _say_not_found(found)
            return rx.set_focus("reference")
        return rx.redirect(href(f"{VISITORS}/{found}", language_of(self)))

    async def _look(self) -> bool:
        """Whether this browser has proven a contact."""
        visitor = await asyncio.to_thread(visitor_of, self)
        self.proven = visitor is not None
        self.csrf = csrf_token(str(visitor.session_id)) if visitor else ""
        self.error = self.reference_error = ""
        if self.proven:
            self.pass_id = self.sent_to = self.problem = ""
        else:
            self._say_problem()
        self.loaded = True
        return self.proven

    def _say_problem(self) -> None:
        """Back from typing a code that did not open anything."""
        why = self.router.url.query_parameters.get("problem", "")
        with using(language_of(self)):
            self.problem = _say_wrong(Wrong(why)) if why in set(Wrong) else ""
        if why in (Wrong.EXPIRED, Wrong.TOO_MANY):
            self.pass_id = ""


def _send(contact: Any, network: str, lang: Language) -> Any:
    with database.write() as session:
        return send_code(session, contact, network, lang)


def _network(state: Any) -> str:
    return network_of(state.router.session.client_ip, state.router.headers.raw_headers)


def _say_refusal(why: Refusal) -> str:
    match why:
        case Refusal.TOO_MANY:
            return _("Too many codes were asked for. Please wait an hour, or call us.")
        case Refusal.STOPPED:
            return _("This number told us STOP, so we can’t text it. Use an e-mail address.")
        case Refusal.NOT_US:
            return _("We can only text numbers in the United States. Use an e-mail address.")
    return _("Enter an e-mail address like ana@example.org, or a US phone number.")


def _say_wrong(why: Wrong) -> str:
    match why:
        case Wrong.WRONG_CODE:
            return _("This is not the code that we sent. Check it and type it again.")
        case Wrong.EXPIRED:
            return _("This code does not work any more. Ask for a new one.")
        case Wrong.TOO_MANY:
            return _("The code was wrong too often. Ask for a new one.")


def _say_not_found(why: LookUp) -> str:
    if why is LookUp.TOO_MANY:
        return _("Too many numbers did not fit. Please wait an hour, or call us.")
    return _(
        "We find no request with this number for your e-mail address or phone. "
        "Check it, or use the one that you asked with."
    )
