"""Give somebody a time at once, without a hold: the portal itself after a closure, or an officer
with the person on the phone (SLOT-5, SLOT-7)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from cx_app.domain.identity import Actor
from cx_app.domain.slots import BookingState, Refused, SlotRefusal
from cx_app.gateways import clock
from cx_app.models import Booking, Slot
from cx_app.models.base import uuid7
from cx_app.services.audit.record import record_at_once
from cx_app.services.offices.bookings import (
    SUBJECT,
    Booked,
    Subject,
    add,
    booked,
    booking_of,
    end,
    lock_booking,
    of_request,
)
from cx_app.services.offices.seats import BOOKED, Taken, book, exchange, lock, lock_free


def give(
    session: Session,
    actor: Actor,
    subject: Subject,
    slot_id: UUID,
    request_key: str | None,
    *,
    instead_of: UUID | None,
    cause: str,
    appointment_id: UUID | None = None,
) -> Booked | Refused:
    """Any free seat of the slot, in the place of a booking where there is one. What others hold
    stays theirs. The old seat is locked first and the new one is never waited for, so two who
    change places do not wait for each other. Without a key the request is one that cannot come
    again, since the caller has seen to that."""
    session.flush()
    now = clock.business(session)
    old = lock_booking(session, instead_of) if instead_of else None
    left = lock(session, BOOKED, booking=instead_of) if instead_of else []
    if request_key and (known := of_request(session, subject.id, request_key)) is not None:
        return booked(known, again=True)
    if instead_of and (
        old is None or old.subject_id != subject.id or old.state != BookingState.ACTIVE
    ):
        return Refused(SlotRefusal.NOT_ACTIVE)
    slot = session.get(Slot, slot_id)
    if slot is None or slot.starts_at <= now or (old is not None and old.service != slot.service):
        return Refused(SlotRefusal.NOT_OFFERED)
    seat_id = lock_free(session, slot_id, now)
    if seat_id is None:
        return Refused(SlotRefusal.FULL)
    new = booking_of(_taken(seat_id, slot), subject, request_key or f"{cause}:{uuid7()}", now)
    new.cause, new.appointment_id = cause, appointment_id
    if old is not None:
        new.replaces_id, new.appointment_id = old.id, old.appointment_id
        end(session, old, BookingState.MOVED, now, cause)
    if not add(session, new):
        return Refused(SlotRefusal.ALREADY_BOOKED)
    if left:
        exchange(session, seat_id, new.id, left[0].id)
    else:
        book(session, seat_id, new.id)
    if old is None:
        _note(session, actor, subject, new, "booking.make")
    else:
        _note(session, actor, subject, new, "booking.move")
    return booked(new)


def _note(session: Session, actor: Actor, subject: Subject, new: Booking, action: str) -> None:
    record_at_once(
        session,
        actor,
        action,
        case_id=subject.case_id,
        subject_type=SUBJECT,
        subject_id=new.id,
        details={"service": new.service, "cause": new.cause},
    )


def _taken(seat_id: UUID, slot: Slot) -> Taken:
    return Taken(
        id=seat_id,
        slot_id=slot.id,
        offered=True,
        hold_id=None,
        held_for=None,
        held_until=None,
        extended=0,
        booking_id=None,
        office_id=slot.office_id,
        service=slot.service,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )
