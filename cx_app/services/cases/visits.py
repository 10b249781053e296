"""Appointments of somebody in a case, as they stand now: a biometrics appointment that was moved
here is told as it was moved."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, or_, select

from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.slots import BookingState
from cx_app.language import _, say_moment
from cx_app.models import Appointment, Booking, Office, Party
from cx_app.services.cases.views import VisitLine

NAMES = {
    AppointmentKind.BIOMETRICS: "Biometrics: fingerprints and photo",
    AppointmentKind.INTERVIEW: "Interview",
    AppointmentKind.OFFICE: "Visit to an office",
}
Visit = tuple[Appointment, Booking | None, Office]


def visits_of(session: Session, party: Party, now: datetime) -> list[VisitLine]:
    """The party's own appointments that lie ahead, the nearest first; never another party's."""
    return [_line(visit) for visit in _ahead(session, [party.id], now)]


def next_visits(session: Session, parties: Iterable[UUID], now: datetime) -> dict[UUID, VisitLine]:
    """By case: the nearest appointment of these parties."""
    ahead = _ahead(session, list(parties), now)
    return {visit[0].case_id: _line(visit) for visit in reversed(ahead)}


def _ahead(session: Session, parties: list[UUID], now: datetime) -> list[Visit]:
    """The agency's appointments, each with the active booking that stands for it. What lost its
    booking, since its office closed, is no appointment to come to."""
    had_one = (
        select(Booking.id).where(Booking.appointment_id == Appointment.id).correlate(Appointment)
    )
    rows = session.exec(
        select(Appointment, Booking, Office)
        .outerjoin(
            Booking,
            (col(Booking.appointment_id) == col(Appointment.id))
            & (col(Booking.state) == BookingState.ACTIVE),
        )
        .join(Office, col(Office.id) == func.coalesce(Booking.office_id, Appointment.office_id))
        .where(
            col(Appointment.party_id).in_(parties),
            Appointment.state == AppointmentState.SCHEDULED,
            or_(col(Booking.id).is_not(None), ~had_one.exists()),
        )
    )
    visits = [(visit, booking, office) for visit, booking, office in rows]
    return sorted((one for one in visits if _starts(one) > now), key=_starts)


def _starts(visit: Visit) -> datetime:
    appointment, booking, _office = visit
    return booking.starts_at if booking else appointment.starts_at


def _line(visit: Visit) -> VisitLine:
    appointment, _booking, office = visit
    movable = appointment.kind == AppointmentKind.BIOMETRICS
    return VisitLine(
        name=_(NAMES[AppointmentKind(appointment.kind)]),
        when=say_moment(_starts(visit), ZoneInfo(office.time_zone)),
        where=", ".join([office.name, *json.loads(office.address or "[]")]),
        biometrics_id=str(appointment.id) if movable else "",
    )
