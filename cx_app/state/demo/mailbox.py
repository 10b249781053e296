"""The demo's mailbox: open to anyone, and only in the demonstration."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

import reflex as rx

from cx_app import database
from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel
from cx_app.security import door
from cx_app.services.changes import DEMO_MAILBOX
from cx_app.services.messages.conversations import NUMBERS_SHOWN, Conversation, conversations
from cx_app.services.messages.mailbox import PAGE, Delivered, counts, mailbox
from cx_app.services.messages.simulated import answer
from cx_app.state import live

R = TypeVar("R")
ROWS: Final = 300
"""As many as one tab holds."""
KINDS: Final = ("", Channel.LETTER, Channel.EMAIL, Channel.SMS)
MAX_TEXT: Final = 320


@dataclass(frozen=True, slots=True)
class Counts:
    all: int = 0
    letter: int = 0
    email: int = 0
    sms: int = 0


class MailboxState(rx.State):
    rows: list[Delivered] = []
    older: str = ""
    talks: list[Conversation] = []
    more_talks: bool = False
    counts: Counts = Counts()
    kind: str = ""
    """A channel; empty for everything."""
    wanted: str = ""
    fresh: int = 0
    """Counts how often the search begins anew with what `wanted` holds."""
    said: str = ""
    """What an answered text did, for the eye and for a screen reader."""
    loaded: bool = False

    _numbers: int = NUMBERS_SHOWN

    @rx.event
    @door.demo
    async def load(self) -> None:
        await live.show(self, MailboxState.refresh_live, DEMO_MAILBOX)
        self.said = ""
        await self._from_the_top()
        self.loaded = True

    @rx.event
    @door.demo
    async def refresh_live(self) -> None:
        """Something arrived, or was reported: as much is shown as before."""
        await self._read(max(PAGE, len(self.rows)))

    @rx.event
    @door.demo
    async def choose(self, kind: str) -> None:
        if kind in KINDS:
            self.kind, self.said = kind, ""
            await self._from_the_top()

    @rx.event
    @door.demo
    async def find(self, form: dict[str, Any]) -> None:
        self.wanted, self.said = str(form.get("wanted") or "")[:100], ""
        await self._from_the_top()

    @rx.event
    @door.demo
    async def show_all(self) -> None:
        """Away with the search."""
        self.wanted, self.fresh = "", self.fresh + 1
        await self._from_the_top()

    @rx.event
    @door.demo
    async def open_conversation(self, number: str) -> None:
        self.kind, self.wanted, self.fresh = Channel.SMS, number[:20], self.fresh + 1
        await self._from_the_top()

    @rx.event
    @door.demo
    async def show_older(self) -> None:
        if self.kind == Channel.SMS:
            self._numbers += NUMBERS_SHOWN
            await self._read(PAGE)
        elif self.older and len(self.rows) < ROWS:
            kind, wanted, older = self.kind, self.wanted, self.older
            page = await _ask(lambda s: mailbox(s, channel=kind, wanted=wanted, older=older))
            self.rows, self.older = [*self.rows, *page.rows], page.older

    @rx.event
    @door.demo
    async def answer(self, form: dict[str, Any]) -> None:
        """A text as from the phone."""
        await self._say(str(form.get("to") or ""), str(form.get("words") or ""))

    @rx.event
    @door.demo
    async def answer_with(self, delivery_id: str, words: str) -> None:
        """One of the words that carriers know."""
        await self._say(delivery_id, words)

    async def _say(self, delivery_id: str, words: str) -> None:
        words = words.strip()[:MAX_TEXT]
        if not words:
            return
        try:
            await asyncio.to_thread(_answered, UUID(delivery_id), words)
        except (ValueError, NotFound):
            self.said = "That text is not here any more."
            return
        self.said = f"Sent “{words}” as from the phone."
        await self._read(PAGE)

    async def _from_the_top(self) -> None:
        self._numbers = NUMBERS_SHOWN
        await self._read(PAGE)

    async def _read(self, rows: int) -> None:
        kind, wanted, numbers = self.kind, self.wanted, self._numbers
        if kind == Channel.SMS:
            talks = await _ask(lambda s: conversations(s, wanted=wanted, numbers=numbers))
            self.talks, self.more_talks, self.rows, self.older = talks.shown, talks.more, [], ""
        else:
            page = await _ask(lambda s: mailbox(s, channel=kind, wanted=wanted, rows=rows))
            self.rows, self.older, self.talks, self.more_talks = page.rows, page.older, [], False
        found = await _ask(counts)
        self.counts = Counts(
            sum(found.values()), **{kind: found.get(kind, 0) for kind in KINDS[1:]}
        )


async def _ask(service: Callable[[Any], R]) -> R:
    def step() -> R:
        with database.read() as session:
            return service(session)

    return await asyncio.to_thread(step)


def _answered(delivery_id: UUID, words: str) -> None:
    with database.write() as session:
        answer(session, delivery_id, words)
