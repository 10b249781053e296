"""Free times for a visit as an officer picks one; what its person wished for is marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sqlmodel import Session

from cx_app.domain.appointment_decisions import Cancelled, Moved
from cx_app.domain.appointment_forms import Details
from cx_app.domain.appointment_requests import HalfDay, RequestState
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.domain.offices import OfficeKind
from cx_app.domain.slots import by_day
from cx_app.models import Office, Slot
from cx_app.services.appointment_requests.desk import request_for
from cx_app.services.appointment_requests.said import Preview, kind_of, preview
from cx_app.services.appointment_requests.tell import is_protected
from cx_app.services.appointment_requests.visit import visit_of
from cx_app.services.appointment_requests.words import BECAUSE
from cx_app.services.offices.nearest import nearest
from cx_app.services.offices.times import FreeTime, free_times

DAYS: Final = 10
OFFICES: Final = 5
BOOKED_ONCE: Final = frozenset({RequestState.SCHEDULED, RequestState.OFFICE_CANCELLED})


@dataclass(frozen=True, slots=True)
class TimeChoice:
    slot_id: str
    at: str
    left: int


@dataclass(frozen=True, slots=True)
class DayChoice:
    day: str
    wished: str
    """Which half of the day was wished for; empty for none."""
    away: bool
    """They said that they can't come on it."""
    times: list[TimeChoice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Times:
    office_id: str = ""
    offices: list[tuple[str, str]] = field(default_factory=list)
    """(id, name), the one of the ZIP code first."""
    days: list[DayChoice] = field(default_factory=list)


def times_for(
    session: Session, actor: Actor, request_id: UUID, office_id: UUID | None = None
) -> Times:
    """The next days that have any; wished days wherever they lie. A visit that is booked moves
    within its office or to the one of the ZIP code. Raises `NotFound`."""
    request = request_for(session, actor, request_id)
    visit = visit_of(session, request) if request.state in BOOKED_ONCE else None
    first = visit.office_id if visit else request.office_id
    chosen = session.get(Office, office_id or first)
    if chosen is None:
        raise NotFound("no such office")
    offices = {str(one): session.get_one(Office, one).name for one in (first, request.office_id)}
    if visit is None:
        near = nearest(session, request.zip_code, OfficeKind.FIELD_OFFICE) or []
        offices |= {str(one.office_id): one.name for one in near[:OFFICES]}
    details = Details.decode(request.details)
    wished: dict[date, list[HalfDay]] = {}
    for wish in details.wishes:
        wished.setdefault(wish.day, []).append(wish.half)
    zone = ZoneInfo(chosen.time_zone)
    found = by_day(free_times(session, actor, chosen.id, AppointmentKind.OFFICE), zone)
    days = [
        DayChoice(
            day=f"{one.day:%a, %b} {one.day.day}",
            wished=" and ".join(wished.get(one.day, ())),
            away=any(one.day in span for span in details.away),
            times=[_choice(time, zone) for time in [*one.morning, *one.afternoon]],
        )
        for n, one in enumerate(found)
        if n < DAYS or one.day in wished
    ]
    return Times(str(chosen.id), list(offices.items()), days)


def preview_of(
    session: Session, actor: Actor, request_id: UUID, outcome: str, slot_id: UUID | None = None
) -> Preview:
    """What would be sent: of a time that is picked, or of an outcome. Raises `NotFound`, and
    `ValueError` for no outcome of ours."""
    request = request_for(session, actor, request_id)
    if outcome in set(Cancelled):
        visit = visit_of(session, request)
        return preview(session, request, Kind.VISIT_CALLED_OFF, at=visit, because=BECAUSE[outcome])
    if slot_id is None:
        return preview(session, request, kind_of(outcome))
    slot = session.get(Slot, slot_id)
    if slot is None:
        raise NotFound("no such time")
    moves = outcome in set(Moved)
    kind = Kind.VISIT_MOVED if moves else Kind.VISIT_BOOKED
    if is_protected(session, request):
        kind = Kind.APPOINTMENT_BOOKED
    return preview(session, request, kind, at=slot, because=BECAUSE[outcome] if moves else "")


def _choice(time: FreeTime, zone: ZoneInfo) -> TimeChoice:
    return TimeChoice(str(time.slot_id), _clock(time.starts_at, zone), time.left)


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return format_datetime(at, "h:mm a", tzinfo=zone, locale="en_US")
