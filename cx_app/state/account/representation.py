"""Forms G-28 that wait for the client's name, and who represents them (REP-1, REP-16)."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.domain.representation.forms import FormRefusal
from cx_app.language import _, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.changes import account_topic
from cx_app.services.representation.client import FormView, asked_of, decline, sign
from cx_app.services.representation.ending import end
from cx_app.services.representation.mine import (
    Mine,
    RepresentedLine,
    my_representatives,
    share_messages,
)
from cx_app.services.representation.words import say_refusal
from cx_app.state import live
from cx_app.state.call import ask, do, language_of

NO_FORM: Final = FormView("", "", "", "", "", "", "", "", [], False, [], "")
NOBODY: Final = RepresentedLine("", "", "", "", "", "", "")
NOTHING: Final = Mine()


class ToSignState(rx.State):
    """What was shown is what is signed: a form that is open stays as it was read."""

    forms: list[FormView] = []
    form: FormView = NO_FORM
    error: str = ""
    refused: str = ""
    said: str = ""
    loaded: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        await live.show(self, ToSignState.refresh_live, account_topic(current_actor().account_id))
        self.form, self.error, self.refused, self.said = NO_FORM, "", "", ""
        await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.customer
    async def read(self, form_id: str) -> Any:
        self.error = self.refused = self.said = ""
        self.form = next((one for one in self.forms if one.id == form_id), NO_FORM)
        return rx.set_focus("g28-title")

    @rx.event
    @door.customer
    async def close(self) -> Any:
        self.form, self.error = NO_FORM, ""
        return rx.set_focus("forms-title")

    @rx.event
    @door.customer
    async def sign(self, form: dict[str, Any]) -> Any:
        self.error = self.refused = self.said = ""
        shown, name = self.form, str(form.get("signature") or "")
        try:
            answer = await do(self, sign, UUID(shown.id), shown.digest, name)
        except (ValueError, NotFound):
            answer = FormRefusal.OVER
        with using(language_of(self)):
            if answer is FormRefusal.UNREADABLE:
                self.error = _("Type your full name. It is your signature.")
                return rx.set_focus("signature")
            return await self._done(
                answer, _("You signed. {name} represents you now.", name=shown.representative)
            )

    @rx.event
    @door.customer
    async def decline(self) -> Any:
        self.error = self.refused = self.said = ""
        shown = self.form
        try:
            answer = await do(self, decline, UUID(shown.id))
        except (ValueError, NotFound):
            answer = FormRefusal.OVER
        with using(language_of(self)):
            return await self._done(
                answer, _("You said no. We tell {name}.", name=shown.representative)
            )

    async def _done(self, answer: FormRefusal | None, said: str) -> Any:
        self.form = NO_FORM
        await self._read()
        if answer is None:
            self.said = said
            return rx.set_focus("g28-said")
        self.refused = say_refusal(answer)
        return rx.set_focus("g28-refused")

    async def _read(self) -> None:
        self.forms = await ask(self, asked_of)


class RepresentationState(rx.State):
    """The section of the settings."""

    mine: Mine = NOTHING
    ending: RepresentedLine = NOBODY
    """Whom the client asks to end."""
    said: str = ""

    @rx.event
    @door.customer
    async def load(self) -> None:
        topic = account_topic(current_actor().account_id)
        await live.show(self, RepresentationState.refresh_live, topic)
        self.ending, self.said = NOBODY, ""
        await self._read()

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.customer
    async def ask_end(self, held_id: str) -> None:
        self.said = ""
        self.ending = next((one for one in self.mine.now if one.id == held_id), NOBODY)

    @rx.event
    @door.customer
    async def share(self, held_id: str, shared: bool) -> Any:
        """Whether who represents them reads our messages about the case."""
        try:
            done = await do(self, share_messages, UUID(held_id), share=bool(shared))
        except (ValueError, NotFound):
            return None
        await self._read()
        with using(language_of(self)):
            if not done:
                self.said = ""
            elif shared:
                self.said = _("They can read our messages to you about this case now.")
            else:
                self.said = _("They can’t read our messages to you any more.")
        return rx.set_focus("represent-said") if done else None

    @rx.event
    @door.customer
    async def keep(self) -> None:
        self.ending = NOBODY

    @rx.event
    @door.customer
    async def end(self) -> Any:
        going, self.ending = self.ending, NOBODY
        try:
            await do(self, end, UUID(going.id))
        except (ValueError, NotFound):
            return None
        await self._read()
        with using(language_of(self)):
            self.said = _("{name} no longer represents you in this case.", name=going.name)
        return rx.set_focus("represent-said")

    async def _read(self) -> None:
        self.mine = await ask(self, my_representatives)
