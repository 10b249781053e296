"""One biometrics appointment: see it, choose another time, confirm."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.biometrics import Cause, RescheduleRefusal
from cx_app.domain.errors import NotFound
from cx_app.domain.slots import SlotRefusal
from cx_app.language import _, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.biometrics.ask_other import ask_other, withdraw
from cx_app.services.biometrics.matched import end_match
from cx_app.services.biometrics.notice import mail_notice
from cx_app.services.biometrics.offer import offer_again, offer_longer, offer_time
from cx_app.services.biometrics.reschedule import NotMoved, Wish, let_go, reschedule
from cx_app.services.biometrics.show import biometrics_page
from cx_app.services.biometrics.times import centers, times_at
from cx_app.services.biometrics.views import BiometricsPage, Offer, OfficeLine, TimesPage
from cx_app.services.changes import account_topic
from cx_app.services.drafts.keep import drop_draft, keep_draft, load_draft
from cx_app.state import live
from cx_app.state.account.biometrics_prepared import MAX_WORDS, Prepares
from cx_app.state.account.biometrics_words import NOBODY_CHOSEN, say_not_moved
from cx_app.state.call import ask, do, language_of, last_part

NO_PAGE = BiometricsPage()
NO_OFFER = Offer("", "", "", "", "", "", "", "", "", may_extend=False)
NO_TIMES = TimesPage()
FORM: Final = "biometrics"
LOOK_EVERY: Final = 60.0
"""Seconds: how long is left changes with the clock alone."""


class BiometricsState(Prepares, rx.State):
    page: BiometricsPage = NO_PAGE
    loaded: bool = False
    missing: bool = False
    cause: str = ""
    words: str = ""
    words_key: int = 0
    words_error: str = ""
    centers: list[OfficeLine] = []
    near: str = ""
    """A ZIP code to look around, where that is not the home on file."""
    near_error: str = ""
    half: str = ""
    times: TimesPage = NO_TIMES
    offer: Offer = NO_OFFER
    done: bool = False
    said: str = ""
    problem: str = ""

    @rx.event
    @door.customer
    async def load(self) -> Any:
        self.page, self.loaded, self.missing = NO_PAGE, False, False
        self.cause, self.words, self.half, self.done = "", "", "", False
        self.near = ""
        self.centers, self.times, self.offer = [], NO_TIMES, NO_OFFER
        self.wished, self.handed_in = [], ""
        self._quiet()
        yield  # what another appointment showed must not stand here meanwhile
        topic = account_topic(current_actor().account_id)
        await live.show(self, BiometricsState.refresh_live, topic, every=LOOK_EVERY)
        await self._read()
        kept = await ask(self, load_draft, FORM)
        if kept.get("appointment") == self.page.id:
            self.cause, self.words = kept.get("cause", ""), kept.get("words", "")
            await self._held_before(kept.get("hold", ""))
            await self._wish(kept.get("times", "").split())
        await self._waiting()
        if self.cause:
            self.words_key += 1
        await self._choose_where()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        """It was moved elsewhere, an officer decided, or a minute went by."""
        await self._read()

    @rx.event
    @door.customer
    async def choose_cause(self, cause: str) -> None:
        if cause not in set(Cause):
            return
        self.cause = cause
        self._quiet()
        await self._keep()
        await self._choose_where()

    @rx.event
    @door.customer
    async def keep_words(self, words: str) -> None:
        self.words = words[:MAX_WORDS]
        await self._keep()

    @rx.event
    @door.customer
    async def ask_officer(self, form: dict[str, Any]) -> Any:
        """Another cause, in the person's own words."""
        self._quiet()
        self.words = str(form.get("words") or "")[:MAX_WORDS]
        await self._keep()
        try:
            refusal = await do(self, ask_other, self._id(), self.words)
        except (ValueError, NotFound):
            return None
        if refusal is RescheduleRefusal.WORDS:
            self.words_error = self.page.words_needed
            return rx.set_focus("words")
        if refusal is not None:
            return await self._refused(refusal)
        await self._forget()
        await self._read()
        with using(language_of(self)):
            self.said = _("Your request is with an officer.")
        return rx.set_focus("said")

    @rx.event
    @door.customer
    async def take_back(self) -> Any:
        self._quiet()
        try:
            done = await do(self, withdraw, self._id())
        except (ValueError, NotFound):
            return None
        await self._read()
        await self._choose_where()
        with using(language_of(self)):
            self.said = (
                _("You took the request back. Your appointment is as it was.")
                if done
                else _("There is no request to take back any more.")
            )
        return rx.set_focus("said")

    @rx.event
    @door.customer
    async def look_at(self, office_id: str) -> None:
        await self._look(office_id)

    @rx.event
    @door.customer
    async def look_near(self, form: dict[str, Any]) -> Any:
        """Around a ZIP code; around home again where none is typed."""
        self._quiet()
        near = str(form.get("near") or "").strip()[:10]
        try:
            found = await ask(self, centers, self._id(), near)
        except (ValueError, NotFound):
            return None
        if found is None:
            with using(language_of(self)):
                self.near_error = _("Enter a ZIP code in the United States: 5 digits, like 62704.")
            return rx.set_focus("near")
        self.near, self.centers = near, found
        return rx.set_focus("where")

    @rx.event
    @door.customer
    async def only(self, half: str) -> None:
        """Mornings, afternoons, or both."""
        self.half = half if half in ("morning", "afternoon") else ""
        await self._look(self.times.office_id)

    @rx.event
    @door.customer
    async def on_day(self, day: str) -> None:
        await self._look(self.times.office_id, day)

    @rx.event
    @door.customer
    async def hold(self, slot_id: str) -> Any:
        """Keep this time while the person decides."""
        self._quiet()
        try:
            answer = await do(self, offer_time, self._id(), UUID(slot_id))
        except (ValueError, NotFound):
            return None
        if isinstance(answer, NotMoved):
            return await self._refused(answer.reason)
        self.offer = answer
        await self._keep()
        await self._read()
        return rx.set_focus("check")

    @rx.event
    @door.customer
    async def more_time(self) -> Any:
        try:
            answer = await do(self, offer_longer, self._id(), UUID(self.offer.hold_id))
        except (ValueError, NotFound):
            return None
        if isinstance(answer, NotMoved):
            return await self._refused(answer.reason)
        self.offer = answer
        return rx.set_focus("check")

    @rx.event
    @door.customer
    async def other_time(self) -> Any:
        """Let the held one go and choose again."""
        try:
            await do(self, let_go, self._id(), UUID(self.offer.hold_id))
        except (ValueError, NotFound):
            return None
        self.offer = NO_OFFER
        await self._look(self.times.office_id)
        return rx.set_focus("times")

    @rx.event
    @door.customer
    async def hold_ended(self) -> Any:
        """The countdown came to its end. The browser's clock may be a second ahead of ours, so what
        is left of the hold is let go."""
        try:
            await do(self, let_go, self._id(), UUID(self.offer.hold_id))
        except (ValueError, NotFound):
            return None
        return await self._refused(SlotRefusal.HOLD_ENDED)

    @rx.event
    @door.customer
    async def confirm(self, form: dict[str, Any]) -> Any:
        self._quiet()
        try:
            # Not the page's own, which follows what others do to it meanwhile.
            compared = UUID(self.offer.booking_id) if self.offer.booking_id else None
            wish = Wish(
                compared, UUID(self.offer.hold_id), self.cause, str(form.get("way") or "")[:10]
            )
            answer = await do(self, reschedule, self._id(), wish)
        except (ValueError, NotFound):
            return None
        if isinstance(answer, NotMoved):
            return await self._refused(answer.reason)
        self.offer, self.done = NO_OFFER, True
        await self._forget()
        await self._read()
        return rx.set_focus("done")

    @rx.event
    @door.customer
    async def move_again(self) -> None:
        """Back from what was done to choosing."""
        self.done = False
        self._quiet()
        await self._choose_where()

    @rx.event
    @door.customer
    async def mail_it(self) -> Any:
        """For who cannot print."""
        self._quiet()
        try:
            asked = await do(self, mail_notice, self._id())
        except (ValueError, NotFound):
            return None
        await self._read()
        if isinstance(asked, RescheduleRefusal):
            return rx.set_focus("rule")
        with using(language_of(self)):
            self.said = _("We will mail the notice to the address on file.")
        return rx.set_focus("said")

    @rx.event
    @door.customer
    async def end_match(self, follow_id: str) -> Any:
        """An account that found the appointment without a code sees it no more."""
        self._quiet()
        try:
            done = await do(self, end_match, self._id(), UUID(follow_id))
        except (ValueError, NotFound):
            return None
        await self._read()
        with using(language_of(self)):
            self.said = (
                _("That account can’t see or move this appointment any more.")
                if done
                else _("That was ended before.")
            )
        return rx.set_focus("said")

    def _id(self) -> UUID:
        return UUID(last_part(self))

    async def _held_before(self, hold_id: str) -> None:
        """The time that this account was about to confirm when the page was loaded anew."""
        if not hold_id or not self.page.may_move:
            return
        try:
            self.offer = await ask(self, offer_again, self._id(), UUID(hold_id)) or NO_OFFER
        except (ValueError, NotFound):
            return

    async def _read(self) -> None:
        try:
            self.page = await ask(self, biometrics_page, self._id())
            self.missing = False
        except (ValueError, NotFound):
            self.page, self.missing = NO_PAGE, True

    async def _choose_where(self) -> None:
        """Centers and times as soon as there is a cause, or none is needed."""
        listed = self.cause not in NOBODY_CHOSEN
        if not self.page.may_move or not (listed or self.page.chooses):
            return
        try:
            self.centers = await ask(self, centers, self._id(), self.near) or []
        except (ValueError, NotFound):
            return
        if self.centers:
            await self._look(self.times.office_id or self.centers[0].id)

    async def _look(self, office_id: str, day: str = "") -> None:
        beside = str(self.router.url.query_parameters.get("beside", ""))
        try:
            self.times = await ask(
                self,
                times_at,
                self._id(),
                UUID(office_id),
                half=self.half,
                day=day[:10],
                beside=beside,
            )
        except (ValueError, NotFound):
            return

    async def _refused(self, reason: RescheduleRefusal | SlotRefusal) -> Any:
        """Why not, and the page as it is now."""
        self.offer = NO_OFFER
        await self._read()
        await self._choose_where()
        with using(language_of(self)):
            self.problem = say_not_moved(reason)
        return rx.set_focus("problem")

    async def _keep(self) -> None:
        values = {
            "appointment": self.page.id,
            "cause": self.cause,
            "words": self.words,
            "hold": self.offer.hold_id,
            "times": " ".join(one.slot_id for one in self.wished),
        }
        await do(self, keep_draft, FORM, values)

    async def _forget(self) -> None:
        await do(self, drop_draft, FORM)
        self.cause = self.words = ""
        self.wished = []
        self.words_key += 1

    def _quiet(self) -> None:
        self.said = self.problem = self.words_error = self.near_error = ""
