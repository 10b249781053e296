"""What the agency hears of visits to field offices that people asked for (design 7). To be called
in the transaction that decides; a booking is told once, however often.
"""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.references import shown
from cx_app.models import AppointmentRequest, Booking, Case, Office, OutboundEvent, Party
from cx_app.services.feed_out import records
from cx_app.services.feed_out.send_back import send_back


def visit_booked(session: Session, request: AppointmentRequest, booking_id: UUID) -> bool:
    """An officer picked a time, or the person picked another one after their office had closed."""
    booking = session.get_one(Booking, booking_id)
    what = records.Booking(
        appointment=str(request.id),
        service=booking.service,
        slot=_slot(session, booking),
        visit=_visit(request),
    )
    return _tell(session, request, what, f"visit:booked:{booking.id}")


def visit_moved(
    session: Session, request: AppointmentRequest, booking_id: UUID, *, cause: str
) -> bool:
    """From the time that the agency was told last; where it was told none, the visit is booked."""
    booking = session.get_one(Booking, booking_id)
    before = _told_last(session, booking)
    if before is None:
        return visit_booked(session, request, booking_id)
    what = records.Move(
        appointment=str(request.id),
        service=booking.service,
        cause=cause,
        slot=_slot(session, booking),
        instead_of=_slot(session, before),
        visit=_visit(request),
    )
    return _tell(session, request, what, f"visit:moved:{booking.id}")


def visit_cancelled(
    session: Session, request: AppointmentRequest, booking_id: UUID, *, cause: str
) -> bool:
    """Nothing, where the booking itself had not left yet: it never was (UNDO-2). Of a move that had
    not left, the time before it ends."""
    booking = _told_last(session, session.get_one(Booking, booking_id))
    if booking is None:
        return False
    what = records.Cancellation(
        appointment=str(request.id),
        service=booking.service,
        cause=cause,
        slot=_slot(session, booking),
        visit=_visit(request),
    )
    return _tell(session, request, what, f"visit:cancelled:{booking.id}")


def _told_last(session: Session, booking: Booking) -> Booking | None:
    """Of this booking and those in whose place it stands, the last that the agency heard of."""
    one: Booking | None = booking
    while one is not None and not _was_told(session, one.id):
        one = session.get_one(Booking, one.replaces_id) if one.replaces_id else None
    return one


def _was_told(session: Session, booking_id: UUID) -> bool:
    keys = [f"visit:{what}:{booking_id}" for what in ("booked", "moved")]
    found = select(OutboundEvent.id).where(col(OutboundEvent.dedupe_key).in_(keys))
    return session.exec(found).first() is not None


def _tell(session: Session, request: AppointmentRequest, what: records.What, key: str) -> bool:
    return send_back(
        session,
        what,
        case=session.get_one(Case, request.case_id) if request.case_id else None,
        party=session.get_one(Party, request.party_id) if request.party_id else None,
        subject_id=request.id,
        dedupe_key=key,
    )


def _visit(request: AppointmentRequest) -> records.Visit:
    return records.Visit(
        reference=shown(request.reference), reason=request.reason, name=request.name
    )


def _slot(session: Session, booking: Booking) -> records.Slot:
    office = session.get_one(Office, booking.office_id)
    return records.Slot(office=office.name, starts_at=booking.starts_at, ends_at=booking.ends_at)
