"""What staff see of the outbound feed: what the agency has not answered, refused or mixed up.

Events of protected cases are for those who may know of them, in lists and figures alike
(domain 9.4 e).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from cx_app.domain.feed_out import EventKind, Finding, Outcome, overdue_before
from cx_app.domain.identity import Actor
from cx_app.domain.policy import Policy
from cx_app.gateways import clock
from cx_app.language import say_age, say_date, say_moment
from cx_app.models import Case, FeedFinding, FeedOutCursor, FeedStatement, OutboundEvent
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff
from cx_app.services.policy.current import policy

PAGE: Final = 25
EVENT: Final = OutboundEvent


class Show(StrEnum):
    """Which events a list holds."""

    LATE = "late"
    WAITING = "waiting"
    REFUSED = "refused"
    CONFLICT = "conflict"


KINDS: Final = {
    EventKind.BOOKING: "Appointment made",
    EventKind.MOVE: "Appointment moved",
    EventKind.CANCELLATION: "Appointment cancelled",
    EventKind.ADDRESS_CHANGE: "Change of address",
    EventKind.CODE_REQUEST: "Request for a code",
    EventKind.RESCHEDULE_REQUEST: "Request to move an appointment",
    EventKind.REPRESENTATION: "Form G-28",
    EventKind.WITHDRAWAL: "Withdrawal",
}
FINDINGS: Final = {
    Finding.ONLY_WE: "Only the portal knows it",
    Finding.ONLY_THEY: "Only the agency knows it",
    Finding.IDS_DIFFER: "The two sides differ",
    Finding.NO_STATEMENT: "No statement came",
}


@dataclass(frozen=True, slots=True)
class FeedFigures:
    waiting: int = 0
    late: int = 0
    oldest: str = ""
    refused: int = 0
    conflicts: int = 0
    findings: int = 0
    last_fetched: str = ""
    last_statement: str = ""


@dataclass(frozen=True, slots=True)
class EventLine:
    id: str
    kind: str
    receipt_number: str
    case_id: str
    sent: str
    age: str
    standing: str
    agency_id: str
    may_send_again: bool


@dataclass(frozen=True, slots=True)
class EventPage:
    lines: list[EventLine]
    total: int
    first: int


@dataclass(frozen=True, slots=True)
class FindingLine:
    id: str
    day: str
    what: str
    receipt_number: str
    event_id: str
    ids: str


@dataclass(frozen=True, slots=True)
class Desk:
    figures: FeedFigures
    page: EventPage
    findings: list[FindingLine]


def desk(session: Session, actor: Actor, show: Show, kind: str = "", skip: int = 0) -> Desk:
    """Everything of one moment; the first page where the one asked for is gone."""
    page = events(session, actor, show, kind, skip)
    if skip and not page.lines:
        page = events(session, actor, show, kind)
    return Desk(figures(session, actor), page, findings(session, actor))


def figures(session: Session, actor: Actor) -> FeedFigures:
    require_staff(actor)
    now = clock.business(session)
    in_force = policy(session, now)
    oldest = session.exec(_events(actor, func.min(EVENT.created_at), _waiting())).one()
    fetched = session.get_one(FeedOutCursor, 1).last_fetched_at
    stated = session.exec(select(func.max(FeedStatement.day))).one()
    return FeedFigures(
        waiting=_count(session, actor, _waiting()),
        late=_count(session, actor, _late(in_force, now)),
        oldest=say_age(now - oldest) if oldest else "",
        refused=_count(session, actor, _refused()),
        conflicts=_count(session, actor, col(EVENT.conflict).is_(True)),
        findings=session.exec(_findings(actor, func.count(col(FeedFinding.id)))).one(),
        last_fetched=say_moment(fetched) if fetched else "",
        last_statement=say_date(stated) if stated else "",
    )


def events(session: Session, actor: Actor, show: Show, kind: str = "", skip: int = 0) -> EventPage:
    """One page, the oldest first; `kind` "" means all of them."""
    require_staff(actor)
    now = clock.business(session)
    wanted = [_shown(show, policy(session, now), now)]
    if kind:
        wanted.append(col(EVENT.kind) == kind)
    rows = session.exec(
        _events(actor, (EVENT, Case), *wanted)
        .order_by(col(EVENT.created_at), col(EVENT.id))
        .offset(skip)
        .limit(PAGE)
    ).all()
    lines = [_line(event, case, now) for event, case in rows]
    return EventPage(lines, _count(session, actor, *wanted), skip + 1 if lines else 0)


def findings(session: Session, actor: Actor) -> list[FindingLine]:
    """What is not resolved, the oldest day first; a page of them."""
    require_staff(actor)
    rows = session.exec(
        _findings(actor, (FeedFinding, Case))
        .order_by(col(FeedFinding.day), col(FeedFinding.id))
        .limit(PAGE)
    )
    return [
        FindingLine(
            id=str(row.id),
            day=say_date(row.day),
            what=FINDINGS[Finding(row.finding)],
            receipt_number=case.receipt_number if case else "",
            event_id=row.event_id,
            ids=_both_ids(row),
        )
        for row, case in rows
    ]


def may_know(actor: Actor, case: Case | None) -> bool:
    return case is None or not case.protected or actor.role in SEES_PROTECTED


def _events(actor: Actor, what: Any, *wanted: ColumnElement[bool]) -> Any:
    """A query over events with their cases, without what the actor may not know of."""
    columns = what if isinstance(what, tuple) else (what,)
    query = (
        select(*columns)
        .select_from(EVENT)
        .join(Case, col(Case.id) == EVENT.case_id, isouter=True)
        .where(*wanted)
    )
    return _permitted(actor, query)


def _findings(actor: Actor, what: Any) -> Any:
    columns = what if isinstance(what, tuple) else (what,)
    query = (
        select(*columns)
        .select_from(FeedFinding)
        .join(EVENT, col(EVENT.id) == FeedFinding.outbound_event_id, isouter=True)
        .join(Case, col(Case.id) == EVENT.case_id, isouter=True)
        .where(col(FeedFinding.resolved_at).is_(None))
    )
    return _permitted(actor, query)


def _permitted(actor: Actor, query: Any) -> Any:
    if actor.role in SEES_PROTECTED:
        return query
    return query.where(or_(col(Case.protected).is_(False), col(Case.id).is_(None)))


def _count(session: Session, actor: Actor, *wanted: ColumnElement[bool]) -> int:
    return int(session.exec(_events(actor, func.count(col(EVENT.id)), *wanted)).one())


def _shown(show: Show, in_force: Policy, now: datetime) -> ColumnElement[bool]:
    match show:
        case Show.LATE:
            return _late(in_force, now)
        case Show.WAITING:
            return _waiting()
        case Show.REFUSED:
            return _refused()
        case Show.CONFLICT:
            return col(EVENT.conflict).is_(True)


def _waiting() -> ColumnElement[bool]:
    return col(EVENT.outcome) == ""


def _refused() -> ColumnElement[bool]:
    return col(EVENT.outcome) == Outcome.REFUSED


def _late(in_force: Policy, now: datetime) -> ColumnElement[bool]:
    """Later than the agency may be with this kind (OUT-3)."""
    late = (
        and_(
            col(EVENT.kind) == kind,
            col(EVENT.created_at) < overdue_before(kind, now, in_force.feed_out_periods),
        )
        for kind in EventKind
    )
    return and_(_waiting(), or_(*late))


def _line(event: OutboundEvent, case: Case | None, now: datetime) -> EventLine:
    return EventLine(
        id=str(event.id),
        kind=KINDS[EventKind(event.kind)],
        receipt_number=case.receipt_number if case else "",
        case_id=str(event.case_id or ""),
        sent=say_moment(event.created_at),
        age=say_age(now - event.created_at),
        standing=_standing(event),
        agency_id=event.agency_id,
        may_send_again=event.position is not None and event.outcome != Outcome.ACCEPTED,
    )


def _standing(event: OutboundEvent) -> str:
    if event.conflict:
        same = event.other_agency_id == event.agency_id
        return f"Answered as {event.agency_id}, then " + (
            "the other way under the same id" if same else f"as {event.other_agency_id}"
        )
    if event.outcome == Outcome.REFUSED:
        again = "; sent again" if event.asked_again else ""
        return f"Refused as {event.agency_id}: {event.reason or 'no reason given'}{again}"
    if event.first_fetched_at is None:
        return "Not pulled yet"
    return "Waits to be pulled again" if event.position is None else "Pulled, no answer"


def _both_ids(row: FeedFinding) -> str:
    ours = f"here {row.our_agency_id}" if row.our_agency_id else ""
    theirs = f"there {row.agency_id}" if row.agency_id else ""
    return ", ".join(filter(None, (ours, theirs)))
