"""A hold becomes a booking once; a move is a swap; a cancelled seat is free at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.appointments import AppointmentState
from cx_app.domain.cases import PartyRole
from cx_app.domain.slots import BookingState, Refused, SlotRefusal
from cx_app.gateways import clock
from cx_app.models import Appointment, AuditEntry, Booking
from cx_app.models.base import uuid7
from cx_app.services.offices.bookings import Booked, Subject
from cx_app.services.offices.cancel import cancel
from cx_app.services.offices.confirm import adopt, confirm
from cx_app.services.offices.swap import swap
from cx_app.services.offices.times import FreeTime
from tests import factories
from tests.services.offices.places import (
    BIOMETRICS,
    active,
    applicant,
    appointment,
    check,
    held,
    later,
    office,
    somebody,
    taken,
    times,
)
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def free(database: str) -> list[FreeTime]:
    return times(office())


def confirms(subject: Subject, hold_id: UUID, key: str = "k") -> Booked | Refused:
    with db.write() as session:
        return confirm(session, applicant(), subject, hold_id, key)


def moves(subject: Subject, booking_id: UUID, hold_id: UUID, key: str = "m") -> Booked | Refused:
    with db.write() as session:
        return swap(session, applicant(), subject, booking_id, hold_id, key, cause="travel")


def cancels(subject: Subject, booking_id: UUID) -> Booked | Refused:
    with db.write() as session:
        return cancel(session, applicant(), subject, booking_id, cause="withdrawn")


def test_a_hold_becomes_a_booking(free: list[FreeTime]) -> None:
    me = somebody()
    made = confirms(me, held(free[0].slot_id, me).hold_id)
    assert isinstance(made, Booked)
    assert (made.starts_at, made.again) == (free[0].starts_at, False)
    assert taken(free[0].slot_id) == 1
    check()


def test_the_same_request_again_has_the_same_answer(free: list[FreeTime]) -> None:
    me = somebody()
    hold_id = held(free[0].slot_id, me).hold_id
    first, again = confirms(me, hold_id), confirms(me, hold_id)
    assert isinstance(first, Booked)
    assert isinstance(again, Booked)
    assert (again.booking_id, again.again) == (first.booking_id, True)
    assert len(active(me)) == 1


def test_the_same_key_for_something_else_is_refused(free: list[FreeTime]) -> None:
    me = somebody()
    confirms(me, held(free[0].slot_id, me).hold_id, "k")
    other = held(free[1].slot_id, me).hold_id
    assert confirms(me, other, "k") == Refused(SlotRefusal.OTHER_REQUEST)
    assert moves(me, active(me)[0].id, other, "k") == Refused(SlotRefusal.OTHER_REQUEST)


def test_one_persons_key_says_nothing_about_anothers(free: list[FreeTime]) -> None:
    me, other = somebody(), somebody()
    confirms(me, held(free[0].slot_id, me).hold_id, "k")
    answer = confirms(other, held(free[1].slot_id, other).hold_id, "k")
    assert isinstance(answer, Booked)
    assert not answer.again


def test_a_hold_that_has_ended_books_nothing(free: list[FreeTime]) -> None:
    me = somebody()
    hold_id = held(free[0].slot_id, me).hold_id
    later(minutes=10)
    assert confirms(me, hold_id) == Refused(SlotRefusal.HOLD_ENDED)
    assert active(me) == []


def test_nobody_confirms_the_hold_of_another(free: list[FreeTime]) -> None:
    hold_id = held(free[0].slot_id, somebody()).hold_id
    assert confirms(somebody(), hold_id) == Refused(SlotRefusal.HOLD_ENDED)


def test_who_has_an_appointment_gets_no_second_one(free: list[FreeTime]) -> None:
    me = somebody()
    appointment(free[0].slot_id, me)
    second = held(free[1].slot_id, me).hold_id
    assert confirms(me, second) == Refused(SlotRefusal.ALREADY_BOOKED)
    assert len(active(me)) == 1
    check()


def test_a_move_frees_the_old_time_and_takes_the_new(free: list[FreeTime]) -> None:
    me = somebody()
    old = appointment(free[0].slot_id, me)
    new = moves(me, old.booking_id, held(free[1].slot_id, me).hold_id)
    assert isinstance(new, Booked)
    assert [row.id for row in active(me)] == [new.booking_id]
    assert (taken(free[0].slot_id), taken(free[1].slot_id)) == (0, 1)
    held(free[0].slot_id, somebody())
    check()


def test_a_move_again_is_the_same_move(free: list[FreeTime]) -> None:
    me = somebody()
    old = appointment(free[0].slot_id, me)
    hold_id = held(free[1].slot_id, me).hold_id
    first, again = (moves(me, old.booking_id, hold_id) for _ in range(2))
    assert isinstance(first, Booked)
    assert isinstance(again, Booked)
    assert (again.booking_id, again.again) == (first.booking_id, True)


def test_an_old_link_moves_nothing(free: list[FreeTime]) -> None:
    me = somebody()
    old = appointment(free[0].slot_id, me)
    moves(me, old.booking_id, held(free[1].slot_id, me).hold_id, "m1")
    hold_id = held(free[2].slot_id, me).hold_id
    assert moves(me, old.booking_id, hold_id, "m2") == Refused(SlotRefusal.NOT_ACTIVE)
    assert len(active(me)) == 1


def test_a_move_that_is_refused_leaves_the_appointment(free: list[FreeTime]) -> None:
    me, other = somebody(), somebody()
    mine = appointment(free[0].slot_id, me)
    hold_id = held(free[1].slot_id, me).hold_id
    later(minutes=10)
    assert moves(me, mine.booking_id, hold_id) == Refused(SlotRefusal.HOLD_ENDED)
    theirs = held(free[2].slot_id, other).hold_id
    assert moves(other, mine.booking_id, theirs) == Refused(SlotRefusal.NOT_ACTIVE)
    assert [row.id for row in active(me)] == [mine.booking_id]
    check()


def test_what_is_cancelled_is_free_at_once_and_only_once(free: list[FreeTime]) -> None:
    me = somebody()
    made = appointment(free[0].slot_id, me)
    first, again = (cancels(me, made.booking_id) for _ in range(2))
    assert isinstance(first, Booked)
    assert isinstance(again, Booked)
    assert (first.again, again.again) == (False, True)
    appointment(free[0].slot_id, somebody())
    check()


def test_what_was_moved_is_not_cancelled_by_its_old_link(free: list[FreeTime]) -> None:
    me = somebody()
    old = appointment(free[0].slot_id, me)
    moves(me, old.booking_id, held(free[1].slot_id, me).hold_id)
    assert cancels(me, old.booking_id) == Refused(SlotRefusal.NOT_ACTIVE)
    assert cancels(somebody(), active(me)[0].id) == Refused(SlotRefusal.NOT_ACTIVE)
    assert len(active(me)) == 1


def test_each_change_is_recorded_once(free: list[FreeTime]) -> None:
    me = somebody()
    old = appointment(free[0].slot_id, me)
    hold_id = held(free[1].slot_id, me).hold_id
    for _ in range(2):
        moves(me, old.booking_id, hold_id)
    for _ in range(2):
        cancels(me, active(me)[0].id if active(me) else old.booking_id)
    with db.read() as session:
        actions = session.exec(
            select(AuditEntry.action).where(AuditEntry.subject_type == "booking")
        ).all()
    assert sorted(actions) == ["booking.cancel", "booking.make", "booking.move"]


@pytest.mark.parametrize("act", ["confirm", "swap"])
def test_a_double_click_at_the_same_instant_is_one_request(free: list[FreeTime], act: str) -> None:
    me = somebody()
    old = appointment(free[0].slot_id, me) if act == "swap" else None
    hold_id = held(free[1].slot_id, me).hold_id

    def click() -> Booked | Refused:
        return moves(me, old.booking_id, hold_id) if old else confirms(me, hold_id)

    clicks: list[Callable[[], Booked | Refused]] = [click] * 8
    answers = together(*clicks)
    assert {one.booking_id for one in answers if isinstance(one, Booked)} == {active(me)[0].id}
    assert sum(isinstance(one, Booked) and not one.again for one in answers) == 1
    check()


def agency_made(starts_slot: FreeTime | None, office_id: UUID) -> Appointment:
    with db.write() as session:
        case = factories.case(session)
        party = factories.party(session, case, factories.person(session), PartyRole.APPLICANT)
        made = Appointment(
            feed_id=str(uuid7()),
            case_id=case.id,
            party_id=party.id,
            office_id=office_id,
            kind=BIOMETRICS,
            starts_at=starts_slot.starts_at
            if starts_slot
            else clock.business(session) + timedelta(days=3, minutes=7),
            state=AppointmentState.SCHEDULED,
            updated_at=clock.business(session),
        )
        session.add(made)
        session.flush()
        return made


def adopts(made: Appointment) -> Booked | None:
    with db.write() as session:
        return adopt(session, made)


def test_what_the_agency_booked_takes_a_seat_once(database: str) -> None:
    office_id = office()
    slot = times(office_id)[0]
    made = agency_made(slot, office_id)
    first, again = adopts(made), adopts(made)
    assert first
    assert again
    assert (again.booking_id, again.again) == (first.booking_id, True)
    assert taken(slot.slot_id) == 1
    check()


def test_at_a_time_without_a_seat_it_counts_and_can_be_moved(database: str) -> None:
    office_id = office()
    made = agency_made(None, office_id)
    mine = adopts(made)
    assert mine
    me = Subject(made.party_id, made.case_id, made.party_id)
    slot = times(office_id)[0]
    new = moves(me, mine.booking_id, held(slot.slot_id, me).hold_id)
    assert isinstance(new, Booked)
    with db.read() as session:
        row = session.get_one(Booking, new.booking_id)
        assert (row.appointment_id, row.replaces_id) == (made.id, mine.booking_id)
        assert session.get_one(Booking, mine.booking_id).state == BookingState.MOVED
    check()


def test_a_full_slot_takes_no_seat_for_the_agency(database: str) -> None:
    office_id = office()
    slot = times(office_id)[0]
    appointment(slot.slot_id, somebody())
    assert adopts(agency_made(slot, office_id))
    assert taken(slot.slot_id) == 1
    check()


def test_what_is_over_or_cancelled_is_not_taken_over(database: str) -> None:
    made = agency_made(None, office())
    made.state = AppointmentState.CANCELLED
    assert adopts(made) is None
    made.state = AppointmentState.SCHEDULED
    later(days=4)
    assert adopts(made) is None
