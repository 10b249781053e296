"""Once a day the agency states which events it has; staff see what only one side knows (OUT-4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from cx_app.domain.business_days import DAY
from cx_app.domain.business_time import end_of_day
from cx_app.domain.feed_out import (
    Difference,
    Finding,
    OurSide,
    Said,
    compare,
    ended_days,
    statement_is_late,
)
from cx_app.gateways import clock
from cx_app.models import FeedFinding, FeedStatement, OutboundEvent
from cx_app.models.base import insert
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.feed_out.acknowledge import (
    AT_ONCE,
    by_id,
    event_key,
    note_answer,
    said_by,
)
from cx_app.services.feed_out.cursor import hold
from cx_app.services.feed_out.records import BadLine, Entry, Statement, read_statement_line
from cx_app.services.policy.current import policy

T = TypeVar("T")


class BadStatement(ValueError):
    """Why a statement counts for nothing, in words that repeat nothing of it."""


class Resolution(StrEnum):
    STAFF = "staff"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Stated:
    """A whole statement: its day, and what the agency says of each event it has."""

    day: date
    entries: dict[str, Said] = field(default_factory=dict)


def read_statement(lines: Iterable[bytes]) -> Stated:
    """All of it or nothing: half a statement would look like events that the agency lacks.

    Raises `BadStatement`.
    """
    stated, announced = None, 0
    for number, line in enumerate(lines, 1):
        try:
            one = read_statement_line(line)
        except BadLine as error:
            raise BadStatement(f"line {number}: {error}") from None
        if isinstance(one, Statement) == (stated is not None):
            raise BadStatement(f"line {number}: one line of kind statement comes first")
        if isinstance(one, Statement):
            stated, announced = Stated(one.day), one.entries
        elif stated is not None:
            _enter(stated, one, number)
    if stated is None:
        raise BadStatement("there is no line of kind statement")
    if len(stated.entries) != announced:
        raise BadStatement(f"{announced} entries are announced and {len(stated.entries)} came")
    return stated


def reconcile(session: Session, stated: Stated, source: str) -> FeedStatement:
    """Compare a day. A later statement of the same day takes the place of an earlier one.

    Raises `BadStatement` for a day that is not over.
    """
    hold(session)
    now = clock.business(session)
    if end_of_day(stated.day) > now:
        raise BadStatement("the day is not over, Eastern time")
    ours = _ours(session, stated)
    compared = compare(ours, stated.entries)
    for some in _pieces(list(compared.acknowledged)):
        for key, row in by_id(session, some).items():
            note_answer(row, compared.acknowledged[str(key)], now)
    _list_findings(session, stated.day, compared.differences, ours, now)
    kept = session.get(FeedStatement, stated.day) or FeedStatement(
        day=stated.day, received_at=now, source=""
    )
    kept.received_at, kept.source = now, source[-255:]
    kept.entries, kept.differences = len(stated.entries), len(compared.differences)
    kept.acknowledged = len(compared.acknowledged)
    session.add(kept)
    record(
        session,
        SYSTEM_ACTOR,
        "feed_out.reconcile",
        details={
            "day": stated.day.isoformat(),
            "entries": kept.entries,
            "acknowledged": kept.acknowledged,
            "differences": kept.differences,
        },
    )
    return kept


def wanted_days(session: Session) -> list[date]:
    """Days that are over and have no statement, oldest first."""
    first: datetime | None = session.exec(select(func.min(OutboundEvent.created_at))).one()
    if first is None:
        return []
    days = ended_days(first, clock.business(session))
    have = set(session.exec(select(col(FeedStatement.day)).where(col(FeedStatement.day).in_(days))))
    return [day for day in days if day not in have]


def list_missing(session: Session) -> int:
    """A statement that is late is itself a finding; returns how many were added. For a task."""
    now = clock.business(session)
    patience = policy(session, now).feed_out_statement_days
    late = [day for day in wanted_days(session) if statement_is_late(day, now, patience)]
    if not late:
        return 0
    added = session.execute(
        insert(session, FeedFinding)
        .values(
            [
                FeedFinding(day=day, finding=Finding.NO_STATEMENT, found_at=now).model_dump()
                for day in late
            ]
        )
        .on_conflict_do_nothing(index_elements=["day", "finding", "event_id"])
        .returning(FeedFinding.id)
    )
    return len(added.all())


def _enter(stated: Stated, entry: Entry, number: int) -> None:
    key = event_key(entry.event_id)
    event_id = str(key) if key else entry.event_id
    if event_id in stated.entries:
        raise BadStatement(f"line {number}: an event is named twice")
    stated.entries[event_id] = Said(entry.agency_id, entry.outcome, entry.reason or "")


def _ours(session: Session, stated: Stated) -> dict[str, OurSide]:
    """Our events of the day, and those of other days that the statement names."""
    begin, end = end_of_day(stated.day - DAY), end_of_day(stated.day)
    event = OutboundEvent
    sealed: Any = event.payload_sealed
    query = select(event).options(defer(sealed))
    rows = list(
        session.exec(query.where(col(event.created_at) >= begin, col(event.created_at) < end))
    )
    known = {str(row.id) for row in rows}
    others = [key for e in stated.entries if e not in known and (key := event_key(e))]
    for some in _pieces(others):
        rows += session.exec(query.where(col(event.id).in_(some))).all()
    return {
        str(row.id): OurSide(
            said_by(row.agency_id, row.outcome), row.asked_again, begin <= row.created_at < end
        )
        for row in rows
    }


def _pieces(items: list[T]) -> Iterator[list[T]]:
    """As many as one query may name."""
    return (items[n : n + AT_ONCE] for n in range(0, len(items), AT_ONCE))


def _list_findings(
    session: Session,
    day: date,
    differences: list[Difference],
    ours: dict[str, OurSide],
    now: datetime,
) -> None:
    """New differences are listed, those that are gone are resolved. What staff resolved stays."""
    found = {(one.finding, one.event_id): one for one in differences}
    rows = session.exec(select(FeedFinding).where(FeedFinding.day == day)).all()
    for row in rows:
        one = found.pop((Finding(row.finding), row.event_id), None)
        if one is not None:
            row.agency_id, row.our_agency_id = one.agency_id, one.ours
            if row.resolution == Resolution.STATEMENT:
                row.resolved_at, row.resolution = None, ""
        elif row.resolved_at is None:
            row.resolved_at, row.resolution = now, Resolution.STATEMENT
    session.add_all(
        FeedFinding(
            day=day,
            finding=one.finding,
            event_id=one.event_id,
            outbound_event_id=UUID(one.event_id) if one.event_id in ours else None,
            agency_id=one.agency_id,
            our_agency_id=one.ours,
            found_at=now,
        )
        for one in found.values()
    )
