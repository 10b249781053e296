"""What the agency says of its own appointments: each has a booking, and a move that it has not
heard of yet is not taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from cx_app import database as db
from cx_app.domain.appointments import AppointmentState
from cx_app.domain.biometrics import RescheduleState
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import Appointment, Booking
from cx_app.models.base import uuid7
from cx_app.services.biometrics.agency import follow_agency, is_as_booked
from cx_app.services.biometrics.ask_other import ask_other
from tests.services.biometrics.people import (
    Comes,
    booking,
    check,
    free,
    moves,
    office,
    office_closed,
    page,
    requests,
    somebody,
)
from tests.services.offices.places import later, taken

pytestmark = pytest.mark.usefixtures("database")


def says(one: Comes, **facts: Any) -> None:
    """The agency's newest word about its appointment."""
    later(minutes=1)
    with db.write() as session:
        row = session.get_one(Appointment, one.appointment_id)
        for name, value in facts.items():
            setattr(row, name, value)
        row.updated_at = clock.business(session)
        session.add(row)
        session.flush()
        follow_agency(session, {row.id})


def time_at(one: Comes, index: int) -> datetime:
    return free(one.office_id, one.actor)[index].starts_at


def test_what_lies_ahead_takes_its_seat() -> None:
    place = office()
    one = somebody(office_id=place)
    slot = free(place, one.actor)[2]
    says(one, starts_at=slot.starts_at)
    assert booking(one).starts_at == slot.starts_at
    assert taken(slot.slot_id) == 1
    check()


def test_what_the_agency_moves_is_moved_here_and_counts_for_nobody() -> None:
    one = somebody()
    says(one)
    moves(one)
    first = booking(one)
    says(one, starts_at=time_at(one, 5))
    now = booking(one)
    assert (now.replaces_id, now.starts_at) == (first.id, time_at_of(one))
    assert page(one).moves == "You can move this appointment online 1 more time."
    check()


def time_at_of(one: Comes) -> datetime:
    with db.read() as session:
        return session.get_one(Appointment, one.appointment_id).starts_at


def test_an_agency_that_has_not_heard_takes_no_move_back() -> None:
    one = somebody()
    says(one)
    moves(one)
    moved = booking(one)
    says(one)
    assert booking(one).id == moved.id
    says(one, starts_at=moved.starts_at)
    assert booking(one).id == moved.id


def test_what_it_cancels_is_cancelled_and_its_seat_is_free() -> None:
    one = somebody()
    slot = free(one.office_id, one.actor)[2]
    says(one, starts_at=slot.starts_at)
    says(one, state=AppointmentState.CANCELLED)
    assert taken(slot.slot_id) == 0
    shown = page(one)
    assert (shown.present.when, shown.rule.code) == ("", "not_scheduled")
    says(one, state=AppointmentState.SCHEDULED)
    assert booking(one).starts_at == slot.starts_at


def test_a_request_ends_with_the_appointment_that_it_was_about() -> None:
    one = somebody()
    says(one)
    with db.write() as session:
        ask_other(session, one.actor, one.appointment_id, "A reason of many words")
    says(one, starts_at=time_at(one, 4))
    (row,) = requests(one)
    assert (row.state, row.reason) == (RescheduleState.WITHDRAWN, "overtaken")


def test_a_later_appointment_of_the_same_person_begins_anew() -> None:
    one = somebody(ahead=timedelta(days=2))
    says(one)
    moves(one)
    old = booking(one)
    later(days=3)
    with db.write() as session:
        before = session.get_one(Appointment, one.appointment_id)
        before.state = AppointmentState.KEPT
        session.add(before)
        made = Appointment(
            feed_id=f"tests:{uuid7()}",
            case_id=one.case_id,
            party_id=one.party_id,
            office_id=one.office_id,
            kind=before.kind,
            starts_at=clock.business(session) + timedelta(days=9),
            state=AppointmentState.SCHEDULED,
            updated_at=clock.business(session),
        )
        session.add(made)
        session.flush()
        follow_agency(session, {made.id})
        again = made.id
    with db.read() as session:
        assert session.get_one(Booking, old.id).state == BookingState.OVER
    assert booking(one).appointment_id == again
    check()


def test_a_time_that_a_closure_took_does_not_come_back_with_a_repeated_record() -> None:
    one = somebody()
    says(one)
    office_closed(one)
    says(one)
    assert page(one).present.when == ""
    assert requests(one)[-1].state == RescheduleState.AWAITING
    says(one, starts_at=time_at(one, 3))
    assert booking(one).starts_at == time_at_of(one)
    assert requests(one)[-1].state == RescheduleState.WITHDRAWN


def test_a_record_that_repeats_what_was_booked_here_is_no_news() -> None:
    one = somebody()
    says(one)
    moves(one)
    with db.read() as session:
        row = session.get_one(Appointment, one.appointment_id)
        assert not is_as_booked(session, row)
        row.starts_at = booking(one).starts_at
        assert is_as_booked(session, row)
        session.expunge(row)
