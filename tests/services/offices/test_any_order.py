"""Whatever people, officers, clocks and crashes do, in any order, a plain model says the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session

from cx_app import database as db
from cx_app.domain.identity import Actor, Role
from cx_app.domain.offices import day_of
from cx_app.domain.slots import Refused, SlotRefusal
from cx_app.gateways import clock
from cx_app.models.base import uuid7
from cx_app.services.offices.bookings import Booked, Subject
from cx_app.services.offices.cancel import cancel
from cx_app.services.offices.closing import Closed, Reopened, close_day, reopen
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.generate import Aligned, generate
from cx_app.services.offices.hold import Held, extend, hold, release
from cx_app.services.offices.swap import swap
from tests.services.offices.places import (
    active,
    applicant,
    check,
    later,
    office,
    officer,
    somebody,
    times,
)

DENVER = ZoneInfo("America/Denver")
TEN = timedelta(minutes=10)
CAPACITY = 2
PEOPLE, SLOTS = 4, 3
people = st.integers(0, PEOPLE - 1)
slots = st.integers(0, SLOTS - 1)


@dataclass
class Hold:
    id: UUID
    slot: int
    until: datetime
    extended: bool = False


class Office(RuleBasedStateMachine):
    """Two slots of one day and one of another, with two seats each, and four people."""

    def __init__(self) -> None:
        super().__init__()
        self.frozen = time_machine.travel(datetime(2026, 3, 2, 17, tzinfo=UTC), tick=False)
        self.frozen.start()
        self.office_id = office(capacity=CAPACITY)
        self.staff: Actor = officer()
        offered = [one for one in times(self.office_id) if one.starts_at.day % 2]
        self.slots = [offered[n].slot_id for n in (4, 5, 8)]
        self.days = [day_of(offered[n].starts_at, DENVER) for n in (4, 5, 8)]
        assert self.days[0] == self.days[1] != self.days[2]
        self.people = [somebody() for _ in range(PEOPLE)]
        self.holds: dict[int, Hold] = {}
        self.booked: dict[int, tuple[UUID, int]] = {}
        self.closed: set[int] = set()
        self.last: tuple[int, UUID, UUID | None, str, UUID] | None = None

    def teardown(self) -> None:
        self.frozen.stop()

    @initialize()
    def begin(self) -> None:
        self.now = self._now()

    @rule(who=people, slot=slots)
    def hold(self, who: int, slot: int) -> None:
        with db.write() as session:
            answer = hold(session, applicant(), self.slots[slot], self.people[who].id)
        mine = self._live(who)
        if slot in self.closed:
            assert answer == Refused(SlotRefusal.NOT_OFFERED)
        elif mine and mine.slot == slot:
            assert answer == Held(mine.id, self.slots[slot], mine.until, not mine.extended)
        elif self._left(slot) == 0:
            assert answer == Refused(SlotRefusal.FULL)
        else:
            assert isinstance(answer, Held)
            assert (answer.until, answer.may_extend) == (self.now + TEN, True)
            self.holds[who] = Hold(answer.hold_id, slot, answer.until)

    @precondition(lambda self: self.holds)
    @rule(data=st.data())
    def extend(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(self.holds)))
        mine = self.holds[who]
        with db.write() as session:
            answer = extend(session, applicant(), mine.id, self.people[who].id)
        if mine.until <= self.now:
            assert answer == Refused(SlotRefusal.HOLD_ENDED)
        elif mine.extended:
            assert answer == Refused(SlotRefusal.NO_MORE_TIME)
        else:
            mine.until, mine.extended = mine.until + TEN, True
            assert answer == Held(mine.id, self.slots[mine.slot], mine.until, False)

    @precondition(lambda self: self.holds)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(self.holds)))
        with db.write() as session:
            let_go = release(session, applicant(), self.holds[who].id, self.people[who].id)
        assert let_go or self._live(who) is None
        del self.holds[who]

    @precondition(lambda self: self.holds)
    @rule(data=st.data(), crashes=st.booleans())
    def confirm_or_move(self, data: st.DataObject, crashes: bool) -> None:
        who = data.draw(st.sampled_from(sorted(self.holds)))
        mine, before = self.holds[who], self.booked.get(who)
        key = str(uuid7())
        with db.write() as session:
            answer = self._ask(session, who, before and before[0], mine.id, key)
            if crashes:
                session.rollback()
        if mine.until <= self.now or mine.slot in self.closed:
            assert answer == Refused(SlotRefusal.HOLD_ENDED)
            return
        assert isinstance(answer, Booked)
        if not crashes:
            self.booked[who] = (answer.booking_id, mine.slot)
            self.last = (who, mine.id, before and before[0], key, answer.booking_id)
            del self.holds[who]

    @precondition(lambda self: self.last)
    @rule()
    def ask_again(self) -> None:
        """A double click, a back button, a retry: also after everything else has changed."""
        assert self.last
        who, hold_id, before, key, booking_id = self.last
        with db.write() as session:
            answer = self._ask(session, who, before, hold_id, key)
        assert isinstance(answer, Booked)
        assert (answer.booking_id, answer.again) == (booking_id, True)

    @precondition(lambda self: self.holds and self.booked)
    @rule(data=st.data())
    def confirm_a_second(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(self.holds)))
        if who not in self.booked:
            return
        with db.write() as session:
            answer = self._ask(session, who, None, self.holds[who].id, str(uuid7()))
        assert isinstance(answer, Refused)

    @precondition(lambda self: self.booked)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(self.booked)))
        booking_id, _slot = self.booked.pop(who)
        for again in (False, True):
            with db.write() as session:
                answer = cancel(session, applicant(), self.people[who], booking_id, cause="x")
            assert isinstance(answer, Booked)
            assert answer.again is again

    @rule(minutes=st.sampled_from([1, 5, 10]))
    def time_passes(self, minutes: int) -> None:
        later(minutes=minutes)
        self.now = self._now()

    @rule(slot=slots)
    def close(self, slot: int) -> None:
        day = self.days[slot]
        with db.write() as session:
            answer = close_day(session, self.staff, self.office_id, day, "weather")
        assert isinstance(answer, Closed)
        that_day = {n for n in range(SLOTS) if self.days[n] == day}
        assert answer.again is (slot in self.closed)
        assert {one.booking_id for one in answer.bookings} == {
            booking for booking, n in self.booked.values() if n in that_day
        }
        self.closed |= that_day

    @rule(slot=slots)
    def reopen(self, slot: int) -> None:
        with db.write() as session:
            answer = reopen(session, self.staff, self.office_id, self.days[slot])
        assert answer == Reopened(self.days[slot], closed_by_agency=False)
        self.closed -= {n for n in range(SLOTS) if self.days[n] == self.days[slot]}

    @rule()
    def generate_again(self) -> None:
        with db.write() as session:
            assert generate(session, self.office_id) == Aligned()

    @invariant()
    def the_same_times_are_free(self) -> None:
        left = {one.slot_id: one.left for one in times(self.office_id)}
        for n, slot_id in enumerate(self.slots):
            assert left.get(slot_id, 0) == (0 if n in self.closed else self._left(n))

    @invariant()
    def everybody_has_what_the_model_says(self) -> None:
        for who, person in enumerate(self.people):
            expected = [self.booked[who][0]] if who in self.booked else []
            assert [row.id for row in active(person)] == expected

    def _ask(
        self, session: Session, who: int, before: UUID | None, hold_id: UUID, key: str
    ) -> Booked | Refused:
        me: Subject = self.people[who]
        actor = Actor(uuid7(), Role.APPLICANT)
        if before is None:
            return confirm(session, actor, me, hold_id, key)
        return swap(session, actor, me, before, hold_id, key, cause="travel")

    def _live(self, who: int) -> Hold | None:
        mine = self.holds.get(who)
        return mine if mine and mine.until > self.now else None

    def _left(self, slot: int) -> int:
        held = sum(1 for who in self.holds if (one := self._live(who)) and one.slot == slot)
        return CAPACITY - held - sum(1 for _id, n in self.booked.values() if n == slot)

    def _now(self) -> datetime:
        with db.read() as session:
            return clock.business(session)


@pytest.mark.usefixtures("database")
def test_a_plain_model_says_the_same(soak: bool) -> None:
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=120 if soak else 4,
            stateful_step_count=50 if soak else 25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    check()
