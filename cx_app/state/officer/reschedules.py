"""The desk of biometrics appointments: the queue, and one appointment."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

import reflex as rx

from cx_app.domain.biometrics import Cause
from cx_app.domain.biometrics_desk import (
    DayPart,
    DeskAnswer,
    Excuse,
    HomePlan,
    HomeReason,
    HomeState,
    Why,
)
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.openings import OpeningReason
from cx_app.security import door
from cx_app.services.biometrics.day import CenterChoice, centers
from cx_app.services.biometrics.decide import PhoneCall, approve, book_by_phone, refuse
from cx_app.services.biometrics.desk import PAGE, DeskRow, Tab, desk
from cx_app.services.biometrics.desk_file import (
    AppointmentFile,
    StaffTimes,
    open_file,
    staff_times,
)
from cx_app.services.biometrics.desk_words import ANSWERS, TABS
from cx_app.services.biometrics.home import ask_for_home, change_home
from cx_app.services.biometrics.matched import end_match_as_staff
from cx_app.services.biometrics.tell import RESCHEDULES_TOPIC
from cx_app.services.cases.staff import ReasonNeeded
from cx_app.services.changes import case_topic
from cx_app.state import live
from cx_app.state.call import ask, do, last_part
from cx_app.state.officer.opened import OpenedFile
from cx_app.state.officer.undoing import Undoing
from cx_app.state.queues import QueueLine, queue_lines

NO_FILE: Final = AppointmentFile(
    "", "", "", "", False, "", "", "", "", False, "", "", "", False, ""
)
NO_TIMES: Final = StaffTimes()
OWN_CASE: Final = "This is your own case: nobody works on their own."
NOT_THERE: Final = "There is no appointment here that you can open."


class ReschedulesState(rx.State):
    tab: str = Tab.ASKED.value
    tabs: list[QueueLine] = []
    rows: list[DeskRow] = []
    first: int = 1
    total: int = 0
    centers: list[CenterChoice] = []
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        self.tab, self.first = Tab.ASKED.value, 1
        await live.show(self, ReschedulesState.refresh_live, RESCHEDULES_TOPIC, every=60)
        await self._read()
        self.centers = await ask(self, centers)
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.officer_only
    async def choose(self, value: str) -> None:
        self.tab, self.first = (value if value in set(Tab) else Tab.ASKED.value), 1
        await self._read()

    @rx.event
    @door.officer_only
    async def turn(self, pages: int) -> Any:
        self.first += PAGE if int(pages) > 0 else -PAGE
        await self._read()
        return rx.set_focus("queue")

    async def _read(self) -> None:
        seen = await ask(self, desk, Tab(self.tab), self.first)
        self.tabs = queue_lines(seen.counts, TABS)
        self.rows, self.first, self.total = seen.rows, seen.first, seen.total


class RescheduleState(OpenedFile, Undoing, rx.State):
    page: AppointmentFile = NO_FILE
    times: StaffTimes = NO_TIMES
    chosen: str = ""
    """The slot that was pressed."""
    chosen_words: str = ""
    request_key: str = ""

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        self.page, self.loaded, self.refused, self.asks = NO_FILE, False, "", False
        self.done = self.problem = ""
        self._close()
        await self._read()
        if self.page.case_id:
            topics = (RESCHEDULES_TOPIC, case_topic(UUID(self.page.case_id)))
            await live.show(self, RescheduleState.refresh_live, *topics)
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.officer_only
    async def approve(self) -> Any:
        return await self._act("They can choose a time now. In a minute they are told so.", approve)

    @rx.event
    @door.officer_only
    async def refuse(self, form: dict[str, Any]) -> Any:
        why = str(form.get("why") or "")
        if why not in set(Why):
            return self._wrong("Choose why.")
        said = "The appointment stays as it is. They read why."
        return await self._act(said, refuse, Why(why))

    @rx.event
    @door.officer_only
    async def look_at(self, form: dict[str, Any]) -> Any:
        """Free times of a center, from a day on where one is named."""
        self._close()
        self.done = self.problem = ""
        try:
            office = UUID(str(form.get("center") or ""))
            day = str(form.get("day") or "")
            after = date.fromisoformat(day) if day else None
            self.times = await ask(self, staff_times, UUID(last_part(self)), office, after)
        except (ValueError, OverflowError, NotFound, Forbidden):
            self.problem = "Choose a center, and a day as month, day and year."
            return rx.set_focus("answer")
        return rx.set_focus("times")

    @rx.event
    @door.officer_only
    async def choose(self, slot_id: str, said: str) -> Any:
        self.chosen, self.chosen_words = slot_id, said
        self.request_key = str(uuid4())
        return rx.set_focus("booking")

    @rx.event
    @door.officer_only
    async def book(self, form: dict[str, Any]) -> Any:
        cause, excuse = str(form.get("cause") or ""), str(form.get("excuse") or "")
        if cause not in set(Cause):
            return self._wrong("Choose the cause that they told you.")
        try:
            slot_id = UUID(self.chosen)
        except ValueError:
            return None
        call = PhoneCall(
            slot_id,
            Cause(cause),
            self.request_key,
            Excuse(excuse) if excuse in set(Excuse) else None,
        )
        said = "The new time is booked. They are told, and so is the agency."
        return await self._act(said, book_by_phone, call)

    @rx.event
    @door.officer_only
    async def ask_home(self, form: dict[str, Any]) -> Any:
        reason = str(form.get("home_reason") or "")
        if reason not in set(HomeReason):
            return self._wrong("Choose why somebody has to go there.")
        note = str(form.get("home_note") or "")
        said = "It stands on the desk, under At home, until it is arranged."
        return await self._act(said, ask_for_home, HomeReason(reason), note)

    @rx.event
    @door.officer_only
    async def arrange_home(self, form: dict[str, Any]) -> Any:
        """The day on which somebody comes, or another one."""
        part = str(form.get("home_part") or "")
        try:
            plan = HomePlan(date.fromisoformat(str(form.get("home_day") or "")), DayPart(part))
        except ValueError:
            return self._wrong(ANSWERS[DeskAnswer.NO_DAY])
        said = "It is noted. They are told when somebody comes."
        return await self._act(said, change_home, HomeState.ARRANGED, plan)

    @rx.event
    @door.officer_only
    async def change_home(self, to: str) -> Any:
        if to == HomeState.DONE:
            return await self._act("It is noted.", change_home, HomeState.DONE)
        if to == HomeState.ENDED:
            said = "It is noted. They are told that nobody comes."
            return await self._act(said, change_home, HomeState.ENDED)
        return None

    @rx.event
    @door.officer_only
    async def end_match(self, follow_id: str) -> Any:
        said = "That account can’t see or move the appointment any more."
        try:
            return await self._act(said, end_match_as_staff, UUID(follow_id))
        except ValueError:
            return None

    @rx.event
    @door.officer_only
    async def close(self) -> None:
        self._close()

    async def _after_undo(self, done: str, problem: str) -> Any:
        self.done, self.problem = done, problem
        await self._read()
        return rx.set_focus("answer")

    async def _act(self, said: str, service: Any, *more: Any) -> Any:
        self.done = self.problem = ""
        try:
            answer = await do(self, service, UUID(last_part(self)), *more)
        except (ValueError, NotFound):
            self.problem = NOT_THERE
        except Forbidden:
            self.problem = OWN_CASE
        else:
            if answer is DeskAnswer.DONE:
                self.done = said
            else:
                self.problem = ANSWERS[answer]
            if answer not in (DeskAnswer.INCOMPLETE, DeskAnswer.NOT_OPENED):
                self._close()
        await self._read()
        return rx.set_focus("answer")

    async def _read(self, said: OpeningReason | None = None) -> None:
        try:
            seen = await do(self, open_file, UUID(last_part(self)), said)
        except (ValueError, NotFound):
            self.refused = NOT_THERE
        except Forbidden:
            self.refused = OWN_CASE
        else:
            self.asks = isinstance(seen, ReasonNeeded)
            self.page = NO_FILE if isinstance(seen, ReasonNeeded) else seen

    def _close(self) -> None:
        self.times, self.chosen, self.chosen_words = NO_TIMES, "", ""
