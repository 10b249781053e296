"""The visit that a request led to: its booking, and the file for a calendar (AP-10)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, func, select

from cx_app.gateways.provider import Attachment
from cx_app.models import AppointmentRequest, Booking, Office
from cx_app.services.appointment_requests.tell import place_of
from cx_app.services.messages.calendar import Appointment, calendar_file
from cx_app.services.offices.bookings import Subject


def subject_of(request: AppointmentRequest) -> Subject:
    """For the slot engine: a request is what somebody comes for."""
    return Subject(request.id, request.case_id, request.party_id)


def visit_of(session: Session, request: AppointmentRequest) -> Booking | None:
    """The one that stands, or stood last."""
    return session.get(Booking, request.booking_id) if request.booking_id else None


def visit_file(
    session: Session,
    request: AppointmentRequest,
    visit: Booking,
    made_at: datetime,
    *,
    cancelled: bool = False,
) -> Attachment:
    """In the current language. Calendars know the visit by the request, also when it moves."""
    count = select(func.count()).where(Booking.subject_id == request.id)
    return calendar_file(
        Appointment(
            reference=request.reference,
            sequence=2 * session.exec(count).one() + cancelled,
            starts=visit.starts_at,
            ends=visit.ends_at,
            place=place_of(session.get_one(Office, visit.office_id)),
            cancelled=cancelled,
        ),
        made_at,
    )
