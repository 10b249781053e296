"""The agency says what it did with an event, under an id of its own (OUT-2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.feed_out import Answer, Outcome, Said, hear
from cx_app.gateways import clock
from cx_app.models import OutboundEvent
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.feed_out.cursor import hold
from cx_app.services.feed_out.records import Acknowledgement, BadLine, read_acknowledgement

AT_ONCE: Final = 500
"""Lines of one transaction; also how many ids a query names."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one line; the reason repeats nothing of it."""

    answer: Answer
    reason: str = ""


def acknowledge(session: Session, lines: list[bytes]) -> list[Verdict]:
    """One verdict for each line, in the same order. At most `AT_ONCE` lines.

    They may come late, twice, in any order, and before the portal knows that an event was pulled.
    """
    hold(session)
    now = clock.business(session)
    read = [_read(line) for line in lines]
    rows = by_id(session, (one.event_id for one in read if isinstance(one, Acknowledgement)))
    verdicts = [
        one if isinstance(one, Verdict) else Verdict(_apply(rows, one, now)) for one in read
    ]
    counts = Counter(verdict.answer for verdict in verdicts)
    if counts[Answer.ACKNOWLEDGED] or counts[Answer.CONFLICT]:
        details = {str(answer): count for answer, count in counts.items()}
        record(session, SYSTEM_ACTOR, "feed_out.acknowledge", details=details)
    return verdicts


def said_by(agency_id: str, outcome: str) -> Said | None:
    """The answer that stands; None while there is none."""
    return Said(agency_id, Outcome(outcome)) if outcome else None


def note_answer(row: OutboundEvent, said: Said, now: datetime) -> None:
    """This answer stands from now on."""
    row.agency_id, row.outcome, row.reason = said.agency_id, said.outcome, said.reason
    row.acknowledged_at, row.asked_again = now, False


def event_key(event_id: str) -> UUID | None:
    """None for an id that can't be one of ours."""
    try:
        return UUID(event_id)
    except ValueError:
        return None


def by_id(session: Session, event_ids: Iterable[str]) -> dict[UUID, OutboundEvent]:
    keys = {key for event_id in event_ids if (key := event_key(event_id))}
    found = session.exec(select(OutboundEvent).where(col(OutboundEvent.id).in_(keys)))
    return {row.id: row for row in found}


def _read(line: bytes) -> Acknowledgement | Verdict:
    try:
        return read_acknowledgement(line)
    except BadLine as error:
        return Verdict(Answer.UNREADABLE, str(error))


def _apply(rows: dict[UUID, OutboundEvent], one: Acknowledgement, now: datetime) -> Answer:
    key = event_key(one.event_id)
    row = rows.get(key) if key else None
    if row is None:
        return Answer.UNKNOWN
    said = Said(one.agency_id, one.outcome, one.reason or "")
    answer = hear(said_by(row.agency_id, row.outcome), said, asked_again=row.asked_again)
    if answer is Answer.ACKNOWLEDGED:
        note_answer(row, said, now)
    elif answer is Answer.CONFLICT:
        row.conflict, row.other_agency_id = True, said.agency_id
    return answer
