"""Settings as the person has them now; the states of their sections let this one read again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.messages import Channel
from cx_app.language import NAMES, _, known, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.changes import account_topic
from cx_app.services.messages.consents import ConsentLine, consent_history, wording
from cx_app.services.messages.contacts import ContactLine, contacts
from cx_app.services.messages.preferences import WishLine, wishes
from cx_app.services.messages.ways import Ways, ways
from cx_app.state import live
from cx_app.state.account.setting_words import (
    ALL,
    say_in,
    say_missing,
    say_source,
    say_stopped,
    say_ways,
    topic_hint,
    topic_name,
)
from cx_app.state.call import ask, language_of

NOBODY: Final = ContactLine("", "", "", False, "", "", False, "", False, False)


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One kind of message: what was chosen, in words and as the form needs it."""

    topic: str
    name: str
    hint: str
    chosen: str
    email: bool = True
    email_fixed: bool = False
    sms: bool = False
    paper: bool = False
    language: str = ""
    notes: list[str] = field(default_factory=list)
    """What was chosen and can't be used yet, with what to do about it."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What each way still needs, in words; empty where nothing is missing."""

    email: str = ""
    sms: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class ConsentShown:
    given: bool
    when: str
    where: str
    wording: str
    masked: str


class SettingsState(rx.State):
    email: ContactLine = NOBODY
    """The confirmed address; without an id there is none."""
    phone: ContactLine = NOBODY
    waiting_emails: list[ContactLine] = []
    waiting_phones: list[ContactLine] = []
    """Added and not confirmed, or lost since."""
    ways: Ways = Ways()
    needs: Needs = Needs()
    language_name: str = ""
    stopped: str = ""
    """How to start texts again, when the phone said STOP."""
    consent_words: str = ""
    consent_version: str = ""
    consents: list[ConsentShown] = []
    rows: list[TopicRow] = []
    loaded: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        topic = account_topic(current_actor().account_id)
        await live.show(self, SettingsState.refresh_live, topic)
        await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        """STOP came by text, or another tab changed something."""
        await self._read()

    async def _read(self) -> None:
        lines = await ask(self, contacts)
        found = await ask(self, ways)
        wished, agreed = await ask(self, wishes), await ask(self, consent_history)
        with using(language_of(self)):
            self._show_contacts(lines)
            self._show_texts(agreed)
            self._show_wishes(found, wished)

    def _show_contacts(self, lines: list[ContactLine]) -> None:
        self.email, self.waiting_emails = _split(lines, Channel.EMAIL)
        self.phone, self.waiting_phones = _split(lines, Channel.SMS)

    def _show_texts(self, agreed: list[ConsentLine]) -> None:
        shown = wording()
        self.consent_words, self.consent_version = shown.text, shown.version
        self.stopped = say_stopped() if self.phone.stopped else ""
        self.consents = [
            ConsentShown(
                line.given,
                line.when,
                say_source(line.source, line.wording),
                line.wording if line.given and line.source == "settings" else "",
                line.masked,
            )
            for line in agreed
        ]

    def _show_wishes(self, found: Ways, wished: list[WishLine]) -> None:
        self.ways, self.language_name = found, NAMES[known(found.language)]
        self.needs = Needs(
            say_missing(Channel.EMAIL, found.email),
            say_missing(Channel.SMS, found.sms),
            say_missing(Channel.LETTER, found.paper),
        )
        self.rows = [_for_all(wished), *(_row(line, self.needs, found) for line in wished)]


def contact_id(claimed: str) -> UUID | None:
    """What a page sends as the id of an address or number; services check whose it is."""
    try:
        return UUID(claimed)
    except ValueError:
        return None


def _split(lines: list[ContactLine], channel: Channel) -> tuple[ContactLine, list[ContactLine]]:
    """The one in use, and the others."""
    ours = [line for line in lines if line.channel == channel]
    used = next((line for line in ours if line.verified and not line.lost_reason), NOBODY)
    return used, [line for line in ours if line is not used]


def _row(line: WishLine, needs: Needs, found: Ways) -> TopicRow:
    sms = line.sms and found.texts_offered
    wanted = ((line.email, needs.email), (sms, needs.sms), (line.paper, needs.paper))
    return TopicRow(
        line.topic,
        topic_name(line.topic),
        topic_hint(line.topic),
        _chosen(line, sms=sms),
        line.email,
        line.email_fixed,
        line.sms,
        line.paper,
        line.language,
        [need for wish, need in wanted if wish and need],
    )


def _for_all(wished: list[WishLine]) -> TopicRow:
    """Starts from what is chosen for cases, the kind that most people get."""
    cases = wished[0]
    alike = len({(line.sms, line.paper, line.language) for line in wished}) == 1
    alike &= len({line.email for line in wished if not line.email_fixed}) == 1
    return TopicRow(
        ALL,
        topic_name(ALL),
        topic_hint(ALL),
        _chosen(cases, sms=cases.sms) if alike else _("Different for each kind"),
        cases.email,
        False,
        cases.sms,
        cases.paper,
        cases.language,
    )


def _chosen(line: WishLine, *, sms: bool) -> str:
    said = say_ways(email=line.email, sms=sms, paper=line.paper)
    return f"{said}, {say_in(line.language)}" if line.language else said


class Section(rx.State, mixin=True):
    """What the sections share: they act, say what came of it, and have the page read again."""

    said: str = ""

    @rx.event
    @door.customer
    async def load(self) -> None:
        """A page that is opened anew has nothing open and nothing to say yet."""
        self.reset()  # type: ignore[no-untyped-call]

    async def _shown(self) -> SettingsState:
        found: Any = await self.get_state(SettingsState)
        return found

    async def _again(self) -> SettingsState:
        shown = await self._shown()
        await shown._read()
        return shown
