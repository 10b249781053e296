"""What the agency says of its own biometrics appointments, as bookings here.

Each appointment that lies ahead has a booking, so that a closure finds everybody, and what the
agency moves or cancels is moved or cancelled here too.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.biometrics import RescheduleState
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import Appointment, Booking
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.biometrics.standing import open_request
from cx_app.services.offices.bookings import Subject
from cx_app.services.offices.cancel import cancel, lapse
from cx_app.services.offices.confirm import BY_AGENCY, adopt

OVERTAKEN = "overtaken"
"""Why a request ends that nobody decided: the appointment is not what it was."""


def follow_agency(session: Session, appointment_ids: Collection[UUID]) -> None:
    """Bookings are held in one order first, so that nobody waits in a circle."""
    if not appointment_ids:
        return
    appointments = session.exec(
        select(Appointment)
        .where(col(Appointment.id).in_(appointment_ids))
        .order_by(col(Appointment.updated_at), col(Appointment.id))
    ).all()
    held = session.exec(
        select(Booking)
        .where(
            col(Booking.subject_id).in_({one.party_id for one in appointments}),
            Booking.service == AppointmentKind.BIOMETRICS,
            Booking.state == BookingState.ACTIVE,
        )
        .order_by(col(Booking.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    active = {booking.subject_id: booking for booking in held}
    for appointment in appointments:
        changed = _follow(session, appointment, active.pop(appointment.party_id, None))
        if changed:
            _overtake(session, appointment.party_id)


def _follow(session: Session, appointment: Appointment, booking: Booking | None) -> bool:
    """Whether anything is other than it was."""
    if booking is None:
        if _ended_here(session, appointment):
            return False
        return adopt(session, appointment) is not None
    if appointment.state == AppointmentState.CANCELLED:
        return _cancelled(session, appointment, booking)
    if appointment.state != AppointmentState.SCHEDULED or _is_known(session, appointment, booking):
        return False
    now = clock.business(session)
    if booking.starts_at <= now and booking.appointment_id != appointment.id:
        lapse(session, booking, cause=BY_AGENCY)
        return adopt(session, appointment) is not None
    return adopt(session, appointment, instead_of=booking) is not None


def _cancelled(session: Session, appointment: Appointment, booking: Booking) -> bool:
    if booking.appointment_id != appointment.id:
        return False
    subject = Subject(booking.subject_id, booking.case_id, booking.party_id)
    cancel(session, SYSTEM_ACTOR, subject, booking.id, cause=BY_AGENCY)
    return True


def _is_known(session: Session, appointment: Appointment, booking: Booking) -> bool:
    """What the booking says already, and what it said before it was moved here: an agency that has
    not heard of the move yet takes nothing back (OUT-3 chases the move)."""
    if _same(appointment, booking):
        return True
    before = session.get(Booking, booking.replaces_id) if booking.replaces_id else None
    return before is not None and _same(appointment, before)


def _ended_here(session: Session, appointment: Appointment) -> bool:
    """A time that was taken away here, since its office closed, does not come back with a record
    that repeats it."""
    return (
        session.exec(
            select(Booking.id).where(
                Booking.appointment_id == appointment.id,
                Booking.state == BookingState.CANCELLED,
                Booking.end_cause != BY_AGENCY,
                Booking.office_id == appointment.office_id,
                Booking.starts_at == appointment.starts_at,
            )
        ).first()
        is not None
    )


def is_as_booked(session: Session, appointment: Appointment) -> bool:
    """Whether the agency only repeats what was booked here, and people know it (FEED-3)."""
    return (
        session.exec(
            select(Booking.id).where(
                Booking.appointment_id == appointment.id,
                Booking.state == BookingState.ACTIVE,
                Booking.office_id == appointment.office_id,
                Booking.starts_at == appointment.starts_at,
            )
        ).first()
        is not None
    )


def _same(appointment: Appointment, booking: Booking) -> bool:
    place = (appointment.office_id, appointment.starts_at)
    return place == (booking.office_id, booking.starts_at)


def _overtake(session: Session, party_id: UUID) -> None:
    row = open_request(session, party_id)
    if row is not None:
        row.state, row.reason = RescheduleState.WITHDRAWN, OVERTAKEN
        row.decided_at = clock.business(session)
        session.add(row)
        session.flush()
