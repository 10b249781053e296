"""The inbox."""

from __future__ import annotations

import reflex as rx

from cx_app.security import door
from cx_app.services.messages.inbox import InboxLine, inbox, mark_read
from cx_app.state.call import ask, do


class MessagesState(rx.State):
    lines: list[InboxLine] = []
    loaded: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        self.lines = await ask(self, inbox)
        self.loaded = True
        if any(line.unread for line in self.lines):
            await do(self, mark_read)
