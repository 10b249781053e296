"""An office with times, people who want them, and what must be true whatever they do."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID

from sqlmodel import col, func, select

from cx_app import database as db
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.identity import Actor, Role
from cx_app.domain.offices import Hours, OfficeKind
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import Booking, Office, Seat, Slot
from cx_app.models.base import uuid7
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.offices.bookings import Booked, Subject
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.hold import Held, hold
from cx_app.services.offices.hours import set_hours
from cx_app.services.offices.times import FreeTime, free_times
from tests import factories

BIOMETRICS = AppointmentKind.BIOMETRICS
SINCE = date(2020, 1, 1)


def office(
    *,
    capacity: int = 1,
    zone: str = "America/Denver",
    zip_code: str = "79901",
    kind: OfficeKind = OfficeKind.SUPPORT_CENTER,
    closes: time = time(10),
    name: str = "El Paso",
) -> UUID:
    """Open every day from eight, with a time each half hour."""
    with db.write() as session:
        made = Office(
            feed_id=f"tests:{uuid7()}",
            kind=kind,
            name=name,
            zip_code=zip_code,
            time_zone=zone,
            updated_at=clock.wall(),
        )
        session.add(made)
        session.flush()
        set_hours(session, SYSTEM_ACTOR, made.id, BIOMETRICS, week(capacity, closes), SINCE)
        return made.id


def week(capacity: int, closes: time = time(10), opens: time = time(8)) -> list[Hours]:
    half_hour = timedelta(minutes=30)
    return [Hours(BIOMETRICS, day, opens, closes, half_hour, capacity) for day in range(7)]


def applicant() -> Actor:
    return Actor(uuid7(), Role.APPLICANT)


def officer() -> Actor:
    with db.write() as session:
        return factories.actor_for(factories.account(session, roles=(Role.OFFICER,)), Role.OFFICER)


def somebody() -> Subject:
    return Subject(uuid7())


def times(office_id: UUID, actor: Actor | None = None) -> list[FreeTime]:
    with db.read() as session:
        return free_times(session, actor or applicant(), office_id, BIOMETRICS)


def held(slot_id: UUID, subject: Subject) -> Held:
    with db.write() as session:
        answer = hold(session, applicant(), slot_id, subject.id)
    assert isinstance(answer, Held)
    return answer


def appointment(slot_id: UUID, subject: Subject, key: str = "first") -> Booked:
    hold_id = held(slot_id, subject).hold_id
    with db.write() as session:
        answer = confirm(session, applicant(), subject, hold_id, key)
    assert isinstance(answer, Booked)
    return answer


def active(subject: Subject) -> list[Booking]:
    with db.read() as session:
        return list(
            session.exec(
                select(Booking).where(
                    Booking.subject_id == subject.id, Booking.state == BookingState.ACTIVE
                )
            )
        )


def taken(slot_id: UUID) -> int:
    """Seats that are booked."""
    with db.read() as session:
        return session.exec(
            select(func.count(col(Seat.id))).where(
                Seat.slot_id == slot_id, col(Seat.booking_id).is_not(None)
            )
        ).one()


def later(**by: float) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(**by))


def check() -> None:
    """Seats and active bookings name each other, one to one, at the same time and office."""
    with db.read() as session:
        seats = {
            seat.booking_id: (seat.id, slot.office_id, slot.starts_at)
            for seat, slot in session.exec(
                select(Seat, Slot).where(Seat.slot_id == Slot.id, col(Seat.booking_id).is_not(None))
            )
        }
        bookings = {
            row.id: (row.seat_id, row.office_id, row.starts_at)
            for row in session.exec(select(Booking).where(Booking.state == BookingState.ACTIVE))
            if row.seat_id is not None
        }
    assert seats == bookings
