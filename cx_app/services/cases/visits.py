"""Appointments that the agency made for somebody in a case."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.language import _, say_moment
from cx_app.models import Appointment, Office, Party
from cx_app.services.cases.views import VisitLine

NAMES = {
    AppointmentKind.BIOMETRICS: "Biometrics: fingerprints and photo",
    AppointmentKind.INTERVIEW: "Interview",
    AppointmentKind.OFFICE: "Visit to an office",
}


def visits_of(session: Session, party: Party, now: datetime) -> list[VisitLine]:
    """The party's own appointments that lie ahead, the nearest first; never another party's."""
    rows = session.exec(
        select(Appointment, Office)
        .where(
            Appointment.party_id == party.id,
            Appointment.office_id == Office.id,
            Appointment.state == AppointmentState.SCHEDULED,
            col(Appointment.starts_at) > now,
        )
        .order_by(col(Appointment.starts_at))
    )
    return [_line(visit, office) for visit, office in rows]


def next_visits(session: Session, parties: Iterable[UUID], now: datetime) -> dict[UUID, str]:
    """By case: the nearest appointment of these parties, in words."""
    rows = session.exec(
        select(Appointment, Office)
        .where(
            col(Appointment.party_id).in_(parties),
            Appointment.office_id == Office.id,
            Appointment.state == AppointmentState.SCHEDULED,
            col(Appointment.starts_at) > now,
        )
        .order_by(col(Appointment.starts_at).desc())
    )
    return {visit.case_id: _line(visit, office).when for visit, office in rows}


def _line(visit: Appointment, office: Office) -> VisitLine:
    return VisitLine(
        name=_(NAMES[AppointmentKind(visit.kind)]),
        when=say_moment(visit.starts_at, ZoneInfo(office.time_zone)),
        where=", ".join([office.name, *json.loads(office.address or "[]")]),
    )
