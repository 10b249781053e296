"""The usual hours of an office as a form: one line for each weekday (SLOT-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, or_, select

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.offices import Hours, day_of
from cx_app.domain.opening_hours import HoursMistake, Span, spans_from, written
from cx_app.gateways import clock
from cx_app.models import Office, OfficeHours
from cx_app.services.changes import touch
from cx_app.services.offices import words
from cx_app.services.offices.access import require_keeper
from cx_app.services.offices.generate import Aligned
from cx_app.services.offices.hours import set_hours
from cx_app.services.offices.overview import OFFICES_TOPIC

MINUTES: Final = range(5, 241)
PEOPLE: Final = range(1, 51)
USUAL_MINUTES: Final = 30
WEEKDAYS: Final = range(7)


@dataclass(frozen=True, slots=True)
class WeekdayLine:
    """Strings, as they stand in the fields."""

    weekday: int
    name: str
    hours: str
    minutes: str
    people: str


@dataclass(frozen=True, slots=True)
class HoursForm:
    service: str
    label: str
    since: str
    """Since when these hours hold, or from when on they will."""
    first_day: str
    """ISO: no change begins before it."""
    lines: list[WeekdayLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Field -> what is wrong with it, in words."""

    fields: dict[str, str]


def hours_form(
    session: Session, actor: Actor, office_id: UUID, service: AppointmentKind
) -> HoursForm:
    """The hours that hold last: a change that is set for a later day is what may be changed again.
    Raises `Forbidden` and `NotFound`."""
    require_keeper(actor)
    office = session.get(Office, office_id)
    if office is None:
        raise NotFound("no such office")
    today = day_of(clock.business(session), ZoneInfo(office.time_zone))
    rows = session.exec(
        select(OfficeHours)
        .where(
            OfficeHours.office_id == office_id,
            OfficeHours.service == service,
            or_(col(OfficeHours.until_day).is_(None), col(OfficeHours.until_day) > today),
        )
        .order_by(col(OfficeHours.from_day), col(OfficeHours.opens))
    ).all()
    last = max((row.from_day for row in rows), default=None)
    newest = [row for row in rows if row.from_day == last]
    return HoursForm(
        service,
        words.SERVICES[service],
        words.short_day(last) if last else "",
        today.isoformat(),
        [_line(n, [row for row in newest if row.weekday == n]) for n in WEEKDAYS],
    )


def services_of(session: Session, actor: Actor, office_id: UUID) -> list[str]:
    """Those for which the office has or had hours, and visits in any case."""
    require_keeper(actor)
    known = session.exec(
        select(OfficeHours.service).where(OfficeHours.office_id == office_id).distinct()
    ).all()
    return sorted({*known, AppointmentKind.OFFICE.value})


def change_hours(
    session: Session,
    actor: Actor,
    office_id: UUID,
    service: AppointmentKind,
    from_day: date | None,
    typed: Mapping[str, str],
) -> Aligned | Mistakes:
    """What was typed takes the place of the usual hours from that day on. Bookings stay. Raises
    `Forbidden` and `NotFound`."""
    require_keeper(actor)
    office = session.get(Office, office_id)
    if office is None:
        raise NotFound("no such office")
    today = day_of(clock.business(session), ZoneInfo(office.time_zone))
    wrong = {} if from_day and from_day >= today else {"from_day": words.PAST_DAY}
    hours: list[Hours] = []
    for weekday in WEEKDAYS:
        read = _read(service, weekday, typed)
        if isinstance(read, dict):
            wrong |= read
        else:
            hours += read
    if wrong or from_day is None:
        return Mistakes(wrong)
    aligned = set_hours(session, actor, office_id, service, hours, from_day)
    touch(session, OFFICES_TOPIC)
    return aligned


def _line(weekday: int, rows: list[OfficeHours]) -> WeekdayLine:
    first = rows[0] if rows else None
    return WeekdayLine(
        weekday,
        words.WEEKDAYS[weekday],
        written((row.opens, row.closes) for row in rows),
        str(first.minutes if first else USUAL_MINUTES),
        str(first.capacity if first else 1),
    )


def _read(
    service: AppointmentKind, weekday: int, typed: Mapping[str, str]
) -> list[Hours] | dict[str, str]:
    spans = spans_from(typed.get(f"hours_{weekday}", ""))
    if isinstance(spans, HoursMistake):
        return {f"hours_{weekday}": words.HOURS[spans]}
    if not spans:
        return []
    minutes = _number(typed.get(f"minutes_{weekday}", ""), MINUTES)
    people = _number(typed.get(f"people_{weekday}", ""), PEOPLE)
    wrong = {}
    if minutes is None:
        wrong[f"minutes_{weekday}"] = words.HOURS[HoursMistake.MINUTES]
    elif any(_length(span) < minutes for span in spans):
        wrong[f"hours_{weekday}"] = words.HOURS[HoursMistake.TOO_SHORT]
    if people is None:
        wrong[f"people_{weekday}"] = words.HOURS[HoursMistake.PEOPLE]
    if minutes is None or people is None or wrong:
        return wrong
    every = timedelta(minutes=minutes)
    return [Hours(service, weekday, opens, closes, every, people) for opens, closes in spans]


def _number(typed: str, allowed: range) -> int | None:
    text = typed.strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    return number if number in allowed else None


def _length(span: Span) -> int:
    """In minutes."""
    opens, closes = span
    return (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
