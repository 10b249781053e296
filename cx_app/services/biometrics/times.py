"""Centers and free times to choose from (BIO-5, SLOT-2, SLOT-6)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlmodel import Session

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.offices import OfficeKind, day_of
from cx_app.domain.slots import NOON
from cx_app.language import _, language, plural, say_date, say_hour, say_moment, say_zone
from cx_app.models import Office, Person
from cx_app.services.biometrics.access import Capacity, Mine, find, find_to_prepare, refuse
from cx_app.services.biometrics.standing import Standing, standing_of
from cx_app.services.biometrics.views import DayLine, OfficeLine, TimeLine, TimesPage
from cx_app.services.offices.nearest import NearOffice, nearest
from cx_app.services.offices.times import FreeTime, free_times

BIOMETRICS: Final = AppointmentKind.BIOMETRICS
WEEK: Final = timedelta(days=7)
MORNING, AFTERNOON = "morning", "afternoon"


class From(StrEnum):
    """From where it is said how far a center is."""

    HOME = "home"
    TYPED = "typed"
    NOWHERE = "nowhere"
    """Whoever matched a case without a code does not learn where its person lives."""


def centers(
    session: Session, actor: Actor, appointment_id: UUID, zip_code: str = ""
) -> list[OfficeLine] | None:
    """The present one first, then the others by distance from home, or from a ZIP code that the
    person typed since they are elsewhere now; None when nobody knows where that is. Raises
    `NotFound`."""
    mine = find_to_prepare(session, actor, appointment_id)
    present = session.get_one(Office, standing_of(session, mine.appointment).office_id)
    if zip_code:
        typed = nearest(session, zip_code, OfficeKind.SUPPORT_CENTER)
        if typed is None:
            return None
        near, from_where = typed, From.TYPED
    else:
        near = _near(session, mine, present)
        from_where = From.NOWHERE if mine.capacity is Capacity.MATCHED else From.HOME
    far = {one.office_id: one.miles for one in near}
    ids = [present.id, *(one.office_id for one in near if one.office_id != present.id)]
    return [
        _office_line(
            session,
            actor,
            session.get_one(Office, office_id),
            _far(far.get(office_id), from_where),
            here=office_id == present.id,
        )
        for office_id in ids
    ]


def times_at(
    session: Session,
    actor: Actor,
    appointment_id: UUID,
    office_id: UUID,
    *,
    half: str = "",
    day: str = "",
    beside: str = "",
) -> TimesPage:
    """A week of days with free times, and the times of one of them. `beside` is another appointment
    of the actor's that this one should be close to. Raises `NotFound`."""
    mine = find_to_prepare(session, actor, appointment_id)
    office = session.get(Office, office_id)
    if office is None:
        raise refuse()
    zone = ZoneInfo(office.time_zone)
    standing = standing_of(session, mine.appointment)
    free = [
        one
        for one in free_times(session, actor, office.id, BIOMETRICS)
        if half in ("", _half(one.starts_at, zone)) and not _is_here(standing, office, one)
    ]
    goal = _goal(session, actor, beside)
    days = sorted({day_of(one.starts_at, zone) for one in free})
    if not days:
        return TimesPage(office_id=str(office.id), zone=say_zone(zone))
    chosen = _chosen(days, day, goal, zone)
    monday = chosen - timedelta(days=chosen.weekday())
    week = [monday + timedelta(days=n) for n in range(7)]
    earlier = [one for one in days if one < monday]
    later = [one for one in days if one >= monday + WEEK]
    return TimesPage(
        office_id=str(office.id),
        zone=say_zone(zone),
        week=_("Week of {day}", day=say_date(monday)),
        days=[_day_line(one, free, zone, chosen) for one in week],
        times=_time_lines([o for o in free if day_of(o.starts_at, zone) == chosen], zone, goal),
        earlier=earlier[-1].isoformat() if earlier else "",
        later=later[0].isoformat() if later else "",
        chosen_day=say_date(chosen),
    )


def _near(session: Session, mine: Mine, present: Office) -> list[NearOffice]:
    """From the party's home; where that is not to be told or not known, from the present center.
    Whoever matched a case without a code must not learn where its person lives."""
    home = "" if mine.capacity is Capacity.MATCHED else home_zip(mine.person)
    for start in (home, present.zip_code):
        if start and (found := nearest(session, start, OfficeKind.SUPPORT_CENTER)):
            return found
    return []


def home_zip(person: Person) -> str:
    lines = json.loads(person.residence or "[]")
    return str(lines[-1]).rsplit(" ", 1)[-1] if lines else ""


def _office_line(
    session: Session, actor: Actor, office: Office, far: str, *, here: bool
) -> OfficeLine:
    zone = ZoneInfo(office.time_zone)
    first = next(iter(free_times(session, actor, office.id, BIOMETRICS)), None)
    return OfficeLine(
        id=str(office.id),
        name=office.name,
        address=", ".join(json.loads(office.address or "[]")),
        far=far,
        zone=say_zone(zone),
        free=_("First free time: {when}", when=say_moment(first.starts_at, zone))
        if first
        else _("No free times now"),
        here=here,
    )


def _far(miles: float | None, from_where: From) -> str:
    if miles is None or from_where is From.NOWHERE:
        return ""
    whole = round(miles)
    if from_where is From.TYPED:
        return plural("about 1 mile from there", "about {n} miles from there", whole)
    if whole < 1:
        return _("less than a mile from home")
    return plural("about 1 mile from home", "about {n} miles from home", whole)


def _goal(session: Session, actor: Actor, beside: str) -> datetime | None:
    """When the appointment is that this one should be next to."""
    if not beside:
        return None
    try:
        other = find(session, actor, UUID(beside))
    except (ValueError, NotFound):
        return None
    return standing_of(session, other.appointment).starts_at


def _chosen(days: Sequence[date], day: str, goal: datetime | None, zone: ZoneInfo) -> date:
    """The day asked for, or the nearest that has any; the first where none was asked for."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        if goal is None:
            return days[0]
        wanted = day_of(goal, zone)
    return min(days, key=lambda one: (abs(one - wanted), one))


def _day_line(day: date, free: Sequence[FreeTime], zone: ZoneInfo, chosen: date) -> DayLine:
    count = sum(day_of(one.starts_at, zone) == day for one in free)
    locale = "en_US" if language() == "en" else "es_US"
    words = plural("1 free time", "{n} free times", count) if count else _("no free times")
    return DayLine(
        iso=day.isoformat(),
        weekday=format_date(day, "EEE", locale=locale),
        day=str(day.day),
        month=format_date(day, "MMM", locale=locale),
        said=f"{say_date(day)}, {words}",
        count=count,
        free=str(count) if count else "–",
        chosen=day == chosen,
    )


def _time_lines(free: Sequence[FreeTime], zone: ZoneInfo, goal: datetime | None) -> list[TimeLine]:
    nearest_one = min(free, key=lambda one: abs(one.starts_at - goal)) if goal and free else None
    return [
        TimeLine(
            slot_id=str(one.slot_id),
            label=say_hour(one.starts_at, zone),
            said=say_moment(one.starts_at, zone),
            half=_half(one.starts_at, zone),
            beside=one is nearest_one,
        )
        for one in free
    ]


def _half(at: datetime, zone: ZoneInfo) -> str:
    return MORNING if at.astimezone(zone).time() < NOON else AFTERNOON


def _is_here(standing: Standing, office: Office, one: FreeTime) -> bool:
    return (office.id, one.starts_at) == (standing.office_id, standing.starts_at)
