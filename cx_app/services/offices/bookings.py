"""Bookings as rows: for whom, found again by their request, added and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.slots import BookingState, Refused, SlotRefusal, is_held
from cx_app.models import Booking
from cx_app.models.bulk import fresh
from cx_app.services.offices.seats import Taken

BOOKINGS: Final = SQLModel.metadata.tables["booking"]
SUBJECT: Final = "booking"
# A move is a handful of statements, and building them costs more than sending them: these are
# built once, and rows are read as they come.
READ: Final = (
    *("id", "subject_id", "service", "office_id", "starts_at", "ends_at", "state"),
    *("hold_id", "replaces_id", "appointment_id"),
)
"""What is asked of a booking; each column that is read has its price."""
_BOOKING: Final = select(*(BOOKINGS.c[name] for name in READ))
_OF_REQUEST: Final = _BOOKING.where(
    BOOKINGS.c.subject_id == bindparam("subject"), BOOKINGS.c.request_key == bindparam("request")
)
_LOCK: Final = _BOOKING.where(BOOKINGS.c.id == bindparam("booking")).with_for_update()
_END: Final = (
    update(BOOKINGS)
    .where(BOOKINGS.c.id == bindparam("booking"))
    .values(state=bindparam("to_state"), ended_at=bindparam("at"), end_cause=bindparam("of_cause"))
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What somebody comes for: `id` is the party of a case (biometrics) or a request (a visit)."""

    id: UUID
    case_id: UUID | None = None
    party_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """`again`: this request was answered before, and nothing was changed now."""

    booking_id: UUID
    office_id: UUID
    service: AppointmentKind
    starts_at: datetime
    ends_at: datetime
    again: bool = False


def booked(row: Booking | Row[Any], *, again: bool = False) -> Booked:
    return Booked(
        row.id, row.office_id, AppointmentKind(row.service), row.starts_at, row.ends_at, again
    )


@cache
def _add(dialect: str) -> Any:
    made = postgresql if dialect == "postgresql" else sqlite
    return made.insert(BOOKINGS).on_conflict_do_nothing().returning(BOOKINGS.c.id)


def of_request(session: Session, subject_id: UUID, request_key: str) -> Row[Any] | None:
    """What this request of the subject made before, whatever became of it since (SLOT-7)."""
    asked = {"subject": subject_id, "request": request_key}
    return session.connection().execute(_OF_REQUEST, asked).first()


def lock_booking(session: Session, booking_id: UUID) -> Row[Any] | None:
    return session.connection().execute(_LOCK, {"booking": booking_id}).first()


def add(session: Session, row: Booking) -> bool:
    """False when any of its constraints is against it: another active one, or the same request at
    this very moment (SLOT-5)."""
    added = session.connection().execute(_add(session.get_bind().dialect.name), row.__dict__)
    return added.first() is not None


def end(
    session: Session, row: Booking | Row[Any], state: BookingState, now: datetime, cause: str
) -> None:
    ended = {"booking": row.id, "to_state": state, "at": now, "of_cause": cause}
    session.connection().execute(_END, ended)


def same_request(known: Row[Any], hold_id: UUID) -> Booked | Refused:
    """The answer to a request that comes again; with another time it is not the same request."""
    if known.hold_id != hold_id:
        return Refused(SlotRefusal.OTHER_REQUEST)
    return booked(known, again=True)


def is_theirs(seats: Sequence[Taken], subject: Subject, now: datetime) -> bool:
    """Whether the hold still counts, and is the subject's; a seat of an office that has closed
    meanwhile is nobody's any more."""
    return any(
        seat.held_for == subject.id and seat.offered and is_held(seat.held_until, now)
        for seat in seats
    )


def booking_of(seat: Taken, subject: Subject, request_key: str, now: datetime) -> Booking:
    """To `add`; it is no part of any session."""
    return fresh(
        Booking,
        service=seat.service,
        subject_id=subject.id,
        case_id=subject.case_id,
        party_id=subject.party_id,
        office_id=seat.office_id,
        seat_id=seat.id,
        starts_at=seat.starts_at,
        ends_at=seat.ends_at,
        state=BookingState.ACTIVE,
        request_key=request_key,
        hold_id=seat.hold_id,
        booked_at=now,
    )
