"""A month of an office as a calendar to look at (SLOT-1)."""

from __future__ import annotations

from calendar import Calendar as Weeks
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from cx_app.domain.business_days import DAY
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.offices import DayKind, OfficeKind, day_of, whole_day
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import Office
from cx_app.services.offices import words
from cx_app.services.offices.access import require_keeper
from cx_app.services.offices.calendar import calendar_of
from cx_app.services.offices.load import Load, by_day

MONTHS_BACK: Final = 12
MONTHS_AHEAD: Final = 12
SUNDAY: Final = 6
ONLY_OPEN: Final = (DayKind.OPEN, DayKind.NO_HOURS)


@dataclass(frozen=True, slots=True)
class DayCell:
    day: str
    """ISO date."""
    number: int
    said: str
    kind: str
    label: str
    """Empty for a day like any other."""
    booked: int
    seats: int
    percent: int
    in_month: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Week:
    days: list[DayCell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Month:
    office_id: str
    office: str
    kind: str
    time_zone: str
    title: str
    today: str
    first: str
    """Its first day, ISO."""
    earlier: str
    """The first day of the month before, ISO; empty when nobody looks that far."""
    later: str
    weeks: list[Week] = field(default_factory=list)


def month(session: Session, actor: Actor, office_id: UUID, chosen: date | None = None) -> Month:
    """The month that holds `chosen`, or today, in whole weeks from Sunday on. Raises `Forbidden`
    for anyone but supervisors and administrators, and `NotFound`."""
    require_keeper(actor)
    office = session.get(Office, office_id)
    if office is None:
        raise NotFound("no such office")
    now = clock.business(session)
    zone = ZoneInfo(office.time_zone)
    today = day_of(now, zone)
    first = _within(chosen or today, today).replace(day=1)
    weeks = Weeks(SUNDAY).monthdatescalendar(first.year, first.month)
    begins, ends = whole_day(weeks[0][0], zone)[0], whole_day(weeks[-1][-1], zone)[1]
    loads = by_day(session, office.id, zone, begins, ends, now)
    calendar = calendar_of(session, office, weeks[0][0], weeks[-1][-1])
    earlier, later = (first - DAY).replace(day=1), _next(first)
    return Month(
        str(office.id),
        office.name,
        words.KINDS[OfficeKind(office.kind)],
        office.time_zone.replace("_", " "),
        words.month_name(first),
        today.isoformat(),
        first.isoformat(),
        earlier.isoformat() if _apart(earlier, today) >= -MONTHS_BACK else "",
        later.isoformat() if _apart(later, today) <= MONTHS_AHEAD else "",
        [
            Week(
                [
                    _cell(day, calendar.kind_of(day), loads.get(day, Load()), first, today)
                    for day in week
                ]
            )
            for week in weeks
        ],
    )


def _cell(day: date, kind: DayKind, load: Load, first: date, today: date) -> DayCell:
    return DayCell(
        day.isoformat(),
        day.day,
        say_date(day),
        kind,
        "" if kind in ONLY_OPEN else words.DAYS[kind],
        load.booked,
        load.seats,
        load.percent,
        (day.year, day.month) == (first.year, first.month),
        day == today,
    )


def _apart(month: date, today: date) -> int:
    return (month.year - today.year) * 12 + month.month - today.month


def _within(day: date, today: date) -> date:
    """Not so far away that a calendar means nothing."""
    return day if -MONTHS_BACK <= _apart(day, today) <= MONTHS_AHEAD else today


def _next(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)
