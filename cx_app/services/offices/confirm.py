"""Turn a hold into a booking (SLOT-5, SLOT-7), and take over what the agency booked."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session, select

from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.identity import Actor
from cx_app.domain.slots import BookingState, Refused, SlotRefusal
from cx_app.gateways import clock
from cx_app.models import Appointment, Booking, Slot
from cx_app.models.bulk import fresh
from cx_app.services.audit.record import SYSTEM_ACTOR, record_at_once
from cx_app.services.offices.bookings import (
    SUBJECT,
    Booked,
    Subject,
    add,
    booked,
    booking_of,
    end,
    is_theirs,
    of_request,
    same_request,
)
from cx_app.services.offices.seats import BOOKED, HELD, book, leave, lock, lock_free

USUAL_LENGTH: Final = timedelta(minutes=30)
"""Of an appointment that the agency made at a time without a slot here."""
BY_AGENCY: Final = "agency"
"""Why a booking ended that the agency itself moved or cancelled."""


def confirm(
    session: Session,
    actor: Actor,
    subject: Subject,
    hold_id: UUID,
    request_key: str,
    *,
    cause: str = "",
    appointment_id: UUID | None = None,
    instead_of: UUID | None = None,
) -> Booked | Refused:
    """Book the seat that is held, whole or not at all. The same request again has the same answer;
    whoever has an active booking moves it instead (`swap`). `appointment_id` is the agency's;
    `instead_of` a booking that has ended, in whose place this one stands."""
    session.flush()  # rows that the booking names come first
    now = clock.business(session)
    seats = lock(session, HELD, hold=hold_id)
    if (known := of_request(session, subject.id, request_key)) is not None:
        return same_request(known, hold_id)
    if not is_theirs(seats, subject, now):
        return Refused(SlotRefusal.HOLD_ENDED)
    seat = seats[0]
    row = booking_of(seat, subject, request_key, now)
    row.cause, row.appointment_id, row.replaces_id = cause, appointment_id, instead_of
    if not add(session, row):
        return Refused(SlotRefusal.ALREADY_BOOKED)
    book(session, seat.id, row.id)
    record_at_once(
        session,
        actor,
        "booking.make",
        case_id=subject.case_id,
        subject_type=SUBJECT,
        subject_id=row.id,
        details={"service": row.service, "cause": cause},
    )
    return booked(row)


def adopt(
    session: Session,
    appointment: Appointment,
    *,
    instead_of: Booking | None = None,
    passed: bool = False,
) -> Booked | None:
    """An appointment that the agency made takes a seat here, if its time has a free one; it counts
    as booked in any case. None when it is not ahead as scheduled, or another booking is active.
    `instead_of` is a booking, held for this transaction, that the agency moved here; with `passed`
    also one whose time is over, which somebody is about to move for its person."""
    session.flush()
    now = clock.business(session)
    key = f"appointment:{appointment.id}:{round(appointment.updated_at.timestamp() * 1e6)}"
    if (known := of_request(session, appointment.party_id, key)) is not None:
        return booked(known, again=True)
    if appointment.state != AppointmentState.SCHEDULED:
        return None
    if appointment.starts_at <= now and not passed:
        return None
    slot = session.exec(
        select(Slot).where(
            Slot.office_id == appointment.office_id,
            Slot.service == appointment.kind,
            Slot.starts_at == appointment.starts_at,
        )
    ).first()
    seat_id = lock_free(session, slot.id, now) if slot else None
    row = fresh(
        Booking,
        service=AppointmentKind(appointment.kind),
        subject_id=appointment.party_id,
        case_id=appointment.case_id,
        party_id=appointment.party_id,
        appointment_id=appointment.id,
        office_id=appointment.office_id,
        seat_id=seat_id,
        starts_at=appointment.starts_at,
        ends_at=slot.ends_at if slot else appointment.starts_at + USUAL_LENGTH,
        state=BookingState.ACTIVE,
        request_key=key,
        replaces_id=instead_of.id if instead_of else None,
        booked_at=now,
    )
    if instead_of is not None:
        leave(session, [seat.id for seat in lock(session, BOOKED, booking=instead_of.id)])
        end(session, instead_of, BookingState.MOVED, now, BY_AGENCY)
    if not add(session, row):
        return None
    if seat_id is not None:
        book(session, seat_id, row.id)
    record_at_once(
        session,
        SYSTEM_ACTOR,
        "booking.take_over",
        case_id=row.case_id,
        subject_type=SUBJECT,
        subject_id=row.id,
        details={"service": row.service, "seat": seat_id is not None},
    )
    return booked(row)
