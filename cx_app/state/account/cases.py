"""My cases, and one case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.gateways.clock import wall
from cx_app.language import _, href, say_second, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.cases.follow import unfollow
from cx_app.services.cases.overview import PAGE, my_cases
from cx_app.services.cases.page import case_page
from cx_app.services.cases.unlink import Undone, removed_cases, undo_unlink
from cx_app.services.cases.views import CaseCard, CasePage, RemovedCase
from cx_app.services.changes import account_topic, case_topic
from cx_app.services.progress.desk import TOPIC as ESTIMATES
from cx_app.services.representation.acting import acting_in_case
from cx_app.services.representation.mine import forms_waiting
from cx_app.state import live
from cx_app.state.account.case_claims import Claims
from cx_app.state.account.case_progress import Wishes
from cx_app.state.call import ask, do, language_of, last_part

NO_CARD = CaseCard("", "", "", "", "", "", "", "", "")
NO_PAGE = CasePage(NO_CARD, "", "")


class CasesState(rx.State):
    cards: list[CaseCard] = []
    more: bool = False
    """There are more cases of clients."""
    removed: list[RemovedCase] = []
    to_sign: int = 0
    """Forms G-28 that wait for their name."""
    said: str = ""
    loaded: bool = False

    _clients: int = PAGE

    @rx.event
    @door.customer
    async def load(self) -> None:
        await live.show(self, CasesState.refresh_live, account_topic(current_actor().account_id))
        self.said, self._clients = "", PAGE
        await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.customer
    async def show_more(self) -> None:
        if self.more:
            self._clients += PAGE
            await self._read()

    async def _read(self) -> None:
        found = await ask(self, my_cases, clients=self._clients)
        self.cards, self.more = found.cards, found.more
        self.removed = await ask(self, removed_cases)
        self.to_sign = await ask(self, forms_waiting)

    @rx.event
    @door.customer
    async def take_back(self, link_id: str) -> Any:
        """Undo the removal of a case."""
        try:
            answer = await do(self, undo_unlink, UUID(link_id))
        except (ValueError, NotFound):
            return None
        with using(language_of(self)):
            self.said = (
                _("The case is back in your account.")
                if answer is Undone.DONE
                else _("It is too late to take this back. You need a new code.")
            )
        await self._read()
        return rx.set_focus("cases-said")


class CaseState(Claims, Wishes, rx.State):
    page: CasePage = NO_PAGE
    acting: str = ""
    """The client for whom the actor acts; empty for oneself."""
    loaded: bool = False
    missing: bool = False
    just_added: bool = False
    checked: str = ""
    """When the person last asked for news, in words with seconds."""

    @rx.event
    @door.customer
    async def load(self) -> Any:
        self.loaded, self.missing, self.page, self.checked = False, False, NO_PAGE, ""
        self.removing, self.wish_said = False, ""
        self._no_dispute()
        yield  # what another case showed must not stand here meanwhile
        query = self.router.url.query_parameters
        self.just_added = query.get("added", "") == "1"
        try:
            topic = case_topic(UUID(last_part(self)))
        except ValueError:
            self.missing = True
        else:
            await live.show(self, CaseState.refresh_live, topic, ESTIMATES)
            await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        """The case has changed: what is shown changes with it."""
        await self._read()

    @rx.event
    @door.customer
    async def check(self) -> None:
        """Look again, without loading the page anew."""
        await self._read()

    async def _read(self) -> None:
        """What is shown already is not sent again: most looks find nothing new."""
        try:
            case_id = UUID(last_part(self))
            found, missing = await ask(self, case_page, case_id), False
            acting = await ask(self, acting_in_case, case_id)
        except (ValueError, NotFound):
            found, missing, acting = NO_PAGE, True, ""
        if (found, missing, acting) != (self.page, self.missing, self.acting):
            self.page, self.missing, self.acting = found, missing, acting
        with using(language_of(self)):
            self.checked = say_second(wall())

    @rx.event
    @door.customer
    async def unfollow(self) -> Any:
        await do(self, unfollow, UUID(self.page.card.id))
        return rx.redirect(href("/account", language_of(self)))
