"""Adding an address or a number; what is typed is kept until it was taken."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from cx_app.domain.contacts import ZONES, Refusal
from cx_app.domain.messages import Channel
from cx_app.language import _, using
from cx_app.security import door
from cx_app.services.messages.contacts import add_email, add_phone, look_up
from cx_app.state.account.kept_form import KeptForm
from cx_app.state.account.setting_words import say_refusal
from cx_app.state.account.settings_contacts import ContactsState
from cx_app.state.call import do, language_of


class Adding(KeptForm, mixin=True):
    """Opens by its button, or by itself while something typed is kept. Its first field is the
    address or number."""

    channel: ClassVar[str]
    opened: bool = False

    @rx.var
    def showing(self) -> bool:
        return self.opened or any(self.values.values())

    @rx.event
    @door.customer
    async def toggle(self) -> Any:
        showing = self.showing
        self.opened = not showing
        if showing:
            await self._done()
            self._clear()
            return None
        self._sent = False
        self.form_key += 1
        return rx.set_focus(self.fields[0])

    async def _take_up(self, answer: UUID | Refusal) -> Any:
        """A code goes out at once, and its form opens."""
        if isinstance(answer, Refusal):
            with using(language_of(self)):
                self._error(self.fields[0], say_refusal(answer, self.channel))
            return rx.set_focus(f"{self.channel}-summary")
        await self._done()
        self.opened = False
        proving: Any = await self.get_state(ContactsState)
        return await proving._send(answer)


class AddEmailState(Adding, rx.State):
    form_name: ClassVar[str] = "add_email"
    fields: ClassVar[tuple[str, ...]] = ("new_email",)
    channel: ClassVar[str] = Channel.EMAIL

    values: dict[str, str] = {"new_email": ""}

    @rx.event
    @door.customer
    async def submit(self, form: dict[str, Any]) -> Any:
        typed = await self._take(form)
        return await self._take_up(await do(self, add_email, typed["new_email"]))


class AddPhoneState(Adding, rx.State):
    form_name: ClassVar[str] = "add_phone"
    fields: ClassVar[tuple[str, ...]] = ("new_phone", "new_zone")
    channel: ClassVar[str] = Channel.SMS

    values: dict[str, str] = {"new_phone": "", "new_zone": ""}

    @rx.event
    @door.customer
    async def submit(self, form: dict[str, Any]) -> Any:
        typed = await self._take(form)
        if typed["new_zone"] not in ZONES:
            with using(language_of(self)):
                self._error("new_zone", _("Choose your time zone, so that no text wakes you up."))
            return rx.set_focus(f"{self.channel}-summary")
        line = await asyncio.to_thread(look_up, typed["new_phone"])
        answer = await do(self, add_phone, typed["new_phone"], line=line, zone=typed["new_zone"])
        return await self._take_up(answer)
