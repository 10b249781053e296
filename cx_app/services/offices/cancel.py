"""Cancel a booking; its seat is free for others at once."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.identity import Actor
from cx_app.domain.slots import BookingState, Refused, SlotRefusal
from cx_app.gateways import clock
from cx_app.models import Booking
from cx_app.services.audit.record import record
from cx_app.services.offices.bookings import SUBJECT, Booked, Subject, booked, end, lock_booking
from cx_app.services.offices.seats import BOOKED, leave, lock

GONE: Final = (BookingState.MOVED, BookingState.OVER)


def cancel(
    session: Session, actor: Actor, subject: Subject, booking_id: UUID, *, cause: str
) -> Booked | Refused:
    """What was cancelled, so that the agency and people can be told. A second time changes nothing;
    what was moved is not cancelled through its old booking."""
    row = lock_booking(session, booking_id)
    if row is None or row.subject_id != subject.id or row.state in GONE:
        return Refused(SlotRefusal.NOT_ACTIVE)
    if row.state == BookingState.CANCELLED:
        return booked(row, again=True)
    end(session, row, BookingState.CANCELLED, clock.business(session), cause)
    leave(session, [seat.id for seat in lock(session, BOOKED, booking=booking_id)])
    record(
        session,
        actor,
        "booking.cancel",
        case_id=subject.case_id,
        subject_type=SUBJECT,
        subject_id=row.id,
        details={"service": row.service, "cause": cause},
    )
    return booked(row)


def lapse(session: Session, row: Booking, *, cause: str) -> None:
    """A booking of the past, held for this transaction, makes room for another of its subject."""
    end(session, row, BookingState.OVER, clock.business(session), cause)
    leave(session, [seat.id for seat in lock(session, BOOKED, booking=row.id)])
