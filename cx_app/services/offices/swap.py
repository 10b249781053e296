"""Move a booking to a time that is held: a swap, never two active ones, never none (SLOT-5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import Session

from cx_app.domain.identity import Actor
from cx_app.domain.slots import BookingState, Refused, SlotRefusal
from cx_app.gateways import clock
from cx_app.services.audit.record import record_at_once
from cx_app.services.offices.bookings import (
    SUBJECT,
    Booked,
    Subject,
    add,
    booked,
    booking_of,
    end,
    is_theirs,
    lock_booking,
    of_request,
    same_request,
)
from cx_app.services.offices.seats import HELD_OR_BOOKED, exchange, lock


def swap(
    session: Session,
    actor: Actor,
    subject: Subject,
    booking_id: UUID,
    hold_id: UUID,
    request_key: str,
    *,
    cause: str,
) -> Booked | Refused:
    """The old seat is free once the new one is booked, in the same transaction; a refusal or a
    crash leaves the old booking as it was. The same request again has the same answer."""
    session.flush()  # rows that the booking names come first
    now = clock.business(session)
    old = lock_booking(session, booking_id)
    seats = lock(session, HELD_OR_BOOKED, hold=hold_id, booking=booking_id)
    if (known := of_request(session, subject.id, request_key)) is not None:
        return _same_move(known, booking_id, hold_id)
    if old is None or old.subject_id != subject.id or old.state != BookingState.ACTIVE:
        return Refused(SlotRefusal.NOT_ACTIVE)
    held = [seat for seat in seats if seat.hold_id == hold_id]
    if not is_theirs(held, subject, now):
        return Refused(SlotRefusal.HOLD_ENDED)
    if held[0].service != old.service:
        return Refused(SlotRefusal.NOT_OFFERED)
    new = booking_of(held[0], subject, request_key, now)
    new.replaces_id, new.appointment_id, new.cause = old.id, old.appointment_id, cause
    end(session, old, BookingState.MOVED, now, cause)
    if not add(session, new):
        raise RuntimeError("the old booking has ended, and yet another one is active")
    left = next((seat.id for seat in seats if seat.booking_id == booking_id), None)
    exchange(session, held[0].id, new.id, left)
    record_at_once(
        session,
        actor,
        "booking.move",
        case_id=subject.case_id,
        subject_type=SUBJECT,
        subject_id=new.id,
        details={"service": new.service, "cause": cause},
    )
    return booked(new)


def _same_move(known: Row[Any], booking_id: UUID, hold_id: UUID) -> Booked | Refused:
    if known.replaces_id != booking_id:
        return Refused(SlotRefusal.OTHER_REQUEST)
    return same_request(known, hold_id)
