"""Requests for a visit: the list, and one of them with what can be done about it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.appointment_requests import RequestRefusal
from cx_app.domain.errors import NotFound
from cx_app.language import _, using
from cx_app.security import door
from cx_app.security.csrf import csrf_token
from cx_app.security.door import current_actor
from cx_app.services.appointment_requests.change import (
    answer,
    cancel_visit,
    reopen,
    withdraw,
)
from cx_app.services.appointment_requests.moves import Made, request_topic
from cx_app.services.appointment_requests.rebook import rebook
from cx_app.services.appointment_requests.views import (
    RequestCard,
    RequestPage,
    TimeChoice,
    request_page,
    requests_of,
)
from cx_app.services.attachments.mine import RequestFiles, files_of_request
from cx_app.services.attachments.words import FileLimits, file_limits
from cx_app.services.changes import account_topic
from cx_app.services.representation.acting import acting_in_visit
from cx_app.state import live
from cx_app.state.call import ask, do, language_of, last_part

NO_CARD: Final = RequestCard("", "", "", "", "", "", "", "", "")
NO_PAGE: Final = RequestPage(NO_CARD, "")
NO_LIMITS: Final = FileLimits()
NO_FILES: Final = RequestFiles()
NO_TIME: Final = TimeChoice("", "", "")
MAX_ANSWER: Final = 1_000
DONE: Final = {
    "answer": "Thank you. An officer has your answer.",
    "withdraw": "You took the request back.",
    "cancel": "Your visit is cancelled.",
    "reopen": "Your request is open again.",
    "rebook": "Your new time is booked.",
}


class AppointmentsState(rx.State):
    cards: list[RequestCard] = []
    loaded: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        topic = account_topic(current_actor().account_id)
        await live.show(self, AppointmentsState.refresh_live, topic)
        self.cards = await ask(self, requests_of)
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        self.cards = await ask(self, requests_of)


class AppointmentState(rx.State):
    page: RequestPage = NO_PAGE
    acting: str = ""
    """The client for whom the actor acts; empty for oneself."""
    files: RequestFiles = NO_FILES
    limits: FileLimits = NO_LIMITS
    csrf: str = ""
    """Goes with each file that is sent."""
    loaded: bool = False
    missing: bool = False
    just_sent: bool = False
    said: str = ""
    refused: str = ""
    error: str = ""
    """About the answer that was typed."""
    asking: str = ""
    """What has to be confirmed first: withdraw or cancel."""
    picked: TimeChoice = NO_TIME

    @rx.event
    @door.asker
    async def load(self) -> Any:
        self.loaded, self.missing, self.page = False, False, NO_PAGE
        self._clear()
        yield  # what another request showed must not stand here meanwhile
        self.just_sent = self.router.url.query_parameters.get("sent", "") == "1"
        self.limits = await ask(self, file_limits)
        self.csrf = csrf_token(str(current_actor().session_id))
        await self._read()
        if not self.missing:
            topic = request_topic(UUID(self.files.request_id))
            await live.show(self, AppointmentState.refresh_live, topic)
            await self._read()
        self.loaded = True

    @rx.event
    @door.asker
    async def refresh_live(self) -> None:
        """What was said about the state before is not said beside another one."""
        before = self.page.card.state
        await self._read()
        if self.page.card.state != before:
            self._clear()

    @rx.event
    @door.asker
    async def show_files(self) -> None:
        """One more has arrived."""
        await self._read()

    @rx.event
    @door.asker
    async def send_answer(self, form: dict[str, Any]) -> Any:
        words = str(form.get("answer") or "").strip()
        self._clear()
        with using(language_of(self)):
            if not words:
                self.error = _("Write an answer.")
            elif len(words) > MAX_ANSWER:
                self.error = _("This is too long. Use at most 1,000 characters.")
        if self.error:
            return rx.set_focus("answer")
        return await self._act(answer, DONE["answer"], words)

    @rx.event
    @door.asker
    async def ask_first(self, what: str) -> None:
        self._clear()
        self.asking = what if what in ("withdraw", "cancel") else ""

    @rx.event
    @door.asker
    async def withdraw(self) -> Any:
        self._clear()
        return await self._act(withdraw, DONE["withdraw"])

    @rx.event
    @door.asker
    async def cancel(self) -> Any:
        self._clear()
        return await self._act(cancel_visit, DONE["cancel"])

    @rx.event
    @door.asker
    async def reopen(self) -> Any:
        self._clear()
        return await self._act(reopen, DONE["reopen"])

    @rx.event
    @door.asker
    async def pick(self, slot_id: str) -> Any:
        """The first of two clicks: which time."""
        self._clear()
        found = [one for day in self.page.days for one in day.times if one.slot_id == slot_id]
        if found:
            self.picked = found[0]
        return rx.set_focus("picked")

    @rx.event
    @door.asker
    async def rebook(self) -> Any:
        """The second one: yes."""
        picked = self.picked
        self._clear()
        try:
            slot_id = UUID(picked.slot_id)
        except ValueError:
            return None
        return await self._act(rebook, DONE["rebook"], slot_id)

    async def _act(self, service: Any, said: str, *given: Any) -> Any:
        """One thing done to this request; what came of it is said, and the page shows it."""
        try:
            made = await do(self, service, last_part(self), *given)
        except (NotFound, ValueError):
            await self._read()
            return None
        await self._read()
        with using(language_of(self)):
            if isinstance(made, Made):
                self.said = _(said)
            else:
                self.refused = say_refusal(made)
        return rx.set_focus("said" if self.said else "refusal")

    async def _read(self) -> None:
        try:
            self.page = await ask(self, request_page, last_part(self))
            self.acting = await ask(self, acting_in_visit, last_part(self))
            self.files = await ask(self, files_of_request, last_part(self))
            self.missing = False
        except NotFound:
            self.page, self.files, self.missing = NO_PAGE, NO_FILES, True

    def _clear(self) -> None:
        self.said = self.refused = self.error = self.asking = ""
        self.just_sent, self.picked = False, NO_TIME


def say_refusal(refusal: RequestRefusal) -> str:
    match refusal:
        case RequestRefusal.DONE_BEFORE | RequestRefusal.NOT_THEIRS:
            return _("This was done already. You see how it stands now.")
        case RequestRefusal.OVER | RequestRefusal.NOT_FROM_HERE:
            return _("Something has changed meanwhile. You see how it stands now.")
        case RequestRefusal.TOO_LATE:
            return _("It is too late for this. Please ask again, or call us.")
        case RequestRefusal.ANOTHER_OPEN:
            return _("You have a newer request for the same reason. Only one can be open.")
        case RequestRefusal.PAUSED:
            return _("We are checking who may use this case. Until then, please call us.")
        case RequestRefusal.NO_TIME:
            return _("Somebody took this time a moment ago. Please pick another one.")
        case _:
            return _("This can’t be done now.")
