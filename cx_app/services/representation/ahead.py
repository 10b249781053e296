"""What lies ahead for clients, as queries: visits of the agency, visits booked here and answers
that are waited for. None of what only whoever asked may know of (AP-47)."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import func, or_
from sqlalchemy import select as columns
from sqlmodel import col, select

from cx_app.domain.appointment_requests import RequestReason, RequestState
from cx_app.domain.appointments import AppointmentState
from cx_app.domain.slots import BookingState
from cx_app.models import Appointment, AppointmentRequest, Booking

AGENCY_STARTS: Final = func.coalesce(Booking.starts_at, Appointment.starts_at)
"""When a visit of the agency is, as it was moved here."""


def agency_visits(*what: Any) -> Any:
    """Of `Appointment` with its active `Booking`, if it was moved here; without what lost its
    booking here."""
    had_one = (
        select(Booking.id).where(Booking.appointment_id == Appointment.id).correlate(Appointment)
    )
    return (
        columns(*what)
        .select_from(Appointment)
        .outerjoin(
            Booking,
            (col(Booking.appointment_id) == col(Appointment.id))
            & (col(Booking.state) == BookingState.ACTIVE),
        )
        .where(
            col(Appointment.state) == AppointmentState.SCHEDULED,
            or_(col(Booking.id).is_not(None), ~had_one.exists()),
        )
    )


def booked_visits(*what: Any) -> Any:
    """Of `Booking`: visits that were asked for here."""
    hidden = (
        select(AppointmentRequest.id)
        .where(
            AppointmentRequest.id == Booking.subject_id,
            AppointmentRequest.reason == RequestReason.PROTECTED_INQUIRY,
        )
        .correlate(Booking)
    )
    return (
        columns(*what)
        .select_from(Booking)
        .where(
            col(Booking.state) == BookingState.ACTIVE,
            col(Booking.appointment_id).is_(None),
            ~hidden.exists(),
        )
    )


def awaited_answers(*what: Any) -> Any:
    """Of `AppointmentRequest`: where an officer asked and waits."""
    return (
        columns(*what)
        .select_from(AppointmentRequest)
        .where(
            col(AppointmentRequest.state) == RequestState.NEEDS_INFO,
            col(AppointmentRequest.reason) != RequestReason.PROTECTED_INQUIRY,
            col(AppointmentRequest.answer_by).is_not(None),
        )
    )
