"""People, officers, closures, clocks and crashes in any order: one appointment at most for each
person, none for who awaits one, and the count of moves is what they asked for and got."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.biometrics import Cause, RescheduleState
from cx_app.domain.biometrics_desk import DeskAnswer, Excuse, Why
from cx_app.domain.offices import day_of
from cx_app.domain.openings import OpeningReason
from cx_app.domain.slots import BookingState
from cx_app.models import Booking, OutboundEvent, Reschedule
from cx_app.models.base import uuid7
from cx_app.services.biometrics.ask_other import ask_other, withdraw
from cx_app.services.biometrics.decide import PhoneCall, approve, book_by_phone, refuse
from cx_app.services.biometrics.desk_file import AppointmentFile, open_file
from cx_app.services.biometrics.offer import offer_time
from cx_app.services.biometrics.reschedule import Moved, Wish, reschedule
from cx_app.services.biometrics.views import Offer
from cx_app.services.decisions.undo import UndoAnswer, undo
from cx_app.services.offices.closing import (
    close_day,
    close_until_further_notice,
    open_again,
    reopen,
)
from tasks.biometrics import find_times, move_all_from_closed
from tasks.decisions import leave as let_decisions_leave
from tests.services.biometrics.people import Comes, page, somebody
from tests.services.offices.places import check, later, office, officer, times

DENVER = ZoneInfo("America/Denver")
PEOPLE = 3
people = st.integers(0, PEOPLE - 1)
slots = st.integers(0, 7)
centers = st.integers(0, 1)
WORDS = "My sister is moving house that day and needs me."


class Desk(RuleBasedStateMachine):
    """Two centers with one seat at a time, three people and an officer."""

    def __init__(self) -> None:
        super().__init__()
        self.frozen = time_machine.travel(datetime(2026, 3, 2, 17, tzinfo=UTC), tick=False)
        self.frozen.start()
        self.places = [office(), office(zip_code="88001", name="Las Cruces")]
        self.staff = officer()
        free = times(self.places[0])
        self.people: list[Comes] = [
            somebody(office_id=self.places[0], at=free[4 * n + 9].starts_at) for n in range(PEOPLE)
        ]
        self.counted = [0] * PEOPLE
        self.offers: dict[int, tuple[Offer, str]] = {}

    def teardown(self) -> None:
        self.frozen.stop()
        check()

    @rule(who=people, where=centers, slot=slots)
    def holds(self, who: int, where: int, slot: int) -> None:
        one = self.people[who]
        free = times(self.places[where])
        if not free:
            return
        with db.write() as session:
            wanted = free[slot % len(free)].slot_id
            answer = offer_time(session, one.actor, one.appointment_id, wanted)
        if isinstance(answer, Offer):
            self.offers[who] = (answer, page(one).booking_id)

    @rule(who=people, crashes=st.booleans())
    def confirms(self, who: int, crashes: bool) -> None:
        """Also an old one, another tab's, and one that was sent before."""
        if who not in self.offers:
            return
        one = self.people[who]
        offer, seen = self.offers[who]
        wish = Wish(UUID(seen) if seen else None, UUID(offer.hold_id), "travel")
        awaited = RescheduleState.AWAITING in self._open(one)
        with db.write() as session:
            answer = reschedule(session, one.actor, one.appointment_id, wish)
            if crashes:
                session.rollback()
        if not crashes and isinstance(answer, Moved) and not answer.again:
            self.counted[who] += not awaited

    @rule(who=people)
    def asks(self, who: int) -> None:
        one = self.people[who]
        with db.write() as session:
            ask_other(session, one.actor, one.appointment_id, WORDS)

    @rule(who=people)
    def takes_back(self, who: int) -> None:
        one = self.people[who]
        with db.write() as session:
            withdraw(session, one.actor, one.appointment_id)

    @rule(who=people, agrees=st.booleans())
    def decides(self, who: int, agrees: bool) -> None:
        one = self.people[who]
        waits = RescheduleState.ASKED in self._open(one)
        with db.write() as session:
            open_file(session, self.staff, one.appointment_id, OpeningReason.CONTACT)
            answer = (
                approve(session, self.staff, one.appointment_id)
                if agrees
                else refuse(session, self.staff, one.appointment_id, Why.URGENT)
            )
        assert answer is (DeskAnswer.DONE if waits else DeskAnswer.TOO_LATE)

    @rule(who=people, where=centers, slot=slots)
    def calls(self, who: int, where: int, slot: int) -> None:
        one = self.people[who]
        free = times(self.places[where], self.staff)
        if not free:
            return
        awaited = RescheduleState.AWAITING in self._open(one)
        wanted = free[slot % len(free)].slot_id
        call = PhoneCall(wanted, Cause.TRAVEL, str(uuid7()), Excuse.ILLNESS)
        with db.write() as session:
            open_file(session, self.staff, one.appointment_id, OpeningReason.CONTACT)
            answer = book_by_phone(session, self.staff, one.appointment_id, call)
        assert answer is DeskAnswer.DONE
        self.counted[who] += not awaited

    @rule(who=people)
    def a_day_closes(self, who: int) -> None:
        self._day(who, close=True)

    @rule(who=people)
    def a_day_opens(self, who: int) -> None:
        self._day(who, close=False)

    @rule(where=centers)
    def a_center_closes(self, where: int) -> None:
        with db.write() as session:
            close_until_further_notice(session, self.staff, self.places[where], "damage")

    @rule(where=centers)
    def a_center_opens(self, where: int) -> None:
        with db.write() as session:
            open_again(session, self.staff, self.places[where])

    @rule(minutes=st.sampled_from([1, 12, 600]))
    def time_passes(self, minutes: int) -> None:
        later(minutes=minutes)

    @rule()
    def the_worker_runs(self) -> None:
        later(minutes=2)
        move_all_from_closed()
        find_times()
        let_decisions_leave()

    @rule(who=people)
    def undoes(self, who: int) -> None:
        """The officer thinks better of what was decided within the last minute, if anything."""
        one = self.people[who]
        with db.write() as session:
            file = open_file(session, self.staff, one.appointment_id, OpeningReason.CONTACT)
            assert isinstance(file, AppointmentFile)
            if not file.undo.id:
                return
            decided = self._open(one) != {RescheduleState.ASKED}
            answer = undo(session, self.staff, UUID(file.undo.id))
        if answer is UndoAnswer.DONE:
            assert decided
            assert self._open(one) == {RescheduleState.ASKED}

    @invariant()
    def each_has_one_or_awaits_one(self) -> None:
        for one in self.people:
            with db.read() as session:
                active = session.exec(
                    select(Booking.id).where(
                        Booking.subject_id == one.party_id, Booking.state == BookingState.ACTIVE
                    )
                ).all()
                ever = session.exec(select(Booking.id).where(Booking.subject_id == one.party_id))
                touched = ever.first() is not None
            awaits = RescheduleState.AWAITING in self._open(one)
            assert len(active) == (0 if awaits or not touched else 1)

    @invariant()
    def only_their_own_moves_count(self) -> None:
        for who, one in enumerate(self.people):
            with db.read() as session:
                rows = session.exec(
                    select(Reschedule).where(Reschedule.party_id == one.party_id)
                ).all()
            assert sum(row.counts for row in rows) == self.counted[who]

    @invariant()
    def every_move_left_once(self) -> None:
        with db.read() as session:
            done = set(session.exec(select(Reschedule.to_booking_id))) - {None}
            told = session.exec(
                select(OutboundEvent.subject_id).where(OutboundEvent.kind == "move")
            ).all()
        assert sorted(told) == sorted(one for one in done if one)

    def _open(self, one: Comes) -> set[str]:
        with db.read() as session:
            rows = session.exec(
                select(Reschedule.state).where(Reschedule.party_id == one.party_id)
            ).all()
        return set(rows) & {"asked", "approved", "awaiting"}

    def _day(self, who: int, *, close: bool) -> None:
        """Of the appointment that somebody has now."""
        one = self.people[who]
        with db.read() as session:
            now = session.exec(
                select(Booking).where(
                    Booking.subject_id == one.party_id, Booking.state == BookingState.ACTIVE
                )
            ).first()
        if now is None:
            return
        day = day_of(now.starts_at, DENVER)
        with db.write() as session:
            if close:
                close_day(session, self.staff, now.office_id, day, "weather")
            else:
                reopen(session, self.staff, now.office_id, day)


@pytest.mark.usefixtures("database")
def test_in_any_order_nobody_has_two_or_loses_count(soak: bool) -> None:
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=120 if soak else 2,
            stateful_step_count=50 if soak else 20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
