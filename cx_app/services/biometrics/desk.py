"""The desk of biometrics appointments: what waits for an officer, and what the agency has not
confirmed. In English."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, or_, select

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.biometrics_desk import DayPart, HomeReason, HomeState
from cx_app.domain.feed_out import Outcome, Periods
from cx_app.domain.identity import Actor
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.language import say_age, say_moment
from cx_app.models import (
    Appointment,
    Booking,
    Case,
    HomeVisit,
    Office,
    OutboundEvent,
    Party,
    Person,
    Reschedule,
    biometrics,
    home_visits,
)
from cx_app.services.biometrics.desk_words import HOME_REASONS, HOME_STATES
from cx_app.services.biometrics.say import say_visit
from cx_app.services.cases.access import own_cases
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff
from cx_app.services.feed_out.staff import KINDS
from cx_app.services.policy.current import policy

PAGE: Final = 50
SOON: Final = timedelta(days=1)


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


@dataclass(frozen=True, slots=True)
class Desk:
    rows: list[DeskRow] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    first: int = 1
    """Which row of all stands on top."""
    total: int = 0


def desk(session: Session, actor: Actor, tab: Tab = Tab.ASKED, first: int = 1) -> Desk:
    """A page with its `first` row, the soonest appointment first; the last page where there are
    fewer by now. Nothing on cases of the actor's own, protected ones only for those who may know of
    them (domain 9.4 e)."""
    require_staff(actor)
    now = clock.business(session)
    periods = policy(session, now).feed_out_periods
    queries = {one: _query(actor, one, now, periods) for one in Tab}
    counted = session.exec(select(*[_count(query) for query in queries.values()])).one()
    counts = {one.value: int(n) for one, n in zip(queries, counted, strict=True)}
    total = counts[tab]
    first = first_of_page(first, total, PAGE)
    starts: Any = Booking.starts_at
    if tab is Tab.HOME:
        starts = func.coalesce(Booking.starts_at, Appointment.starts_at)
    shown = queries[tab].order_by(starts, col(Case.id), col(Person.id))
    return Desk(
        rows=[
            _line(tab, row, booking or made[0], office, case, person, now)
            for row, booking, office, case, person, *made in session.exec(
                shown.offset(first - 1).limit(PAGE)
            )
        ],
        counts=counts,
        first=first,
        total=total,
    )


def first_of_page(first: int, total: int, size: int) -> int:
    """On which row a page begins that holds the wanted one, or the last row there is by now."""
    row = min(max(1, first), max(1, total))
    return (row - 1) // size * size + 1


def _count(query: Any) -> Any:
    ids = query.with_only_columns(col(Case.id))
    return select(func.count()).select_from(ids.subquery()).scalar_subquery()


def _query(actor: Actor, tab: Tab, now: datetime, periods: Periods) -> Any:
    match tab:
        case Tab.UNCONFIRMED:
            return _unconfirmed(actor, now, periods)
        case Tab.HOME:
            return _at_home(actor)
    return _whose(actor, Reschedule).where(
        Reschedule.from_booking_id == Booking.id,
        Reschedule.party_id == Party.id,
        Reschedule.state == tab.value,
        biometrics.IN_INDEX,
        col(Case.closed).is_(False),
    )


def _unconfirmed(actor: Actor, now: datetime, periods: Periods) -> Any:
    """Whoever comes may be unknown at the door (OUT-3, OUT-5): the agency is silent, or it refused
    the time to which they will come."""
    silent = and_(OutboundEvent.outcome == "", col(OutboundEvent.created_at) < now - periods.quick)
    refused = and_(
        OutboundEvent.outcome == Outcome.REFUSED,
        Booking.state == BookingState.ACTIVE,
        col(Booking.starts_at) > now,
    )
    return _whose(actor, OutboundEvent).where(
        OutboundEvent.subject_id == Booking.id,
        col(OutboundEvent.outcome).in_(["", Outcome.REFUSED]),
        col(OutboundEvent.kind).in_(sorted(periods.quick_kinds)),
        or_(silent, refused),
        Booking.party_id == Party.id,
        col(Case.closed).is_(False),
    )


def _at_home(actor: Actor) -> Any:
    """With the newest of their appointments at a center, which may be over or have ended, and may
    never have been booked here."""
    other, of_agency = aliased(Booking), aliased(Appointment)
    booked = (
        select(other.id)
        .where(
            other.subject_id == HomeVisit.party_id,
            other.service == AppointmentKind.BIOMETRICS,
            col(other.appointment_id).is_not(None),
        )
        .order_by(col(other.starts_at).desc(), col(other.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    made = (
        select(of_agency.id)
        .where(
            of_agency.party_id == HomeVisit.party_id,
            of_agency.kind == AppointmentKind.BIOMETRICS,
        )
        .order_by(col(of_agency.starts_at).desc(), col(of_agency.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    columns: Any = (HomeVisit, Booking, Office, Case, Person, Appointment)
    query = (
        select(*columns)
        .select_from(HomeVisit)
        .join(Party, col(Party.id) == HomeVisit.party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(Person, col(Person.id) == Party.person_id)
        .join(Appointment, col(Appointment.id) == made)
        .outerjoin(Booking, col(Booking.id) == booked)
        .join(
            Office,
            col(Office.id) == func.coalesce(Booking.office_id, Appointment.office_id),
        )
        .where(home_visits.IN_INDEX)
    )
    return _shown_to(actor, query)


def _whose(actor: Actor, what: Any) -> Any:
    columns: Any = (what, Booking, Office, Case, Person)
    query = select(*columns).where(
        Booking.office_id == Office.id,
        col(Booking.appointment_id).is_not(None),
        Party.case_id == Case.id,
        Party.person_id == Person.id,
    )
    return _shown_to(actor, query)


def _shown_to(actor: Actor, query: Any) -> Any:
    query = query.where(col(Case.id).not_in(own_cases(actor)))
    if actor.role not in SEES_PROTECTED:
        query = query.where(col(Case.protected).is_(False))
    return query


def _note(tab: Tab, row: Any) -> str:
    if tab is Tab.UNCONFIRMED:
        again = f", sent {row.chased + row.sent_again + 1} times" if row.chased else ""
        kind = next((said for one, said in KINDS.items() if one == row.kind), row.kind)
        return kind + (", refused by the agency" if row.outcome else again)
    if tab is Tab.HOME:
        state, reason = HOME_STATES[HomeState(row.state)], HOME_REASONS[HomeReason(row.reason)]
        return (
            f"{state}: {say_visit(row.day, DayPart(row.part))}" if row.day else f"{state}: {reason}"
        )
    return ""


def _since(row: Any) -> datetime:
    """Since when it waits."""
    if isinstance(row, Reschedule):
        return row.decided_at or row.asked_at
    return row.created_at if isinstance(row, OutboundEvent) else row.asked_at


def _line(
    tab: Tab,
    row: Any,
    to: Booking | Appointment,
    office: Office,
    case: Case,
    person: Person,
    now: datetime,
) -> DeskRow:
    """`to`: where and when they are to come."""
    return DeskRow(
        appointment_id=str(to.id if isinstance(to, Appointment) else to.appointment_id),
        receipt_number=case.receipt_number,
        form=case.form,
        name=person.full_name,
        when=f"{say_moment(to.starts_at, ZoneInfo(office.time_zone))}, {office.name}",
        note=_note(tab, row),
        age=say_age(now - _since(row)),
        soon=to.starts_at - now < SOON,
    )
