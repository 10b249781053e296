"""Requests that paralegals prepared: the queue of a representative, and a paralegal's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import Forbidden, LimitsAway, NotFound
from cx_app.domain.identity import Role
from cx_app.domain.prepared import PreparedKind
from cx_app.domain.representation.forms import FormRefusal
from cx_app.language import _, plural, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.changes import account_topic
from cx_app.services.prepared.forms import FormToSign, forms_to_sign
from cx_app.services.prepared.queue import (
    Asked,
    Helper,
    PreparedLine,
    Shelf,
    prepared_page,
)
from cx_app.services.prepared.submit import Done, submit_prepared
from cx_app.services.representation.prepare import send
from cx_app.services.representation.words import say_refusal
from cx_app.state import live
from cx_app.state.account.words import say_away
from cx_app.state.call import ask, do, language_of
from cx_app.state.queues import QueueLine, said_lines
from cx_app.state.typed import typed_id

FORMS: Final = "forms"
"""A shelf of its own: Forms G-28 that wait for a signature."""
PICK: Final = "pick-"
"""Before the id of a row that can be ticked."""
TABS: Final = {
    Shelf.REVIEW.value: "To review",
    FORMS: "Forms G-28 to sign",
    Shelf.RETURNED.value: "Sent back",
    Shelf.OVER.value: "Submitted or deleted",
}
OF_PARALEGALS: Final = TABS | {Shelf.REVIEW.value: "With the representative"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one row of a batch."""

    client: str
    what: str
    done: bool
    said: str


class PreparedState(rx.State):
    tab: str = Shelf.REVIEW.value
    tabs: list[QueueLine] = []
    rows: list[PreparedLine] = []
    forms: list[FormToSign] = []
    helpers: list[Helper] = []
    search: str = ""
    kind: str = ""
    helper: str = ""
    page: int = 1
    pages: int = 1
    round: int = 0
    """Raised with each batch, so that nothing is ticked after it."""
    outcomes: list[Outcome] = []
    said: str = ""
    problem: str = ""
    submits: bool = False
    """The actor is a representative."""
    loaded: bool = False
    missing: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        topic = account_topic(current_actor().account_id)
        await live.show(self, PreparedState.refresh_live, topic)
        self.tab, self.search, self.kind, self.helper = Shelf.REVIEW.value, "", "", ""
        self.page = 1
        self._quiet()
        await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.customer
    async def choose(self, tab: str) -> None:
        self.tab = tab if tab in TABS else Shelf.REVIEW.value
        self.page = 1
        self._quiet()
        await self._read()

    @rx.event
    @door.customer
    async def find(self, form: dict[str, Any]) -> None:
        self.search = str(form.get("find") or "")[:80]
        kind, helper = str(form.get("kind") or ""), typed_id(form.get("helper"))
        self.kind = kind if kind in set(PreparedKind) else ""
        self.helper = str(helper) if helper else ""
        self.page = 1
        self._quiet()
        await self._read()

    @rx.event
    @door.customer
    async def turn(self, by: int) -> Any:
        self.page += by
        await self._read()
        return rx.set_focus("prepared")

    @rx.event
    @door.representative_only
    async def submit(self, form: dict[str, Any]) -> Any:
        """Those that are ticked, one after the other: each is a transaction of its own, so that
        one that is refused undoes none of the others."""
        self._quiet()
        going = [one for one in self.rows if form.get(PICK + one.id)]
        if not going:
            return self._none_ticked()
        self.outcomes = [await self._submit_one(one) for one in going]
        return await self._came_of_it()

    @rx.event
    @door.representative_only
    async def sign(self, form: dict[str, Any]) -> Any:
        """The ticked Forms G-28, each with an answer of its own."""
        self._quiet()
        going = [one for one in self.forms if form.get(PICK + one.id)]
        if not going:
            return self._none_ticked()
        signature = str(form.get("signature") or "")[:200]
        self.outcomes = [await self._sign_one(one, signature) for one in going]
        return await self._came_of_it()

    def _none_ticked(self) -> Any:
        with using(language_of(self)):
            self.problem = _("Tick at least one row.")
        return rx.set_focus("prepared-problem")

    async def _came_of_it(self) -> Any:
        self.round += 1
        await self._read()
        self._count_up()
        return rx.set_focus("prepared-said")

    async def _submit_one(self, row: PreparedLine) -> Outcome:
        with using(language_of(self)):
            done, away = _("Submitted."), say_away()
            gone = _("It is not there any more, or not yours to submit.")
        name = row.client or row.receipt
        try:
            answer = await do(self, submit_prepared, UUID(row.id))
        except (ValueError, NotFound):
            return Outcome(name, row.what, False, gone)
        except LimitsAway:
            return Outcome(name, row.what, False, away)
        if isinstance(answer, Done):
            return Outcome(name, row.what, True, done)
        return Outcome(name, row.what, False, answer.said)

    async def _sign_one(self, row: FormToSign, signature: str) -> Outcome:
        form_id = UUID(row.id)
        with using(language_of(self)):
            what, done = _("Form G-28"), _("Signed. The form waits for your client.")
            gone = _("It is not there any more, or not yours to submit.")
        try:
            answer = (await do(self, send, [form_id], signature))[form_id]
        except NotFound:
            return Outcome(row.client, what, False, gone)
        with using(language_of(self)):
            if answer is FormRefusal.UNREADABLE:
                return Outcome(row.client, what, False, _("Type your name as your account has it."))
            said = done if answer is None else say_refusal(answer)
        return Outcome(row.client, what, answer is None, said)

    def _count_up(self) -> None:
        good = sum(one.done for one in self.outcomes)
        bad = len(self.outcomes) - good
        with using(language_of(self)):
            self.said = plural("{n} was submitted.", "{n} were submitted.", good)
            if bad:
                self.said += " " + plural(
                    "{n} was not. Why stands below.", "{n} were not. Why stands below.", bad
                )

    def _quiet(self) -> None:
        self.outcomes, self.said, self.problem = [], "", ""

    async def _read(self) -> None:
        of_forms = self.tab == FORMS
        shelf = Shelf.REVIEW if of_forms else Shelf(self.tab)
        wanted = Asked(shelf, self.kind, typed_id(self.helper), self.search, self.page)
        try:
            found = await ask(self, prepared_page, wanted)
            forms = await ask(self, forms_to_sign)
        except Forbidden:
            self.missing, self.rows, self.forms, self.tabs = True, [], [], []
            return
        self.missing = False
        self.submits = current_actor().role is Role.REPRESENTATIVE
        self.rows, self.forms, self.helpers = found.rows, forms, found.helpers
        self.page, self.pages = found.page, found.pages
        counts = {str(shelf): n for shelf, n in found.counts.items()} | {FORMS: len(forms)}
        words = TABS if self.submits else OF_PARALEGALS
        with using(language_of(self)):
            self.tabs = said_lines(counts, words)
