"""The desk of biometrics appointments: what waits for an officer, and what the agency has not
confirmed. In English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.biometrics import RescheduleState
from cx_app.domain.biometrics_desk import HOME_GOES_ON, HomeReason, HomeState
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_age, say_moment
from cx_app.models import (
    Booking,
    Case,
    HomeVisit,
    Office,
    OutboundEvent,
    Party,
    Person,
    Reschedule,
)
from cx_app.services.biometrics.desk_words import HOME_REASONS, HOME_STATES
from cx_app.services.cases.access import own_cases
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff
from cx_app.services.feed_out.staff import KINDS
from cx_app.services.policy.current import policy

PAGE: Final = 50
SOON: Final = timedelta(days=1)
MOST: Final = 500
"""Of each kind: enough to see that the desk is flooded, and cheap to count when it is."""


class Tab(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    AWAITING = "awaiting"
    UNCONFIRMED = "unconfirmed"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class DeskRow:
    appointment_id: str
    receipt_number: str
    form: str
    name: str
    when: str
    """The appointment, on the clock of its center."""
    note: str
    age: str
    soon: bool
    """It is within a day."""
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    rows: list[DeskRow] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    more: bool = False


def desk(session: Session, actor: Actor, tab: Tab = Tab.ASKED) -> Desk:
    """The soonest appointment first; nothing on cases of the actor's own, protected ones only for
    those who may know of them (domain 9.4 e)."""
    require_staff(actor)
    now = clock.business(session)
    found = {one: sorted(_rows(session, actor, one, now), key=_soonest) for one in Tab}
    shown = found[tab]
    return Desk(
        rows=shown[:PAGE],
        counts={one.value: len(rows) for one, rows in found.items()},
        more=len(shown) > PAGE,
    )


def _soonest(row: DeskRow) -> tuple[datetime, str]:
    return row.starts_at, row.receipt_number


def _rows(session: Session, actor: Actor, tab: Tab, now: datetime) -> Iterator[DeskRow]:
    match tab:
        case Tab.UNCONFIRMED:
            yield from _unconfirmed(session, actor, now)
        case Tab.HOME:
            yield from _at_home(session, actor, now)
        case _:
            yield from _requests(session, actor, RescheduleState(tab.value), now)


def _requests(
    session: Session, actor: Actor, state: RescheduleState, now: datetime
) -> Iterator[DeskRow]:
    query = _whose(actor, Reschedule).where(
        Reschedule.from_booking_id == Booking.id,
        Reschedule.party_id == Party.id,
        Reschedule.state == state,
    )
    for row, booking, office, case, person in session.exec(query):
        since = row.decided_at or row.asked_at
        yield _line(booking, office, case, person, "", since, now)


def _unconfirmed(session: Session, actor: Actor, now: datetime) -> Iterator[DeskRow]:
    """Whoever comes may be unknown at the door (OUT-3, OUT-5)."""
    periods = policy(session, now).feed_out_periods
    query = _whose(actor, OutboundEvent).where(
        OutboundEvent.subject_id == Booking.id,
        OutboundEvent.outcome == "",
        col(OutboundEvent.kind).in_(sorted(periods.quick_kinds)),
        col(OutboundEvent.created_at) < now - periods.quick,
        Booking.party_id == Party.id,
    )
    for event, booking, office, case, person in session.exec(query):
        again = f", sent {event.chased + event.sent_again + 1} times" if event.chased else ""
        kind = next((said for one, said in KINDS.items() if one == event.kind), event.kind)
        yield _line(booking, office, case, person, kind + again, event.created_at, now)


def _at_home(session: Session, actor: Actor, now: datetime) -> Iterator[DeskRow]:
    query = _whose(actor, HomeVisit).where(
        HomeVisit.party_id == Party.id,
        col(HomeVisit.state).in_(sorted(HOME_GOES_ON)),
        Booking.subject_id == Party.id,
    )
    newest: dict[Any, DeskRow] = {}
    for visit, booking, office, case, person in session.exec(query):
        note = f"{HOME_STATES[HomeState(visit.state)]}: {HOME_REASONS[HomeReason(visit.reason)]}"
        line = _line(booking, office, case, person, note, visit.asked_at, now)
        if visit.id not in newest or newest[visit.id].starts_at < line.starts_at:
            newest[visit.id] = line
    yield from newest.values()


def _whose(actor: Actor, what: Any) -> Any:
    columns: Any = (what, Booking, Office, Case, Person)
    query = (
        select(*columns)
        .where(
            Booking.office_id == Office.id,
            col(Booking.appointment_id).is_not(None),
            Party.case_id == Case.id,
            Party.person_id == Person.id,
            col(Case.id).not_in(own_cases(actor)),
        )
        .order_by(col(Booking.starts_at))
        .limit(MOST)
    )
    if actor.role not in SEES_PROTECTED:
        query = query.where(col(Case.protected).is_(False))
    return query


def _line(
    booking: Booking,
    office: Office,
    case: Case,
    person: Person,
    note: str,
    since: datetime,
    now: datetime,
) -> DeskRow:
    return DeskRow(
        appointment_id=str(booking.appointment_id),
        receipt_number=case.receipt_number,
        form=case.form,
        name=person.full_name,
        when=f"{say_moment(booking.starts_at, ZoneInfo(office.time_zone))}, {office.name}",
        note=note,
        age=say_age(now - since),
        soon=booking.starts_at - now < SOON,
        starts_at=booking.starts_at,
    )
