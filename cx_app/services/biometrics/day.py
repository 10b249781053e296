"""A support center's day as officers see it: who comes when, what is free, and closing it. In
English."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.offices import day_of, whole_day
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.language import say_date, say_time
from cx_app.models import (
    Appointment,
    Booking,
    Case,
    Office,
    OfficeClosure,
    OfficeDay,
    OfficeHours,
    Party,
    Person,
)
from cx_app.services.biometrics.desk import PAGE, first_of_page
from cx_app.services.cases.access import own_cases
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff
from cx_app.services.offices.closing import OURS
from cx_app.services.offices.times import free_times

BIOMETRICS = AppointmentKind.BIOMETRICS
NOT_SHOWN = "Not shown to you"


@dataclass(frozen=True, slots=True)
class CenterChoice:
    id: str
    name: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    time: str
    name: str
    receipt_number: str
    appointment_id: str
    """Empty where it is not for this officer."""
    moved: bool
    """It was moved here; the notice is a new one."""
    no_seat: bool
    """The agency made it at a time that has no free seat."""


@dataclass(frozen=True, slots=True)
class CenterDay:
    office_id: str = ""
    name: str = ""
    iso: str = ""
    day: str = ""
    before: str = ""
    after: str = ""
    ahead: bool = False
    """It may still be closed or opened."""
    closed: str = ""
    """Why it is closed; empty when it is open."""
    by_us: bool = False
    """An officer closed the day and may open it again."""
    long_closed: bool = False
    """Closed until further notice by an officer."""
    free: int = 0
    coming: int = 0
    """How many people come on this day."""
    first: int = 1
    """Which of them stands on top of `visitors`."""
    visitors: list[Visitor] = field(default_factory=list)


def centers(session: Session, actor: Actor) -> list[CenterChoice]:
    """All that take biometrics, by name."""
    require_staff(actor)
    now = clock.business(session)
    sees_people = select(OfficeHours.office_id).where(OfficeHours.service == BIOMETRICS)
    offices = session.exec(
        select(Office).where(col(Office.id).in_(sees_people)).order_by(col(Office.name))
    ).all()
    shut = set(
        session.exec(
            select(OfficeClosure.office_id).where(
                col(OfficeClosure.withdrawn).is_(False),
                col(OfficeClosure.begins) <= now,
                (col(OfficeClosure.ends).is_(None)) | (col(OfficeClosure.ends) > now),
            )
        )
    )
    return [CenterChoice(str(one.id), one.name, one.id in shut) for one in offices]


def center_day(
    session: Session, actor: Actor, office_id: UUID, day: date | None, first: int = 1
) -> CenterDay:
    """Today where no day is named, its people from the `first` one on. Raises `NotFound`."""
    require_staff(actor)
    office = session.get(Office, office_id)
    if office is None:
        raise NotFound("no such office")
    zone, now = ZoneInfo(office.time_zone), clock.business(session)
    shown = day or day_of(now, zone)
    row = session.exec(
        select(OfficeDay).where(OfficeDay.office_id == office.id, OfficeDay.day == shown)
    ).first()
    span = _span(session, office, shown)
    by_us = row is not None and row.opens is None
    free = free_times(session, actor, office.id, BIOMETRICS, first_day=shown, last_day=shown)
    visitors = _visitors(session, actor, office, shown)
    first = first_of_page(first, len(visitors), PAGE)
    return CenterDay(
        office_id=str(office.id),
        name=office.name,
        iso=shown.isoformat(),
        day=say_date(shown),
        before=(shown - timedelta(days=1)).isoformat(),
        after=(shown + timedelta(days=1)).isoformat(),
        ahead=shown >= day_of(now, zone),
        closed=row.reason if row is not None and by_us else span.reason if span else "",
        by_us=by_us,
        long_closed=span is not None and span.ends is None and span.feed_id.startswith(OURS),
        free=sum(one.left for one in free),
        coming=len(visitors),
        first=first,
        visitors=visitors[first - 1 : first - 1 + PAGE],
    )


def _span(session: Session, office: Office, day: date) -> OfficeClosure | None:
    begins, ends = whole_day(day, ZoneInfo(office.time_zone))
    return session.exec(
        select(OfficeClosure).where(
            OfficeClosure.office_id == office.id,
            col(OfficeClosure.withdrawn).is_(False),
            col(OfficeClosure.begins) < ends,
            (col(OfficeClosure.ends).is_(None)) | (col(OfficeClosure.ends) > begins),
        )
    ).first()


def _visitors(session: Session, actor: Actor, office: Office, day: date) -> list[Visitor]:
    """In order of time, also those of whom only the agency wrote so far. Of cases that are not for
    this officer only that somebody comes."""
    zone = ZoneInfo(office.time_zone)
    own = set(session.execute(own_cases(actor)).scalars())
    begins, ends = whole_day(day, zone)
    booked = _people(Booking).where(
        Booking.office_id == office.id,
        Booking.service == BIOMETRICS,
        Booking.state == BookingState.ACTIVE,
        col(Booking.starts_at) >= begins,
        col(Booking.starts_at) < ends,
    )
    of_agency = _people(Appointment).where(
        Appointment.office_id == office.id,
        Appointment.kind == BIOMETRICS,
        Appointment.state == AppointmentState.SCHEDULED,
        col(Appointment.starts_at) >= begins,
        col(Appointment.starts_at) < ends,
        ~select(Booking.id).where(Booking.appointment_id == Appointment.id).exists(),
    )
    rows = [*session.exec(booked), *session.exec(of_agency)]
    rows.sort(key=lambda row: (row[0].starts_at, row[1].receipt_number))
    return [
        _visitor(one, case, person, zone, shown=_may_see(actor, case) and case.id not in own)
        for one, case, person in rows
    ]


def _people(what: Any) -> Any:
    columns: Any = (what, Case, Person)
    return select(*columns).where(
        what.party_id == Party.id, Party.case_id == Case.id, Party.person_id == Person.id
    )


def _may_see(actor: Actor, case: Case) -> bool:
    return not case.protected or actor.role in SEES_PROTECTED


def _visitor(
    one: Booking | Appointment, case: Case, person: Person, zone: ZoneInfo, *, shown: bool
) -> Visitor:
    of_agency = one.id if isinstance(one, Appointment) else one.appointment_id
    return Visitor(
        time=say_time(one.starts_at, zone),
        name=person.full_name if shown else NOT_SHOWN,
        receipt_number=case.receipt_number if shown else "",
        appointment_id=str(of_agency or "") if shown else "",
        moved=isinstance(one, Booking) and one.replaces_id is not None,
        no_seat=isinstance(one, Booking) and one.seat_id is None,
    )
