"""A representative's board: tabs, search, order, pages, and the file to take away."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.domain.errors import Forbidden
from cx_app.domain.representation.board import Asked, Sort, Tab, asked
from cx_app.language import using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.changes import account_topic
from cx_app.services.prepared.queue import to_review
from cx_app.services.representation.board import BoardRow, board, open_board
from cx_app.services.representation.board_csv import board_csv
from cx_app.services.representation.board_words import TABS
from cx_app.state import live
from cx_app.state.call import ask, do, language_of
from cx_app.state.queues import QueueLine, said_lines


class BoardState(rx.State):
    tab: str = Tab.ALL.value
    tabs: list[QueueLine] = []
    rows: list[BoardRow] = []
    search: str = ""
    form: str = ""
    sort: str = Sort.CLIENT.value
    forms: list[str] = []
    page: int = 1
    pages: int = 1
    since: str = ""
    to_review: int = 0
    """What paralegals handed in for the actor to submit (REP-40)."""
    loaded: bool = False
    missing: bool = False
    """The account is no representative's."""

    @rx.event
    @door.customer
    async def load(self) -> None:
        await live.show(self, BoardState.refresh_live, account_topic(current_actor().account_id))
        self.missing = False
        self.tab, self.search, self.form, self.page = Tab.ALL.value, "", "", 1
        try:
            await do(self, open_board)
        except Forbidden:
            self.missing = True
        await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.customer
    async def choose(self, tab: str) -> None:
        self.tab, self.page = tab, 1
        await self._read()

    @rx.event
    @door.customer
    async def find(self, typed: dict[str, Any]) -> None:
        self.search, self.form = str(typed.get("find", "")), str(typed.get("form", ""))
        self.sort, self.page = str(typed.get("sort", "")), 1
        await self._read()

    @rx.event
    @door.customer
    async def turn(self, by: int) -> Any:
        self.page += by
        await self._read()
        return rx.set_focus("clients")

    @rx.event
    @door.customer
    async def download(self) -> Any:
        try:
            sheet = await do(self, board_csv, self._asked())
        except Forbidden:
            return None
        return rx.download(data=sheet, filename="clients.csv")

    def _asked(self) -> Asked:
        return asked(self.tab, self.sort, self.search, self.form, self.page)

    async def _read(self) -> None:
        wanted = self._asked()
        try:
            found = await ask(self, board, wanted)
        except Forbidden:
            self.missing, self.rows, self.tabs = True, [], []
            return
        self.to_review = await ask(self, to_review)
        self.tab, self.sort = wanted.tab.value, wanted.sort.value
        self.rows, self.forms = found.rows, found.forms
        self.page, self.pages, self.since = found.page, found.pages, found.since
        with using(language_of(self)):
            self.tabs = said_lines(found.counts, TABS)
