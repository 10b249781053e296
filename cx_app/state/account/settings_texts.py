"""Consent to texts: given and taken back on the page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel
from cx_app.language import _, using
from cx_app.security import door
from cx_app.services.messages.consents import give, withdraw
from cx_app.state.account.setting_words import say_refusal
from cx_app.state.account.settings import Section, contact_id
from cx_app.state.call import do, language_of


class TextsState(Section, rx.State):
    refused: str = ""

    @rx.event
    @door.customer
    async def agree(self, version: str) -> Any:
        """`version` is that of the words that stood beside the button (SMS-10)."""
        self.said = self.refused = ""
        shown = await self._again()
        found = contact_id(shown.phone.id)
        if found is None:
            return None
        try:
            refusal = await do(self, give, found, version)
        except NotFound:
            return None
        with using(language_of(self)):
            if refusal is not None:
                self.refused = say_refusal(refusal, Channel.SMS)
            else:
                self.said = _("You agreed to texts. Next: choose which messages come as a text.")
        await self._again()
        return rx.set_focus("texts-refused" if refusal else "texts-said")

    @rx.event
    @door.customer
    async def stop(self) -> Any:
        self.said = self.refused = ""
        shown = await self._again()
        found = contact_id(shown.phone.id)
        if found is None:
            return None
        try:
            await do(self, withdraw, found)
        except NotFound:
            return None
        with using(language_of(self)):
            self.said = _("Texts are off. Your messages stay in your inbox.")
        await self._again()
        return rx.set_focus("texts-said")
