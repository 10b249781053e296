"""Bookings as rows: for whom, found again by their request, added and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, SQLModel, select

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.slots import BookingState, Refused, SlotRefusal, is_held
from cx_app.models import Booking, Seat, Slot
from cx_app.models.base import insert

BOOKINGS: Final = SQLModel.metadata.tables["booking"]
SUBJECT: Final = "booking"


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


def booked(row: Booking, *, again: bool = False) -> Booked:
    return Booked(
        row.id, row.office_id, AppointmentKind(row.service), row.starts_at, row.ends_at, again
    )


def of_request(session: Session, subject_id: UUID, request_key: str) -> Booking | None:
    """What this request of the subject made before, whatever became of it since (SLOT-7)."""
    return session.exec(
        select(Booking).where(Booking.subject_id == subject_id, Booking.request_key == request_key)
    ).first()


def lock_booking(session: Session, booking_id: UUID) -> Booking | None:
    return session.exec(
        select(Booking)
        .where(Booking.id == booking_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def add(session: Session, row: Booking) -> bool:
    """False when any of its constraints is against it: another active one, or the same request at
    this very moment (SLOT-5)."""
    added = session.execute(
        insert(session, BOOKINGS)
        .values(row.model_dump())
        .on_conflict_do_nothing()
        .returning(BOOKINGS.c.id)
    )
    return added.first() is not None


def end(session: Session, row: Booking, state: BookingState, now: datetime, cause: str) -> None:
    session.execute(
        update(BOOKINGS)
        .where(BOOKINGS.c.id == row.id)
        .values(state=state, ended_at=now, end_cause=cause)
    )


def same_request(known: Booking, hold_id: UUID) -> Booked | Refused:
    """The answer to a request that comes again; with another time it is not the same request."""
    if known.hold_id != hold_id:
        return Refused(SlotRefusal.OTHER_REQUEST)
    return booked(known, again=True)


def is_theirs(seats: Sequence[Seat], subject: Subject, now: datetime) -> bool:
    """Whether the hold still counts, and is the subject's; a seat of an office that has closed
    meanwhile is nobody's any more."""
    return any(
        seat.held_for == subject.id and seat.offered and is_held(seat.held_until, now)
        for seat in seats
    )


def booking_of(
    slot: Slot, seat: Seat, subject: Subject, request_key: str, now: datetime
) -> Booking:
    return Booking(
        service=slot.service,
        subject_id=subject.id,
        case_id=subject.case_id,
        party_id=subject.party_id,
        office_id=slot.office_id,
        seat_id=seat.id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        state=BookingState.ACTIVE,
        request_key=request_key,
        hold_id=seat.hold_id,
        booked_at=now,
    )
