"""On the page of a biometrics appointment: what a paralegal prepares for a client (REP-40)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import reflex as rx

from cx_app.domain.biometrics import RescheduleRefusal
from cx_app.domain.errors import NotFound
from cx_app.domain.prepared import WISHES, PreparedRefusal
from cx_app.language import _, href, using
from cx_app.security import door
from cx_app.services.biometrics.views import BiometricsPage
from cx_app.services.prepared.biometrics import (
    Wanted,
    WishedTime,
    prepare_move,
    waiting_move,
    wished_times,
)
from cx_app.services.prepared.hand_in import HandedIn
from cx_app.services.prepared.words import REFUSED
from cx_app.state.account.biometrics_words import say_not_moved
from cx_app.state.account.kept_steps import PREPARED
from cx_app.state.call import ask, do, language_of
from cx_app.state.typed import typed_id

MAX_WORDS = 2_000
"""Longer ones are cut on arrival; how many an officer reads is policy."""


class Prepares(rx.State, mixin=True):
    """Part of the state of that page; nothing here holds or moves anything."""

    page: BiometricsPage
    cause: str
    words: str
    words_error: str
    problem: str
    wished: list[WishedTime] = []
    handed_in: str = ""
    """What waits for review already for this appointment."""

    @rx.event
    @door.customer
    async def wish(self, slot_id: str) -> Any:
        """One more time that suits, or the same one taken off the list again."""
        self._quiet()
        chosen = [one.slot_id for one in self.wished]
        kept = [one for one in chosen if one != slot_id]
        await self._wish(kept if slot_id in chosen else [*kept, slot_id][-WISHES:])
        await self._keep()
        return rx.set_focus("wished")

    @rx.event
    @door.customer
    async def hand_in(self, form: dict[str, Any]) -> Any:
        self._quiet()
        if "words" in form:
            self.words = str(form["words"] or "")[:MAX_WORDS]
        times = [found for one in self.wished if (found := typed_id(one.slot_id))]
        try:
            wanted = Wanted(self.cause, self.words, times)
            answer = await do(self, prepare_move, self._id(), wanted)
        except (ValueError, NotFound):
            return None
        if isinstance(answer, HandedIn):
            await self._forget()
            return rx.redirect(href(f"{PREPARED}/{answer.id}?sent=1", language_of(self)))
        if answer is RescheduleRefusal.WORDS:
            self.words_error = self.page.words_needed
            return rx.set_focus("words")
        with using(language_of(self)):
            if answer is PreparedRefusal.NO_TIME:
                self.problem = _("Choose at least one time.")
            elif isinstance(answer, PreparedRefusal):
                self.problem = _(REFUSED[answer])
            else:
                self.problem = say_not_moved(answer)
        return rx.set_focus("problem")

    async def _wish(self, slot_ids: list[str]) -> None:
        times = [found for one in slot_ids if (found := typed_id(one))]
        try:
            self.wished = await ask(self, wished_times, self._id(), times) if times else []
        except (ValueError, NotFound):
            self.wished = []

    async def _waiting(self) -> None:
        """What was handed in before comes back, to be changed."""
        self.handed_in = ""
        if not self.page.submits:
            return
        try:
            self.handed_in, wanted = await ask(self, waiting_move, self._id())
        except (ValueError, NotFound):
            return
        if self.handed_in and not self.cause:
            self.cause, self.words = wanted.cause, wanted.words
            await self._wish([str(one) for one in wanted.times])

    def _id(self) -> UUID:
        raise NotImplementedError

    def _quiet(self) -> None:
        raise NotImplementedError

    async def _keep(self) -> None:
        raise NotImplementedError

    async def _forget(self) -> None:
        raise NotImplementedError
