"""Calls that were asked for: the list, and one of them with every step and what can be done."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.callbacks.standing import Answer, CallbackRefusal
from cx_app.domain.errors import NotFound
from cx_app.language import _, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.callbacks.answering import answer
from cx_app.services.callbacks.changing import PhoneRefusal, change_phone, put_back, withdraw
from cx_app.services.callbacks.consenting import opt_in, opt_out
from cx_app.services.callbacks.disputing import DisputeRefusal, dispute
from cx_app.services.callbacks.form_words import hours_words, why_no_texts
from cx_app.services.callbacks.seeing import my_callbacks, one_callback
from cx_app.services.callbacks.views import CallbackView, Mine
from cx_app.services.changes import account_topic
from cx_app.services.messages.zones import zone_words
from cx_app.services.representation.acting import acting_in_call
from cx_app.state import live
from cx_app.state.call import ask, do, language_of, last_part

NONE: Final = Mine()
EVERY: Final = 30.0
"""Seconds after which places and times are looked at again, though nothing happened here."""
MAX_WORDS: Final = 1_000
DONE: Final = {
    "yes": "Thank you. We call you soon.",
    "no": "Thank you for telling us.",
    "later": "Thank you. We ask you again later.",
    "put_back": "You are back in line, in your old place.",
    "at_the_end": "You are back in line, at the end of it.",
    "withdraw": "You took your request back.",
    "opt_in": "We will text you before we call.",
    "opt_out": "We will not text you. We still call.",
    "change_phone": "We call the new number. Texts to it need your consent.",
    "dispute": "Thank you. A supervisor looks at it.",
}
NO_VIEW: Final = CallbackView(
    **dict.fromkeys(
        (
            *("reference", "path", "topic", "case", "state", "title", "next", "asked", "phone"),
            *("zone", "hours", "language", "why_no_texts", "expected", "answer_by"),
            *("answer_by_iso", "call_by", "call_by_iso", "phrase", "consent", "consent_version"),
        ),
        "",
    ),
    **dict.fromkeys(
        (
            *("is_open", "texting", "may_text", "may_answer", "may_put_back"),
            *("may_withdraw", "keeps_place"),
        ),
        False,
    ),
    place=0,
)


class CallbacksState(rx.State):
    mine: Mine = NONE
    loaded: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        topic = account_topic(current_actor().account_id)
        await live.show(self, CallbacksState.refresh_live, topic, every=EVERY)
        self.mine = await ask(self, my_callbacks)
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        self.mine = await ask(self, my_callbacks)


class CallbackState(rx.State):
    view: CallbackView = NO_VIEW
    acting: str = ""
    """The client for whom the actor acts; empty for oneself."""
    no_texts: str = ""
    """Why texts can't go to this phone."""
    zone: str = ""
    hours: str = ""
    loaded: bool = False
    missing: bool = False
    just_sent: bool = False
    said: str = ""
    refused: str = ""
    asking: bool = False
    """Taking it back has to be confirmed."""
    disputing: str = ""
    """The call whose summary is not right."""
    dispute_error: str = ""
    phone_error: str = ""

    @rx.event
    @door.customer
    async def load(self) -> Any:
        self.loaded, self.missing, self.view = False, False, NO_VIEW
        self._clear()
        yield  # what another one showed must not stand here meanwhile
        self.just_sent = bool(self.router.url.query_parameters.get("sent", ""))
        topic = account_topic(current_actor().account_id)
        await live.show(self, CallbackState.refresh_live, topic, every=EVERY)
        await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        """What was said about the state before is not said beside another one; that we have the
        request stays true, though a text may follow within a second."""
        before, sent = self.view.state, self.just_sent
        await self._read()
        if self.view.state != before:
            self._clear()
            self.just_sent = sent

    @rx.event
    @door.customer
    async def answer(self, said: str) -> Any:
        """A button that equals a reply by text."""
        if said not in (Answer.YES, Answer.NO, Answer.LATER):
            return None
        return await self._act(answer, DONE[said], Answer(said))

    @rx.event
    @door.customer
    async def put_back(self) -> Any:
        where = "put_back" if self.view.keeps_place else "at_the_end"
        return await self._act(put_back, DONE[where])

    @rx.event
    @door.customer
    async def ask_first(self) -> None:
        self._clear()
        self.asking = True

    @rx.event
    @door.customer
    async def keep(self) -> None:
        self._clear()

    @rx.event
    @door.customer
    async def withdraw(self) -> Any:
        return await self._act(withdraw, DONE["withdraw"])

    @rx.event
    @door.customer
    async def opt_in(self) -> Any:
        return await self._act(opt_in, DONE["opt_in"], self.view.consent_version)

    @rx.event
    @door.customer
    async def opt_out(self) -> Any:
        return await self._act(opt_out, DONE["opt_out"])

    @rx.event
    @door.customer
    async def change_phone(self, form: dict[str, Any]) -> Any:
        self._clear()
        typed = str(form.get("new_phone") or "")[:40]
        try:
            refusal = await do(self, change_phone, last_part(self), typed=typed)
        except NotFound:
            await self._read()
            return None
        await self._read()
        with using(language_of(self)):
            if refusal is None:
                self.said = _(DONE["change_phone"])
                return rx.set_focus("said")
            self.phone_error = say_phone(refusal)
        return rx.set_focus("new_phone")

    @rx.event
    @door.customer
    async def open_dispute(self, call_id: str) -> Any:
        self._clear()
        self.disputing = call_id
        return rx.set_focus("dispute")

    @rx.event
    @door.customer
    async def dispute(self, form: dict[str, Any]) -> Any:
        words = str(form.get("dispute") or "").strip()
        with using(language_of(self)):
            self.dispute_error = _say_length(words)
        if self.dispute_error:
            return rx.set_focus("dispute")
        try:
            call_id = UUID(self.disputing)
        except ValueError:
            return None
        return await self._act(dispute, DONE["dispute"], call_id, words)

    async def _act(self, service: Any, said: str, *given: Any) -> Any:
        """One thing done to this callback; what came of it is said, and the page shows it."""
        self._clear()
        try:
            refusal = await do(self, service, last_part(self), *given)
        except NotFound:
            await self._read()
            return None
        await self._read()
        with using(language_of(self)):
            if refusal is None:
                self.said = _(said)
            else:
                self.refused = say_refusal(refusal)
        return rx.set_focus("said" if self.said else "refusal")

    async def _read(self) -> None:
        try:
            self.view = await ask(self, one_callback, last_part(self))
            self.acting = await ask(self, acting_in_call, last_part(self))
            self.missing = False
        except NotFound:
            self.view, self.missing = NO_VIEW, True
        with using(language_of(self)):
            self.no_texts = why_no_texts(self.view.why_no_texts)
            self.zone, self.hours = zone_words(self.view.zone), hours_words(self.view.hours)

    def _clear(self) -> None:
        self.said = self.refused = ""
        self.disputing = self.dispute_error = self.phone_error = ""
        self.asking = self.just_sent = False


def say_refusal(refusal: Any) -> str:
    match refusal:
        case CallbackRefusal.WRONG_NUMBER:
            return _("Someone else answers at this number. Change the phone first.")
        case CallbackRefusal() | DisputeRefusal():
            return _("Something has changed meanwhile. You see how it stands now.")
        case _:
            return why_no_texts(str(refusal))


def say_phone(refusal: PhoneRefusal) -> str:
    match refusal:
        case PhoneRefusal.PHONE:
            return _("Enter a US phone number with 10 digits, like 212 555 0101.")
        case PhoneRefusal.OPEN_ALREADY:
            return _("You are in line already for a call to this phone. One at a time is enough.")
        case PhoneRefusal.WRONG_NUMBER:
            return _("Someone else answers at this number. Enter another one.")
        case _:
            return _("We are texting or calling you now. Wait until that is over.")


def _say_length(words: str) -> str:
    if not words:
        return _("Write what is not right.")
    return _("This is too long. Use at most 1,000 characters.") if len(words) > MAX_WORDS else ""
