"""Addresses and numbers: the one-time code that confirms one, and taking one away."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import reflex as rx

from cx_app.domain.contacts import Refusal
from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel
from cx_app.language import _, say_time, using
from cx_app.security import door
from cx_app.services.messages.contacts import (
    ContactLine,
    choose_zone,
    confirm,
    mark_safe,
    remove,
    send_code,
)
from cx_app.state.account.setting_words import say_refusal, say_wrong_code
from cx_app.state.account.settings import Section, SettingsState, contact_id
from cx_app.state.call import do, language_of


class ContactsState(Section, rx.State):
    proving: str = ""
    """The address or number whose code is asked for; its form shows while there is one."""
    proving_channel: str = ""
    proving_masked: str = ""
    sent: str = ""
    """Until when the code that was just sent is good."""
    code_key: int = 0
    summary: list[dict[str, str]] = []
    code_error: str = ""
    kept: str = ""
    """What was saved as it was chosen: the id of a number or address, or `zone`."""
    removing: str = ""
    """The address or number about which the person is asked whether to remove it."""
    removing_masked: str = ""

    @rx.event
    @door.customer
    async def send(self, contact: str) -> Any:
        found = contact_id(contact)
        return await self._send(found) if found else None

    @rx.event
    @door.customer
    async def has_code(self, contact: str) -> Any:
        """The code came before, and is typed now."""
        line = await self._line(contact)
        if line is None:
            return None
        self._open(line)
        return rx.set_focus("one_time_code")

    @rx.event
    @door.customer
    async def later(self) -> Any:
        """Leave the code for another time."""
        self._close()
        return rx.set_focus("reach-title")

    @rx.event
    @door.customer
    async def confirm(self, form: dict[str, Any]) -> Any:
        found = contact_id(self.proving)
        if found is None:
            return None
        try:
            refusal = await do(self, confirm, found, str(form.get("one_time_code") or ""))
        except NotFound:
            return await self._gone()
        if refusal is not None:
            with using(language_of(self)):
                return self._refuse(say_wrong_code(refusal))
        with using(language_of(self)):
            self.said = _say_confirmed(self.proving_channel)
        self._close()
        await self._again()
        return rx.set_focus("reach-said")

    @rx.event
    @door.customer
    async def ask_to_remove(self, contact: str) -> Any:
        line = await self._line(contact)
        if line is None:
            return None
        self._close()
        self.removing, self.removing_masked, self.said = line.id, line.masked, ""
        return rx.set_focus("remove-title")

    @rx.event
    @door.customer
    async def keep(self) -> Any:
        self.removing = self.removing_masked = ""
        return rx.set_focus("reach-title")

    @rx.event
    @door.customer
    async def remove(self) -> Any:
        found = contact_id(self.removing)
        if found is None:
            return None
        try:
            await do(self, remove, found)
        except NotFound:
            return await self._gone()
        self.removing = self.removing_masked = ""
        with using(language_of(self)):
            self.said = _("Removed. We send nothing there any more.")
        await self._again()
        return rx.set_focus("reach-said")

    @rx.event
    @door.customer
    async def safe(self, contact: str, checked: bool) -> None:
        """Whether nobody else reads what comes there (domain 9.4 h)."""
        found = contact_id(contact)
        if found is None:
            return
        try:
            await do(self, mark_safe, found, safe=checked is True)
        except NotFound:
            await self._gone()
        else:
            self.kept = contact
            await self._again()

    @rx.event
    @door.customer
    async def zone(self, contact: str, zone: str) -> None:
        found = contact_id(contact)
        if found is None:
            return
        try:
            await do(self, choose_zone, found, zone)
        except NotFound:
            await self._gone()
        else:
            self.kept = "zone"
            await self._again()

    async def _send(self, found: UUID) -> Any:
        try:
            sent = await do(self, send_code, found)
        except NotFound:
            return await self._gone()
        line = await self._line(str(found))
        if line is None:
            return None
        self._open(line)
        with using(language_of(self)):
            if isinstance(sent, Refusal):
                return self._refuse(say_refusal(sent, line.channel))
            here = say_time(sent.valid_until, ZoneInfo(line.zone))
            self.sent = _("We sent it just now. It is good until {time}.", time=here)
        return rx.set_focus("one_time_code")

    async def _line(self, contact: str) -> ContactLine | None:
        shown: SettingsState = await self._again()
        lines = [shown.email, shown.phone, *shown.waiting_emails, *shown.waiting_phones]
        return next((line for line in lines if line.id and line.id == contact), None)

    async def _gone(self) -> None:
        """Removed meanwhile, as in another tab: show what there is."""
        self._close()
        self.removing = ""
        await self._again()

    def _open(self, line: ContactLine) -> None:
        self._close()
        self.code_key += 1
        self.proving, self.proving_channel, self.proving_masked = line.id, line.channel, line.masked
        self.removing = self.removing_masked = self.said = ""

    def _close(self) -> None:
        self.proving = self.proving_channel = self.proving_masked = self.sent = ""
        self.code_error, self.summary = "", []

    def _refuse(self, message: str) -> Any:
        self.code_error = message
        self.summary = [{"field": "one_time_code", "message": message}]
        return rx.set_focus("code-summary")


def _say_confirmed(channel: str) -> str:
    if channel == Channel.SMS:
        return _("Your phone number is confirmed. Next: agree to texts, below.")
    return _("Your e-mail address is confirmed. We write to it from now on.")
