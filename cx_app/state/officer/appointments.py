"""The desk of visits: queues, filters, pages, and claiming several at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.security import door
from cx_app.services.appointment_requests import desk_words as words
from cx_app.services.appointment_requests.claim import (
    AT_ONCE,
    Taken,
    assign_many,
    claim_many,
    officers,
)
from cx_app.services.appointment_requests.cursor import Sort
from cx_app.services.appointment_requests.moves import DESK
from cx_app.services.appointment_requests.queue import offices_with_requests, queue
from cx_app.services.appointment_requests.queue_row import QueueRow
from cx_app.services.appointment_requests.queue_where import MOST_DONE, Filters, Tab
from cx_app.state import live
from cx_app.state.call import ask, do
from cx_app.state.officer.choices import Pair
from cx_app.state.queues import QueueLine, queue_lines
from cx_app.state.typed import typed_id

CLAIMS_RUN_OUT: Final = 60.0
"""Seconds after which the desk looks again by itself: claims end by the clock."""
KEYS: Final = {
    Tab.UNASSIGNED: "u",
    Tab.MINE: "m",
    Tab.WAITING: "w",
    Tab.DUE: "d",
    Tab.DONE: "e",
}
PICK: Final = "pick-"
NOTHING_PICKED: Final = "Choose at least one request first."
TOO_MANY: Final = f"At most {AT_ONCE} at once."


@dataclass(frozen=True, slots=True)
class Result:
    reference: str
    said: str
    ok: bool


class VisitsDeskState(rx.State):
    tab: str = Tab.UNASSIGNED.value
    tabs: list[QueueLine] = []
    rows: list[QueueRow] = []
    reason: str = ""
    office: str = ""
    language: str = ""
    text: str = ""
    sort: str = Sort.URGENT.value
    offices: list[Pair] = []
    officers: list[Pair] = []
    results: list[Result] = []
    problem: str = ""
    page: int = 1
    more: bool = False
    round: int = 0
    """Raised with each new list, so that nothing stays ticked."""
    loaded: bool = False
    _cursors: list[str] = [""]
    """Of the pages up to the one that is shown."""
    _next: str = ""

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        await live.show(self, VisitsDeskState.refresh_live, DESK, every=CLAIMS_RUN_OUT)
        self.offices = [Pair(*one) for one in await ask(self, offices_with_requests)]
        self.officers = [Pair(*one) for one in await ask(self, officers)]
        self.results, self.problem = [], ""
        self._from_the_top()
        await self._read()
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        """What is ticked stays ticked."""
        await self._read()

    @rx.event
    @door.officer_only
    async def choose(self, value: str) -> None:
        self.tab = value if value in set(Tab) else Tab.UNASSIGNED.value
        self.sort = Sort.LATEST if self.tab == Tab.DONE else Sort.URGENT
        self.text = ""
        await self._anew()

    @rx.event
    @door.officer_only
    async def narrow(self, form: dict[str, Any]) -> Any:
        """The keys work at once on what was found."""
        self.reason, self.office = str(form.get("reason") or ""), str(form.get("office") or "")
        self.language, self.text = str(form.get("language") or ""), str(form.get("find") or "")[:80]
        sort = str(form.get("sort") or "")
        self.sort = sort if sort in set(Sort) else Sort.URGENT
        await self._anew()
        return rx.set_focus("visits")

    @rx.event
    @door.officer_only
    async def turn(self, pages: int) -> Any:
        if pages > 0 and self._next:
            self._cursors.append(self._next)
        elif pages < 0 and len(self._cursors) > 1:
            self._cursors.pop()
        self.round += 1
        await self._read()
        return rx.set_focus("visits")

    @rx.event
    @door.officer_only
    async def take(self, form: dict[str, Any]) -> Any:
        """For oneself, or for a colleague whom a supervisor chose."""
        picked = [typed_id(name.removeprefix(PICK)) for name in form if name.startswith(PICK)]
        which = [one for one in picked if one is not None]
        self.results, self.problem = [], ""
        if not which or len(which) > AT_ONCE:
            self.problem = TOO_MANY if which else NOTHING_PICKED
            return rx.set_focus("taken")
        to = typed_id(form.get("to"))
        try:
            taken: list[Taken] = (
                await do(self, assign_many, which, to) if to else await do(self, claim_many, which)
            )
        except NotFound:
            self.problem = "Choose somebody from the list."
            return rx.set_focus("taken")
        done = words.HANDED if to else "Claimed"
        self.results = [_said(one, done) for one in taken]
        self.round += 1
        await self._read()
        return rx.set_focus("taken")

    async def _anew(self) -> None:
        self.results, self.problem = [], ""
        self.round += 1
        self._from_the_top()
        await self._read()

    def _from_the_top(self) -> None:
        self._cursors, self._next = [""], ""

    async def _read(self) -> None:
        filters = Filters(self.reason, typed_id(self.office), self.language, self.text.strip())
        seen = await ask(self, queue, Tab(self.tab), filters, Sort(self.sort), self._cursors[-1])
        self.rows, self._next, self.more = seen.rows, seen.next, bool(seen.next)
        self.page = len(self._cursors)
        self.tabs = queue_lines(seen.counts, words.TABS, keys=KEYS, counted_to=MOST_DONE)


def _said(one: Taken, done: str) -> Result:
    if one.answer is None:
        return Result(one.reference, done, ok=True)
    said = words.AGAINST.get(one.answer, "Not possible.")
    return Result(one.reference or "A request", said, ok=False)
