"""Dates on a page of the board: appointments ahead, and by when the agency waits for an answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from cx_app.domain.appointment_requests import RequestReason, RequestState
from cx_app.domain.appointments import AppointmentState
from cx_app.domain.slots import BookingState
from cx_app.language import _, say_moment
from cx_app.models import Appointment, AppointmentRequest, Booking, Office
from cx_app.services.cases.visits import NAMES


def visits_of(
    session: Session, parties: list[UUID], cases: list[UUID], now: datetime
) -> dict[UUID, tuple[str, str]]:
    """By party: when, on the clock of the office, and what; not what is nobody else's to know of
    (AP-47)."""
    starts = func.coalesce(Booking.starts_at, Appointment.starts_at)
    agency = session.execute(
        select(Appointment.party_id, starts, Office.time_zone, Appointment.kind)
        .select_from(Appointment)
        .outerjoin(
            Booking,
            (col(Booking.appointment_id) == col(Appointment.id))
            & (col(Booking.state) == BookingState.ACTIVE),
        )
        .join(Office, col(Office.id) == func.coalesce(Booking.office_id, Appointment.office_id))
        .where(
            col(Appointment.party_id).in_(parties),
            col(Appointment.state) == AppointmentState.SCHEDULED,
        )
    ).all()
    hidden = (
        select(AppointmentRequest.id)
        .where(
            AppointmentRequest.id == Booking.subject_id,
            AppointmentRequest.reason == RequestReason.PROTECTED_INQUIRY,
        )
        .correlate(Booking)
    )
    here = session.execute(
        select(Booking.party_id, Booking.starts_at, Office.time_zone, Booking.service)
        .select_from(Booking)
        .join(Office, col(Office.id) == Booking.office_id)
        .where(
            col(Booking.case_id).in_(cases),
            col(Booking.state) == BookingState.ACTIVE,
            col(Booking.appointment_id).is_(None),
            ~hidden.exists(),
        )
    ).all()
    found: dict[UUID, tuple[str, str]] = {}
    names = {str(kind): words for kind, words in NAMES.items()}
    coming = [row for row in (*agency, *here) if row[0] is not None and row[1] > now]
    for party_id, at, zone, kind in sorted(coming, key=lambda row: row[1], reverse=True):
        name = names.get(str(kind), "Visit to an office")
        found[party_id] = (say_moment(at, ZoneInfo(zone)), _(name))
    return found


def deadlines_of(session: Session, cases: list[UUID]) -> dict[UUID | None, datetime]:
    """By party: by when the agency waits for an answer about a visit; not about one that is nobody
    else's to know of (AP-47)."""
    rows = session.exec(
        select(AppointmentRequest.party_id, AppointmentRequest.answer_by).where(
            col(AppointmentRequest.case_id).in_(cases),
            AppointmentRequest.state == RequestState.NEEDS_INFO,
            col(AppointmentRequest.reason) != RequestReason.PROTECTED_INQUIRY,
            col(AppointmentRequest.answer_by).is_not(None),
        )
    ).all()
    found: dict[UUID | None, datetime] = {}
    for party_id, due in rows:
        if due is not None and (party_id not in found or due < found[party_id]):
            found[party_id] = due
    return found
