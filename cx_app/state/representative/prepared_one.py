"""One request that a paralegal prepared: read, submitted, changed, sent back, deleted."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import LimitsAway, NotFound
from cx_app.domain.prepared import NOTE, PreparedKind
from cx_app.language import Language, _, href, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.changes import account_topic
from cx_app.services.prepared.review import Opened, delete, open_again, send_back
from cx_app.services.prepared.show import PreparedView, prepared_view
from cx_app.services.prepared.submit import Done, submit_prepared
from cx_app.services.prepared.words import REFUSED
from cx_app.state import live
from cx_app.state.account.words import say_away
from cx_app.state.call import ask, do, language_of, last_part

PAGES: Final = {
    PreparedKind.VISIT: "/account/appointments/request",
    PreparedKind.CALL: "/account/callbacks/ask",
}
"""Where what was prepared is changed."""
NOBODY: Final = PreparedView()


class OnePreparedState(rx.State):
    view: PreparedView = NOBODY
    thing: str = ""
    """The page of what it became, or of the appointment that it is about."""
    sent: bool = False
    """It was just handed in."""
    returning: bool = False
    """A note is about to be written."""
    deleting: bool = False
    note_error: str = ""
    said: str = ""
    problem: str = ""
    busy: str = ""
    """The form that holds something else which was not sent."""
    loaded: bool = False
    missing: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        topic = account_topic(current_actor().account_id)
        await live.show(self, OnePreparedState.refresh_live, topic)
        self.view, self.returning, self.deleting = NOBODY, False, False
        self._quiet()
        self.sent = self.router.url.query_parameters.get("sent", "") == "1"
        await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.representative_only
    async def submit(self) -> Any:
        self._quiet()
        try:
            answer = await do(self, submit_prepared, UUID(last_part(self)))
        except (ValueError, NotFound):
            return await self._read()
        except LimitsAway:
            with using(language_of(self)):
                self.problem = say_away()
            return rx.set_focus("prepared-problem")
        await self._read()
        with using(language_of(self)):
            if isinstance(answer, Done):
                self.said = _("Submitted.")
                return rx.set_focus("prepared-said")
            self.problem = answer.said
        return rx.set_focus("prepared-problem")

    @rx.event
    @door.customer
    async def change(self) -> Any:
        """Into the form that it came from."""
        self._quiet()
        try:
            answer = await do(self, open_again, UUID(last_part(self)))
        except (ValueError, NotFound):
            return await self._read()
        with using(language_of(self)):
            if isinstance(answer, tuple):
                kind, opened = answer
                path = href(PAGES[kind], language_of(self))
                if opened is Opened.READY:
                    return rx.redirect(f"{path}?step=check")
                self.busy = path
                return rx.set_focus("prepared-busy")
            self.problem = _(REFUSED[answer])
        return rx.set_focus("prepared-problem")

    @rx.event
    @door.representative_only
    async def ask_return(self) -> Any:
        self._quiet()
        self.returning = True
        return rx.set_focus("note")

    @rx.event
    @door.representative_only
    async def keep_it(self) -> None:
        self.returning, self.note_error = False, ""

    @rx.event
    @door.representative_only
    async def give_back(self, form: dict[str, Any]) -> Any:
        self._quiet()
        words = str(form.get("note") or "").strip()[:NOTE]
        with using(language_of(self)):
            self.note_error = "" if words else _("Say what has to be changed.")
        if self.note_error:
            return rx.set_focus("note")
        try:
            refused = await do(self, send_back, UUID(last_part(self)), words)
        except (ValueError, NotFound):
            return await self._read()
        self.returning = False
        with using(language_of(self)):
            return await self._came(_(REFUSED[refused]) if refused else "", _("It was sent back."))

    @rx.event
    @door.customer
    async def ask_delete(self) -> None:
        self._quiet()
        self.deleting = True

    @rx.event
    @door.customer
    async def keep(self) -> None:
        self.deleting = False

    @rx.event
    @door.customer
    async def delete(self) -> Any:
        self._quiet()
        self.deleting = False
        try:
            refused = await do(self, delete, UUID(last_part(self)))
        except (ValueError, NotFound):
            return await self._read()
        with using(language_of(self)):
            return await self._came(_(REFUSED[refused]) if refused else "", _("It is deleted."))

    async def _came(self, problem: str, said: str) -> Any:
        self.problem, self.said = problem, "" if problem else said
        await self._read()
        return rx.set_focus("prepared-problem" if problem else "prepared-said")

    def _quiet(self) -> None:
        self.said, self.problem, self.busy, self.note_error = "", "", "", ""
        self.sent = False

    async def _read(self) -> None:
        try:
            self.view = await ask(self, prepared_view, UUID(last_part(self)))
            self.missing = False
        except (ValueError, NotFound):
            self.view, self.missing = NOBODY, True
        self.thing = _thing_of(self.view, language_of(self))


def _thing_of(view: PreparedView, language: Language) -> str:
    """Where what it is about, or what it became, is read on."""
    if view.reference and view.own:
        path = (
            "/account/appointments/" if view.kind == PreparedKind.VISIT else "/account/callbacks/"
        )
        return href(f"{path}{view.reference}", language)
    if view.appointment_id:
        return href(f"/account/biometrics/{view.appointment_id}", language)
    return ""
