"""The desk of representatives: applications, one of them, what an officer found out."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.domain.representation.accounts import Finding
from cx_app.security import door
from cx_app.services.representation.accounts import TOPIC
from cx_app.services.representation.applications import (
    ApplicationLine,
    ApplicationPage,
    Queue,
    Settled,
    applications,
    look_at,
    settle,
    waiting,
)
from cx_app.state.call import ask
from cx_app.state.officer.queues import QueueLine, queue_lines
from cx_app.state.officer.side_desk import SideDesk, Work

NOTHING: Final = ApplicationPage()
QUEUE_WORDS: Final = {
    Queue.WAITING: "To decide",
    Queue.ACCEPTED: "Accepted",
    Queue.OVER: "Refused or suspended",
}
ANSWERS: Final = {
    Settled.ACCEPTED: "Accepted. They hear of it, and can send forms to clients from now on.",
    Settled.REFUSED: "Refused. They hear why, and can apply again.",
    Settled.SUSPENDED: "Suspended. They are signed out and reach no client’s case any more.",
    Settled.KEPT: "Nothing changed: the account was accepted before.",
    Settled.OVER: "Somebody decided this a moment ago. Look at it again.",
}
WORK: Final = Work("application", TOPIC, applications, look_at, settle, Finding, ANSWERS, NOTHING)


class RepresentativesState(SideDesk, rx.State):
    lines: list[ApplicationLine] = []
    chosen: ApplicationPage = NOTHING
    tabs: list[QueueLine] = []
    tab: str = Queue.WAITING.value
    name: str = ""

    def _work(self) -> Work:
        return WORK

    def _seen(self) -> tuple[Any, ...]:
        return (self.chosen.stands,)

    @rx.event
    @door.officer_only
    async def choose_queue(self, tab: str) -> None:
        self.tab = tab if tab in set(Queue) else Queue.WAITING.value
        self.chosen, self.said, self.error = NOTHING, "", ""
        await self._read()

    @rx.event
    @door.officer_only
    async def find(self, form: dict[str, Any]) -> None:
        self.name = str(form.get("name") or "")[:80]
        self.chosen, self.said, self.error = NOTHING, "", ""
        await self._read()

    async def _read(self) -> None:
        self.lines = await ask(self, applications, Queue(self.tab), self.name)
        self.tabs = queue_lines(await ask(self, waiting), QUEUE_WORDS)
