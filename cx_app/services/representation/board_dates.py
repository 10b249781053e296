"""Dates on a page of the board: appointments ahead, and by when the agency waits for an answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col

from cx_app.language import _, say_moment
from cx_app.models import Appointment, AppointmentRequest, Booking, Office
from cx_app.services.cases.visits import NAMES
from cx_app.services.representation.ahead import (
    AGENCY_STARTS,
    agency_visits,
    awaited_answers,
    booked_visits,
)


def visits_of(
    session: Session, parties: list[UUID], cases: list[UUID], now: datetime
) -> dict[UUID, tuple[str, str]]:
    """By party: when, on the clock of the office, and what; not what is nobody else's to know of
    (AP-47)."""
    agency = session.execute(
        agency_visits(
            col(Appointment.party_id), AGENCY_STARTS, col(Office.time_zone), col(Appointment.kind)
        )
        .join(Office, col(Office.id) == func.coalesce(Booking.office_id, Appointment.office_id))
        .where(col(Appointment.party_id).in_(parties))
    ).all()
    here = session.execute(
        booked_visits(
            col(Booking.party_id),
            col(Booking.starts_at),
            col(Office.time_zone),
            col(Booking.service),
        )
        .join(Office, col(Office.id) == Booking.office_id)
        .where(col(Booking.case_id).in_(cases))
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
    rows = session.execute(
        awaited_answers(col(AppointmentRequest.party_id), col(AppointmentRequest.answer_by)).where(
            col(AppointmentRequest.case_id).in_(cases)
        )
    ).all()
    found: dict[UUID | None, datetime] = {}
    for party_id, due in rows:
        if due is not None and (party_id not in found or due < found[party_id]):
            found[party_id] = due
    return found
