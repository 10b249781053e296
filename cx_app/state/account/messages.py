"""The inbox: what was sent, what became of it, and why it came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.language import plural, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.changes import account_topic
from cx_app.services.messages.history import MessageHistory, message_history
from cx_app.services.messages.inbox import PAGE, InboxLine, inbox, mark_read, unread
from cx_app.services.representation.acting import acting_in_case
from cx_app.state import live
from cx_app.state.account.message_words import say_channel, say_delivery, say_why
from cx_app.state.call import ask, do, language_of
from cx_app.state.typed import typed_id

LINES: Final = 500
"""As many as one tab holds."""
BAD: Final = frozenset({"failed", "not_sent"})


@dataclass(frozen=True, slots=True)
class Way:
    """One way it was sent, and what became of it there."""

    name: str
    said: str
    bad: bool


@dataclass(frozen=True, slots=True)
class File:
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class OpenMessage:
    id: str = ""
    why: str = ""
    case_id: str = ""
    receipt_number: str = ""
    acting: str = ""
    """The client whose case it is about; empty for one's own."""
    files: list[File] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)


class MessagesState(rx.State):
    lines: list[InboxLine] = []
    older: str = ""
    """Where "Show older" goes on; empty at the end."""
    full: bool = False
    """There is more than a tab shows."""
    open: OpenMessage = OpenMessage()
    unread: int = 0
    said: str = ""
    """How many are unread, in words."""
    loaded: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        await live.show(self, MessagesState.refresh_live, account_topic(current_actor().account_id))
        self.lines, self.open = [], OpenMessage()
        await self._read(PAGE)
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        """A message came, or what became of one is known now."""
        await self._read(max(PAGE, len(self.lines)))
        if self.open.id:
            await self._look_at(self.open.id)

    @rx.event
    @door.customer
    async def show_older(self) -> None:
        if self.older:
            page = await ask(self, inbox, older=self.older)
            self.lines = [*self.lines, *page.lines]
            self._end_at(page.older)

    @rx.event
    @door.customer
    async def press(self, message_id: str) -> None:
        """Opens a message, which counts as reading it; closes the one that is open."""
        if message_id == self.open.id:
            self.open = OpenMessage()
            return
        if await self._look_at(message_id):
            await do(self, mark_read, [UUID(message_id)])
            await self._read(max(PAGE, len(self.lines)))

    @rx.event
    @door.customer
    async def read_all(self) -> None:
        await do(self, mark_read)
        await self._read(max(PAGE, len(self.lines)))

    async def _read(self, rows: int) -> None:
        page = await ask(self, inbox, rows=rows)
        self.lines = page.lines
        self._end_at(page.older)
        self.unread = await ask(self, unread)
        with using(language_of(self)):
            self.said = _say_unread(self.unread) if self.unread else ""

    def _end_at(self, older: str) -> None:
        self.full = bool(older) and len(self.lines) >= LINES
        self.older = "" if self.full else older

    async def _look_at(self, message_id: str) -> bool:
        """Whether there is such a message in this inbox."""
        try:
            history = await ask(self, message_history, UUID(message_id))
        except (ValueError, NotFound):
            self.open = OpenMessage()
            return False
        about = typed_id(history.case_id)
        acting = await ask(self, acting_in_case, about) if about else ""
        with using(language_of(self)):
            self.open = _opened(message_id, history, acting)
        return True


def _opened(message_id: str, history: MessageHistory, acting: str) -> OpenMessage:
    return OpenMessage(
        id=message_id,
        why=say_why(history.why, about_a_case=history.about_a_case),
        case_id=history.case_id,
        receipt_number=history.receipt_number,
        acting=acting,
        files=[
            File(name, f"/downloads/messages/{message_id}/{file_id}")
            for file_id, name in history.attachments
        ],
        ways=[
            Way(say_channel(line.channel), say_delivery(line), line.status in BAD)
            for line in history.deliveries
        ],
    )


def _say_unread(n: int) -> str:
    return plural("{n} message is unread.", "{n} messages are unread.", n)
