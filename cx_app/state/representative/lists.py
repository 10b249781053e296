"""Many cases from a file: what was read, what was added, and what came of each line."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Role
from cx_app.domain.representation.lists import MAX_BYTES, ListState
from cx_app.language import _, plural, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.changes import account_topic
from cx_app.services.representation.lists import (
    ListView,
    begin_list,
    drop_list,
    list_csv,
    newest_list,
)
from cx_app.services.representation.team import Colleague, representatives_of
from cx_app.state import live
from cx_app.state.call import ask, do, language_of
from cx_app.state.typed import typed_id


class ListsState(rx.State):
    view: ListView = ListView()
    """Without an id there is none."""
    summary: str = ""
    colleagues: list[Colleague] = []
    """For whom a paralegal can send one."""
    representative: str = ""
    max_bytes: int = MAX_BYTES
    loaded: bool = False
    missing: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        await live.show(self, ListsState.refresh_live, account_topic(current_actor().account_id))
        self.missing = False
        if current_actor().role is Role.PARALEGAL:
            self.colleagues = await ask(self, representatives_of)
            self.representative = self.colleagues[0].id if self.colleagues else ""
        await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.customer
    async def choose(self, representative: str) -> None:
        self.representative = representative

    @rx.event
    @door.customer
    async def arrived(self) -> Any:
        """A file was sent by the browser itself."""
        await self._read()
        return rx.set_focus("list-title")

    @rx.event
    @door.customer
    async def begin(self) -> Any:
        return await self._act(begin_list)

    @rx.event
    @door.customer
    async def drop(self) -> Any:
        return await self._act(drop_list)

    @rx.event
    @door.customer
    async def download(self) -> Any:
        found = typed_id(self.view.id)
        try:
            sheet = await do(self, list_csv, found) if found else ""
        except NotFound:
            sheet = ""
        return rx.download(data=sheet, filename="cases.csv") if sheet else None

    async def _act(self, service: Any) -> Any:
        found = typed_id(self.view.id)
        if found is not None:
            try:
                await do(self, service, found)
            except NotFound:
                self.view = ListView()
        await self._read()
        return rx.set_focus("list-title" if self.view.id else "main")

    async def _read(self) -> None:
        try:
            self.view = await ask(self, newest_list) or ListView()
        except Forbidden:
            self.missing, self.view = True, ListView()
        with using(language_of(self)):
            self.summary = _summary(self.view)


def _summary(view: ListView) -> str:
    match view.state:
        case ListState.READ:
            ready = plural("{n} case can be added.", "{n} cases can be added.", view.waiting)
            return ready + " " + _wrong(view.bad)
        case ListState.GOING:
            done, total = view.total - view.waiting, view.total
            return _("{done} of {total} lines are done.", done=done, total=total)
    good = plural("{n} case was taken up.", "{n} cases were taken up.", view.good)
    return good + " " + _wrong(view.bad)


def _wrong(bad: int) -> str:
    if not bad:
        return _("No line needs a look.")
    return plural("{n} line needs a look.", "{n} lines need a look.", bad)
