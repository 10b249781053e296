"""The desk of support: its queues, one request, what staff do with it."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.security import door
from cx_app.services.support.asking import DESK
from cx_app.services.support.desk import (
    PAGE,
    Queue,
    SupportLine,
    SupportPage,
    Tab,
    answer,
    desk,
    give_back,
    look,
    take,
)
from cx_app.services.support.held import FIELDS
from cx_app.services.support.words import ANSWER_FLAWS
from cx_app.state import live
from cx_app.state.call import ask, do
from cx_app.state.officer.undoing import Undoing
from cx_app.state.typed import typed_id

NO_LINE: Final = SupportLine("", "", "", "", "", "", late=False, owner="")
NOTHING: Final = SupportPage(NO_LINE, typed=dict.fromkeys(FIELDS, ""))
LONGEST: Final = 4_000
GONE: Final = "It is not here any more."
TAKEN: Final = "Somebody else has it, or it is answered."


class SupportDeskState(Undoing, rx.State):
    tab: str = Tab.QUESTIONS.value
    tabs: list[Queue] = []
    rows: list[SupportLine] = []
    first: int = 1
    total: int = 0
    watches: bool = False
    chosen: SupportPage = NOTHING
    form_key: int = 0
    done: str = ""
    problem: str = ""
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        await live.show(self, SupportDeskState.refresh_live, DESK, every=60)
        self.tab, self.first, self.chosen = Tab.QUESTIONS.value, 1, NOTHING
        self.done = self.problem = ""
        await self._read()
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.officer_only
    async def choose(self, value: str) -> None:
        self.tab, self.first = (value if value in set(Tab) else Tab.QUESTIONS.value), 1
        self.chosen = NOTHING
        await self._read()

    @rx.event
    @door.officer_only
    async def turn(self, pages: int) -> None:
        self.first = max(1, self.first + (PAGE if int(pages) > 0 else -PAGE))
        await self._read()

    @rx.event
    @door.officer_only
    async def look(self, row_id: str) -> Any:
        self.done = self.problem = ""
        return await self._show(row_id)

    @rx.event
    @door.officer_only
    async def close(self) -> Any:
        self.chosen = NOTHING
        return rx.set_focus("queue")

    @rx.event
    @door.officer_only
    async def take(self) -> Any:
        return await self._act(take, "It is yours now.")

    @rx.event
    @door.officer_only
    async def give_back(self) -> Any:
        return await self._act(give_back, "It waits for somebody again.")

    @rx.event
    @door.officer_only
    async def answer(self, form: dict[str, Any]) -> Any:
        self.done = self.problem = ""
        words = [str(form.get(name) or "")[:LONGEST] for name in ("cause", "reply", "changed")]
        row_id = self.chosen.line.id
        request_id = typed_id(row_id)
        if request_id is None:
            return None
        try:
            flaw = await do(self, answer, request_id, *words)
        except (NotFound, Forbidden):
            self.chosen, self.problem = NOTHING, GONE
        else:
            self.problem = ANSWER_FLAWS[flaw] if flaw else ""
        await self._read()
        if not self.problem:
            self.done = "The answer is there for whoever asked. They hear of it in a minute."
            await self._show(row_id)
        return rx.set_focus("answer")

    async def _after_undo(self, done: str, problem: str) -> Any:
        self.done, self.problem = done, problem
        await self._read()
        await self._show(self.chosen.line.id)
        return rx.set_focus("answer")

    async def _act(self, service: Any, done: str) -> Any:
        self.done = self.problem = ""
        request_id = typed_id(self.chosen.line.id)
        if request_id is None:
            return None
        try:
            made = await do(self, service, request_id)
        except (NotFound, Forbidden):
            self.chosen, self.problem = NOTHING, GONE
            return rx.set_focus("answer")
        self.done, self.problem = (done, "") if made else ("", TAKEN)
        await self._read()
        await self._show(self.chosen.line.id)
        return rx.set_focus("answer")

    async def _show(self, row_id: str) -> Any:
        request_id = typed_id(row_id)
        try:
            self.chosen = await do(self, look, request_id) if request_id else NOTHING
            self.form_key += 1
        except (NotFound, Forbidden):
            self.chosen, self.problem = NOTHING, GONE
            return rx.set_focus("answer")
        return rx.set_focus("request")

    async def _read(self) -> None:
        seen = await ask(self, desk, Tab(self.tab), self.first)
        self.tabs, self.rows, self.total = seen.queues, seen.lines, seen.total
        self.watches = seen.watches
