"""When an office is open, as the rules read it."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, or_, select

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.offices import Calendar, Closure, Hours, OtherHours, whole_day
from cx_app.models import Office, OfficeClosure, OfficeDay, OfficeHours


def calendar_of(session: Session, office: Office, first: date, last: date) -> Calendar:
    """Of the days from `first` to `last`, both included."""
    zone = ZoneInfo(office.time_zone)
    begins, ends = whole_day(first, zone)[0], whole_day(last, zone)[1]
    hours = session.exec(
        select(OfficeHours).where(
            OfficeHours.office_id == office.id,
            col(OfficeHours.from_day) <= last,
            or_(col(OfficeHours.until_day).is_(None), col(OfficeHours.until_day) > first),
        )
    )
    days = session.exec(
        select(OfficeDay).where(
            OfficeDay.office_id == office.id, col(OfficeDay.day).between(first, last)
        )
    )
    closures = session.exec(
        select(OfficeClosure).where(
            OfficeClosure.office_id == office.id,
            col(OfficeClosure.withdrawn).is_(False),
            col(OfficeClosure.begins) < ends,
            or_(col(OfficeClosure.ends).is_(None), col(OfficeClosure.ends) > begins),
        )
    )
    return Calendar(
        zone,
        [_hours(row) for row in hours],
        {row.day: OtherHours(row.opens, row.closes) for row in days},
        [Closure(row.begins, row.ends) for row in closures],
    )


def _hours(row: OfficeHours) -> Hours:
    return Hours(
        AppointmentKind(row.service),
        row.weekday,
        row.opens,
        row.closes,
        timedelta(minutes=row.minutes),
        row.capacity,
        row.from_day,
        row.until_day or date.max,
    )
