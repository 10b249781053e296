"""The desk of representatives: applications, one of them, what an officer found out."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
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
from cx_app.state.call import ask, do
from cx_app.state.officer.side_desk import SideDesk, Work
from cx_app.state.officer.undoing import Undoing
from cx_app.state.queues import QueueLine, queue_lines

NOTHING: Final = ApplicationPage()
QUEUE_WORDS: Final = {
    Queue.WAITING: "To decide",
    Queue.ACCEPTED: "Accepted",
    Queue.OVER: "Refused or suspended",
}
ANSWERS: Final = {
    Settled.ACCEPTED: "Accepted. They hear of it in a minute, and forms that they send leave then.",
    Settled.REFUSED: "Refused. They hear why in a minute, and can apply again.",
    Settled.SUSPENDED: "Suspended. They are signed out and reach no client’s case any more. They "
    "hear why in a minute.",
    Settled.KEPT: "Nothing changed: the account was accepted before.",
    Settled.OVER: "Somebody decided this a moment ago. Look at it again.",
}
WORK: Final = Work("application", TOPIC, applications, look_at, settle, Finding, ANSWERS, NOTHING)


class RepresentativesState(Undoing, SideDesk, rx.State):
    lines: list[ApplicationLine] = []
    problem: str = ""
    """Why a decision was not undone."""
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
        self._shut()
        await self._read()

    @rx.event
    @door.officer_only
    async def find(self, form: dict[str, Any]) -> None:
        self.name = str(form.get("name") or "")[:80]
        self._shut()
        await self._read()

    @rx.event
    @door.officer_only
    async def choose(self, row_id: str) -> Any:
        self.problem = ""
        return await super().choose(row_id)

    @rx.event
    @door.officer_only
    async def decide(self, form: dict[str, Any]) -> Any:
        """What was decided stays in view, since it can be undone there."""
        self.problem, decided = "", self.chosen.line.id
        then = await super().decide(form)
        if self.said:
            await self._look_again(decided)
        return then

    async def _after_undo(self, done: str, problem: str) -> Any:
        self.said, self.problem = done, problem
        await self._read()
        await self._look_again(self.chosen.line.id)
        return rx.set_focus("applications-said" if done else "applications-problem")

    async def _look_again(self, row_id: str) -> None:
        try:
            self.chosen = await do(self, look_at, UUID(row_id))
        except (ValueError, NotFound, Forbidden):
            self.chosen = NOTHING

    def _shut(self) -> None:
        self.chosen, self.said, self.error, self.problem = NOTHING, "", "", ""

    async def _read(self) -> None:
        self.lines = await ask(self, applications, Queue(self.tab), self.name)
        self.tabs = queue_lines(await ask(self, waiting), QUEUE_WORDS)
