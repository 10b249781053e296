"""What lies ahead for a representative's clients, the nearest first: appointments, and by when the
agency waits for an answer; as a page and as a file for a calendar."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from sqlalchemy import func
from sqlmodel import Session, col

from cx_app.domain.business_time import last_day
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import _, say_date, say_moment
from cx_app.models import (
    Appointment,
    AppointmentRequest,
    Booking,
    Case,
    Office,
    Party,
    Person,
)
from cx_app.services.audit.record import record
from cx_app.services.cases.visits import NAMES
from cx_app.services.representation.ahead import (
    AGENCY_STARTS,
    agency_visits,
    awaited_answers,
    booked_visits,
)
from cx_app.services.representation.board import cases_of, only_ours, parties_of
from cx_app.settings import settings

PAGE: Final = 50
MOST: Final = 5_000
"""Entries of one file."""
LASTS: Final = timedelta(minutes=30)
"""In a calendar, where the agency says no end."""


@dataclass(frozen=True, slots=True)
class DateLine:
    key: str
    case_id: str
    client: str
    receipt: str
    when: str
    what: str
    place: str
    answer: bool
    """Something has to be answered by then, in place of somebody having to come."""


@dataclass(frozen=True, slots=True)
class Dates:
    rows: list[DateLine] = field(default_factory=list)
    page: int = 1
    more: bool = False


@dataclass(frozen=True, slots=True)
class _Ahead:
    key: str
    at: datetime
    zone: str
    what: str
    case_id: Any
    receipt: str
    protected: bool
    client: str
    place: str
    address: str
    ends: datetime | None
    answer: bool = False


def dates(session: Session, actor: Actor, page: int = 1) -> Dates:
    """Raises `Forbidden` for anybody but representatives and paralegals."""
    page = max(1, min(page, MOST // PAGE))
    found = _ahead(session, actor, page * PAGE + 1)
    return Dates(
        rows=[_line(one) for one in found[(page - 1) * PAGE : page * PAGE]],
        page=page,
        more=len(found) > page * PAGE,
    )


def dates_file(session: Session, actor: Actor) -> str:
    """RFC 5545, in the current language, one entry for each date. About a protected case it says no
    name and no number: calendars are read by others, too (domain 9.4)."""
    now = clock.business(session)
    found = _ahead(session, actor, MOST)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.service_name}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for one in found:
        calendar.add_component(_entry(one, now))
    record(session, actor, "representation.export_dates", details={"rows": len(found)})
    return str(calendar.to_ical(), "utf-8")


def count_ahead(session: Session, actor: Actor, now: datetime, until: datetime) -> tuple[int, int]:
    """Appointments and answers before an instant."""
    soon = [one for one in _ahead(session, actor, MOST) if now < one.at <= until]
    answers = sum(one.answer for one in soon)
    return len(soon) - answers, answers


def _entry(one: _Ahead, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{one.key}@{settings.public_origin.partition('//')[2]}")
    event.add("dtstamp", now)
    if one.answer:
        event.add("dtstart", last_day(one.at))
    else:
        event.add("dtstart", one.at)
        event.add("dtend", one.ends or one.at + LASTS)
        event.add("location", ", ".join([one.place, *json.loads(one.address or "[]")]))
    about = "" if one.protected else f": {one.client} ({one.receipt})"
    event.add("summary", one.what + about)
    event.add("class", "PRIVATE")
    return event


def _line(one: _Ahead) -> DateLine:
    when = say_date(last_day(one.at)) if one.answer else say_moment(one.at, ZoneInfo(one.zone))
    return DateLine(
        key=one.key,
        case_id=str(one.case_id),
        client=one.client,
        receipt=one.receipt,
        when=when,
        what=one.what,
        place=one.place,
        answer=one.answer,
    )


def _ahead(session: Session, actor: Actor, most: int) -> list[_Ahead]:
    """No kind has more than `most` rows, so that the first page costs a page of each."""
    only_ours(actor)
    now = clock.business(session)
    kinds = (
        _of_agency(session, actor, now, most),
        _booked_here(session, actor, now, most),
        _answers(session, actor, now, most),
    )
    rows = [replace(one, what=_(one.what)) for kind in kinds for one in kind]
    return sorted(rows, key=lambda one: (one.at, one.key))[:most]


_WHO: Final = (
    col(Case.id),
    col(Case.receipt_number),
    col(Case.protected),
    col(Person.family_name),
    col(Person.given_name),
)


def _of_agency(session: Session, actor: Actor, now: datetime, most: int) -> Iterator[_Ahead]:
    """What the agency made, as it was moved here; without what lost its booking here."""
    query = (
        agency_visits(
            col(Appointment.id), AGENCY_STARTS, col(Booking.ends_at), col(Appointment.kind), *_WHO
        )
        .add_columns(col(Office.time_zone), col(Office.name), col(Office.address))
        .join(Party, col(Party.id) == Appointment.party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(Person, col(Person.id) == Party.person_id)
        .join(Office, col(Office.id) == func.coalesce(Booking.office_id, Appointment.office_id))
        .where(
            col(Appointment.party_id).in_(parties_of(actor)),
            now < AGENCY_STARTS,
        )
        .order_by(AGENCY_STARTS, col(Appointment.id))
        .limit(most)
    )
    names = {str(kind): words for kind, words in NAMES.items()}
    for id, at, ends, kind, *who, zone, place, address in session.execute(query):
        what = names.get(str(kind), "Visit to an office")
        yield _Ahead(f"appointment-{id}", at, zone, what, *_who(who), place, address, ends)


def _booked_here(session: Session, actor: Actor, now: datetime, most: int) -> Iterator[_Ahead]:
    query = (
        booked_visits(col(Booking.id), col(Booking.starts_at), col(Booking.ends_at), *_WHO)
        .add_columns(col(Office.time_zone), col(Office.name), col(Office.address))
        .join(Party, col(Party.id) == Booking.party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(Person, col(Person.id) == Party.person_id)
        .join(Office, col(Office.id) == Booking.office_id)
        .where(
            col(Booking.case_id).in_(cases_of(actor)),
            col(Booking.party_id).in_(parties_of(actor)),
            col(Booking.starts_at) > now,
        )
        .order_by(col(Booking.starts_at), col(Booking.id))
        .limit(most)
    )
    for id, at, ends, *who, zone, place, address in session.execute(query):
        what = "Visit to an office"
        yield _Ahead(f"booking-{id}", at, zone, what, *_who(who), place, address, ends)


def _answers(session: Session, actor: Actor, now: datetime, most: int) -> Iterator[_Ahead]:
    query = (
        awaited_answers(col(AppointmentRequest.id), col(AppointmentRequest.answer_by), *_WHO)
        .join(Party, col(Party.id) == AppointmentRequest.party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(Person, col(Person.id) == Party.person_id)
        .where(
            col(AppointmentRequest.case_id).in_(cases_of(actor)),
            col(AppointmentRequest.party_id).in_(parties_of(actor)),
            col(AppointmentRequest.answer_by) > now,
        )
        .order_by(col(AppointmentRequest.answer_by), col(AppointmentRequest.id))
        .limit(most)
    )
    for id, at, *who in session.execute(query):
        what = "Answer a question about a visit"
        yield _Ahead(f"answer-{id}", at, "", what, *_who(who), "", "", None, answer=True)


def _who(row: list[Any]) -> tuple[Any, str, bool, str]:
    case_id, receipt, protected, family, given = row
    return case_id, receipt, protected, f"{family}, {given}".strip(", ")
