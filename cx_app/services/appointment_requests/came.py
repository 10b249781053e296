"""Whether somebody came to a visit, as the office says or the agency's feed (AP-41)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.appointment_requests import By, RequestMove, RequestRefusal, RequestState
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.offices import OfficeKind, day_of, whole_day
from cx_app.domain.references import shown
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import AppointmentRequest, Booking, Office
from cx_app.services.appointment_requests import desk_words, reason_words
from cx_app.services.appointment_requests.desk import may_see, request_for
from cx_app.services.appointment_requests.moves import Made, lock_request, make
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.cases.staff import require_staff
from cx_app.services.offices import words

CAN_SAY: Final = frozenset({RequestState.SCHEDULED, RequestState.COMPLETED, RequestState.NO_SHOW})


@dataclass(frozen=True, slots=True)
class VisitLine:
    id: str
    """Of the request."""
    reference: str
    starts: str
    name: str
    reason: str
    state: str
    came: str
    """`yes`, `no`, or empty while nobody has said."""
    may_say_yes: bool
    may_say_no: bool


@dataclass(frozen=True, slots=True)
class OfficeChoice:
    id: str
    name: str
    today: str
    """On its own clock, ISO."""


@dataclass(frozen=True, slots=True)
class VisitsOfDay:
    day: str = ""
    said: str = ""
    office: str = ""
    lines: list[VisitLine] = field(default_factory=list)
    withheld: int = 0
    """That this officer may not see: their own, and protected ones."""


def visited_offices(session: Session, actor: Actor) -> list[OfficeChoice]:
    """Field offices, by name. Raises `Forbidden` for anyone but staff."""
    require_staff(actor)
    now = clock.business(session)
    rows = session.exec(
        select(Office).where(Office.kind == OfficeKind.FIELD_OFFICE).order_by(col(Office.name))
    )
    return [
        OfficeChoice(str(row.id), row.name, day_of(now, ZoneInfo(row.time_zone)).isoformat())
        for row in rows
    ]


def visits_of_day(session: Session, actor: Actor, office_id: UUID, day: date) -> VisitsOfDay:
    """Who is to come, in order of time. Raises `Forbidden` for anyone but staff, and `NotFound`."""
    require_staff(actor)
    office = session.get(Office, office_id)
    if office is None:
        raise NotFound("no such office")
    zone, now = ZoneInfo(office.time_zone), clock.business(session)
    begins, ends = whole_day(day, zone)
    of_day = (
        Booking.office_id == office_id,
        Booking.service == AppointmentKind.OFFICE,
        Booking.state == BookingState.ACTIVE,
        col(Booking.starts_at) >= begins,
        col(Booking.starts_at) < ends,
        AppointmentRequest.booking_id == Booking.id,
    )
    rows = session.exec(
        select(AppointmentRequest, Booking)
        .where(*of_day, *may_see(actor))
        .order_by(col(Booking.starts_at), col(Booking.id))
    ).all()
    everybody = session.exec(select(col(Booking.id)).where(*of_day)).all()
    return VisitsOfDay(
        day.isoformat(),
        say_date(day),
        office.name,
        [
            VisitLine(
                str(request.id),
                shown(request.reference),
                words.clock_time(visit.starts_at, zone),
                desk_words.MASKED_NAME if request.protected else request.name,
                reason_words.in_list(request),
                desk_words.STATES[RequestState(request.state)],
                {RequestState.COMPLETED: "yes", RequestState.NO_SHOW: "no"}.get(
                    RequestState(request.state), ""
                ),
                request.state in CAN_SAY - {RequestState.COMPLETED} and visit.starts_at <= now,
                request.state in CAN_SAY - {RequestState.NO_SHOW} and visit.ends_at <= now,
            )
            for request, visit in rows
        ],
        len(everybody) - len(rows),
    )


def say_came(
    session: Session, actor: Actor, request_id: UUID, *, came: bool
) -> Made | RequestRefusal:
    """May be said otherwise later: a correction is another step. Raises `Forbidden`, `NotFound`."""
    request = request_for(session, actor, request_id, lock=True)
    return make(session, actor, request, _move(came), By.OFFICER)


def heard(session: Session, said: Iterable[tuple[UUID, bool]]) -> int:
    """From the agency's feed, in one order; returns how many changed. What we don't know, or what
    stands so already, is nothing to do."""
    changed = 0
    for request_id, came in sorted(said):
        request = lock_request(session, request_id)
        if request is not None:
            made = make(session, SYSTEM_ACTOR, request, _move(came), By.SYSTEM)
            changed += isinstance(made, Made)
    return changed


def _move(came: bool) -> RequestMove:
    return RequestMove.KEEP if came else RequestMove.MISS
