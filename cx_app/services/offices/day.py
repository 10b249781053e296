"""One day of an office: its times, how full they are, and what may be changed (SLOT-1, AP-17)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, case, col, func, or_, select

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.offices import Calendar, DayKind, day_of, whole_day
from cx_app.domain.opening_hours import written
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import Office, OfficeClosure, OfficeDay, Seat, Slot
from cx_app.services.offices import words
from cx_app.services.offices.access import require_keeper
from cx_app.services.offices.calendar import calendar_of
from cx_app.services.offices.closing import affected
from cx_app.services.offices.load import counts

OPEN: Final = frozenset({DayKind.OPEN, DayKind.OTHER_HOURS, DayKind.PARTLY_CLOSED})


@dataclass(frozen=True, slots=True)
class TimeLine:
    starts: str
    service: str
    seats: int
    booked: int
    held: int
    """By somebody who is choosing at this moment."""
    free: int
    over: bool
    """It has begun."""


@dataclass(frozen=True, slots=True)
class OfficeDayPage:
    day: str
    """ISO date."""
    said: str
    kind: str
    label: str
    tone: str
    why: str
    """Who closed it or changed its hours, and the reason."""
    hours: str
    """As they are typed; empty when it is closed."""
    bookings: int
    """Active ones that lie ahead: who is told when the day is closed."""
    may_close: bool
    may_reopen: bool
    """Staff closed it, or changed its hours."""
    times: list[TimeLine] = field(default_factory=list)


def office_day(session: Session, actor: Actor, office_id: UUID, day: date) -> OfficeDayPage:
    """Raises `Forbidden` for anyone but supervisors and administrators, and `NotFound`."""
    require_keeper(actor)
    office = session.get(Office, office_id)
    if office is None:
        raise NotFound("no such office")
    now = clock.business(session)
    zone = ZoneInfo(office.time_zone)
    calendar = calendar_of(session, office, day, day)
    kind = calendar.kind_of(day)
    ahead = day >= day_of(now, zone)
    return OfficeDayPage(
        day.isoformat(),
        say_date(day),
        kind,
        words.DAYS[kind],
        words.TONES[kind],
        _why(session, office, day, zone),
        _hours(calendar, day),
        len(affected(session, office, day, now)),
        ahead and kind in OPEN,
        ahead and day in calendar.other_hours,
        _times(session, office, day, zone, now),
    )


def _why(session: Session, office: Office, day: date, zone: ZoneInfo) -> str:
    row = session.exec(
        select(OfficeDay).where(OfficeDay.office_id == office.id, OfficeDay.day == day)
    ).first()
    if row is not None:
        return f"{words.closure(row.reason)}. Set by staff, {say_date(row.set_at, zone)}."
    begins, ends = whole_day(day, zone)
    closure = session.exec(
        select(OfficeClosure.reason).where(
            OfficeClosure.office_id == office.id,
            col(OfficeClosure.withdrawn).is_(False),
            col(OfficeClosure.begins) < ends,
            or_(col(OfficeClosure.ends).is_(None), col(OfficeClosure.ends) > begins),
        )
    ).first()
    return (
        f"{words.closure(closure)}. The agency’s own closure; only its feed takes it back."
        if closure
        else ""
    )


def _hours(calendar: Calendar, day: date) -> str:
    """When the office sees people that day, whatever for."""
    zone = calendar.zone
    spans = [
        (slot.starts_at.astimezone(zone).time(), slot.ends_at.astimezone(zone).time())
        for slot in sorted(calendar.slots([day]), key=lambda slot: slot.starts_at)
    ]
    joined = spans[:1]
    for opens, closes in spans[1:]:
        if opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return written(joined)


def _times(
    session: Session, office: Office, day: date, zone: ZoneInfo, now: datetime
) -> list[TimeLine]:
    begins, ends = whole_day(day, zone)
    held = func.sum(case((col(Seat.held_until) > now, 1), else_=0))
    columns: list[Any] = [col(Slot.starts_at), col(Slot.service), *counts(now), held]
    rows = session.exec(
        select(*columns)
        .where(
            Seat.slot_id == Slot.id,
            Slot.office_id == office.id,
            col(Slot.starts_at) >= begins,
            col(Slot.starts_at) < ends,
            or_(col(Seat.offered), col(Seat.booking_id).is_not(None)),
        )
        .group_by(col(Slot.starts_at), col(Slot.service))
        .order_by(col(Slot.starts_at), col(Slot.service))
    )
    return [
        TimeLine(
            words.clock_time(starts_at, zone),
            words.SERVICES[AppointmentKind(service)],
            int(seats or 0),
            int(booked or 0),
            int(holding or 0),
            0 if starts_at <= now else int(free or 0),
            starts_at <= now,
        )
        for starts_at, service, seats, booked, free, holding in rows
    ]
