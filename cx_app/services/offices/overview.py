"""The offices at which people can be seen, for those who keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.business_days import DAY
from cx_app.domain.identity import Actor
from cx_app.domain.offices import Calendar, DayKind, OfficeKind, day_of
from cx_app.gateways import clock
from cx_app.models import Office, Seat, Slot
from cx_app.services.offices import words
from cx_app.services.offices.access import require_keeper
from cx_app.services.offices.calendar import calendar_of
from cx_app.services.offices.load import Load, counts

OFFICES_TOPIC: Final = "offices"
"""Hours, closures and days of any office."""
AHEAD_DAYS: Final = 14
SEES_PEOPLE: Final = (OfficeKind.FIELD_OFFICE, OfficeKind.SUPPORT_CENTER)
SHUT: Final = (DayKind.CLOSED, DayKind.CLOSED_BY_AGENCY, DayKind.PARTLY_CLOSED)


@dataclass(frozen=True, slots=True)
class OfficeLine:
    id: str
    name: str
    kind: str
    today: str
    tone: str
    booked: int
    seats: int
    """Of the next 14 days."""
    percent: int
    closed_next: str
    """The next day on which it is closed, and empty when none is."""


def offices(session: Session, actor: Actor) -> list[OfficeLine]:
    """By name. Raises `Forbidden` for anyone but supervisors and administrators."""
    require_keeper(actor)
    now = clock.business(session)
    rows = session.exec(
        select(Office).where(col(Office.kind).in_(SEES_PEOPLE)).order_by(col(Office.name))
    ).all()
    loads = _loads(session)
    return [
        _line(
            session,
            office,
            loads.get(office.id, Load()),
            day_of(now, ZoneInfo(office.time_zone)),
        )
        for office in rows
    ]


def _loads(session: Session) -> dict[UUID, Load]:
    now = clock.business(session)
    rows = session.exec(
        select(Slot.office_id, *counts(now))
        .where(
            Seat.slot_id == Slot.id,
            col(Slot.starts_at) > now,
            col(Slot.starts_at) < now + timedelta(days=AHEAD_DAYS),
        )
        .group_by(col(Slot.office_id))
    )
    return {office_id: Load(*(int(n or 0) for n in numbers)) for office_id, *numbers in rows}


def _line(session: Session, office: Office, load: Load, today: date) -> OfficeLine:
    days = [today + n * DAY for n in range(AHEAD_DAYS + 1)]
    calendar = calendar_of(session, office, days[0], days[-1])
    kind = calendar.kind_of(today)
    return OfficeLine(
        str(office.id),
        office.name,
        words.KINDS[OfficeKind(office.kind)],
        words.DAYS[kind],
        words.TONES[kind],
        load.booked,
        load.seats,
        load.percent,
        _closed_next(calendar, days),
    )


def _closed_next(calendar: Calendar, days: list[date]) -> str:
    shut = (day for day in days if calendar.kind_of(day) in SHUT)
    day = next(shut, None)
    return words.short_day(day) if day else ""
