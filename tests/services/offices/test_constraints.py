"""The database itself refuses what must never be, whatever code writes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import Booking, OfficeHours, Seat
from cx_app.models.base import uuid7
from tests.services.offices.places import appointment, held, office, somebody, times

pytestmark = pytest.mark.usefixtures("database")


def copy_of(booking_id: UUID, **changes: Any) -> Booking:
    with db.read() as session:
        row = session.get_one(Booking, booking_id).model_dump()
    fresh = {"id": uuid7(), "request_key": "another", "subject_id": uuid7(), "replaces_id": None}
    return Booking(**{**row, **fresh, **changes})


def refused(row: Booking) -> None:
    with pytest.raises(IntegrityError), db.write() as session:
        session.add(row)


def test_two_active_bookings_never_share_a_seat(database: str) -> None:
    refused(copy_of(appointment(times(office())[0].slot_id, somebody()).booking_id))


def test_nobody_has_two_active_bookings_for_one_thing(database: str) -> None:
    me = somebody()
    made = appointment(times(office())[0].slot_id, me)
    refused(copy_of(made.booking_id, subject_id=me.id, seat_id=None))


def test_a_booking_is_replaced_once(database: str) -> None:
    free = times(office())
    old = appointment(free[0].slot_id, somebody()).booking_id
    ended = {"state": BookingState.MOVED, "seat_id": None}
    with db.write() as session:
        session.add(copy_of(old, replaces_id=old, ended_at=clock.wall(), **ended))
    refused(copy_of(old, replaces_id=old, ended_at=clock.wall(), **ended))


def test_a_request_counts_once(database: str) -> None:
    me = somebody()
    made = appointment(times(office())[0].slot_id, me, "k")
    ended = {"state": BookingState.CANCELLED, "ended_at": clock.wall()}
    refused(copy_of(made.booking_id, subject_id=me.id, request_key="k", **ended))


def test_an_active_booking_has_no_end_and_any_other_has_one(database: str) -> None:
    made = appointment(times(office())[0].slot_id, somebody())
    refused(copy_of(made.booking_id, seat_id=None, ended_at=clock.wall()))
    refused(copy_of(made.booking_id, seat_id=None, state=BookingState.MOVED))


@pytest.mark.parametrize(
    "values",
    [
        {"hold_id": uuid7(), "held_for": uuid7(), "held_until": clock.wall()},
        {"hold_id": uuid7()},
        {"number": 0},
        {"number": 1},
    ],
    ids=["held and booked", "half a hold", "no number", "a number twice"],
)
def test_a_seat_is_free_or_held_or_booked_and_there_once(
    database: str, values: dict[str, Any]
) -> None:
    slot = times(office(capacity=2))[0].slot_id
    appointment(slot, somebody())
    with db.read() as session:
        second = session.exec(select(Seat).where(Seat.slot_id == slot, Seat.number == 2)).one()
        booked = session.exec(select(Seat).where(Seat.slot_id == slot, Seat.number == 1)).one()
    target = booked if "held_for" in values else second
    with pytest.raises(IntegrityError), db.write() as session:
        session.execute(update(Seat).where(col(Seat.id) == target.id).values(**values))


def test_nobody_holds_two_seats(database: str) -> None:
    me = somebody()
    free = times(office())
    held(free[0].slot_id, me)
    until = clock.wall() + timedelta(minutes=5)
    with pytest.raises(IntegrityError), db.write() as session:
        session.execute(
            update(Seat)
            .where(col(Seat.slot_id) == free[1].slot_id)
            .values(hold_id=uuid7(), held_for=me.id, held_until=until)
        )


@pytest.mark.parametrize("values", [{"weekday": 7}, {"capacity": 0}, {"minutes": 0}])
def test_hours_make_sense(database: str, values: dict[str, int]) -> None:
    office()
    with pytest.raises(IntegrityError), db.write() as session:
        session.execute(update(OfficeHours).values(**values))
