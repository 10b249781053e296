"""Applies records of the case feed to people, cases and what hangs on them.

Records may come in any order and more than once; what is left is the same (FEED-1, FEED-2). One
that names another which has not come yet waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from cx_app.domain.feed import Caused
from cx_app.models import FeedRecord, FeedWaiting
from cx_app.services.feed import waiting
from cx_app.services.feed.batch import Batch, NotYet
from cx_app.services.feed.events import take_correction, take_event, take_withdrawal
from cx_app.services.feed.filings import take_case, take_party
from cx_app.services.feed.known import Known, counted
from cx_app.services.feed.people import take_merge, take_person
from cx_app.services.feed.records import (
    AppointmentRecord,
    BadLine,
    CaseRecord,
    ClosureRecord,
    CodeRecord,
    CorrectionRecord,
    EventRecord,
    MergeRecord,
    OfficeRecord,
    PartyRecord,
    PersonRecord,
    Record,
    RepresentationRecord,
    WithdrawalRecord,
    digest,
    kind_of,
)
from cx_app.services.feed.representations import take_code, take_representation
from cx_app.services.feed.settle import settle
from cx_app.services.feed.visits import take_appointment, take_closure, take_office
from cx_app.services.policy.current import policy

_ONE_IMPORT_AT_A_TIME: Final = 0x63785F66656564
SECOND_THOUGHTS: Final = (CorrectionRecord, WithdrawalRecord, MergeRecord)
"""Records about what other records said."""

_TAKE: Final[dict[type[Record], Callable[[Batch, Any], Caused]]] = {
    PersonRecord: take_person,
    MergeRecord: take_merge,
    CaseRecord: take_case,
    PartyRecord: take_party,
    RepresentationRecord: take_representation,
    EventRecord: take_event,
    CorrectionRecord: take_correction,
    WithdrawalRecord: take_withdrawal,
    CodeRecord: take_code,
    OfficeRecord: take_office,
    ClosureRecord: take_closure,
    AppointmentRecord: take_appointment,
}
"""Each takes one record, or raises `BadLine` or `NotYet` before it changes anything."""


class Fate(StrEnum):
    APPLIED = "applied"
    REPEATED = "repeated"
    WAITING = "waiting"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record; a reason when it waits or was rejected."""

    fate: Fate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of each record, in their order, and how many that had waited were applied."""

    outcomes: list[Outcome]
    woken: int


APPLIED: Final = Outcome(Fate.APPLIED)
REPEATED: Final = Outcome(Fate.REPEATED)
NEW: Final = Outcome(Fate.APPLIED, "not taken yet")
STILL_WAITING: Final = Outcome(Fate.WAITING, "what it needs has not come yet")


def apply(
    session: Session, records: Sequence[Record], now: datetime, *, history: bool = False
) -> Applied:
    """One transaction, the caller's. Nothing follows from what comes as `history` (FEED-3)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_IMPORT_AT_A_TIME})"))
    batch = Batch(session, now, policy(session, now), history)
    event_ids = {record.event_id for record in records}
    batch.counted = counted(session, event_ids)
    batch.waited = waiting.waits(session, event_ids)
    outcomes = [_new(batch, record) for record in records]
    fates = _take_all(batch, [r for r, one in zip(records, outcomes, strict=True) if one is NEW])
    waiting.keep(batch)
    settle(batch)
    return Applied(
        [
            fates.here[record.event_id] if one is NEW else one
            for record, one in zip(records, outcomes, strict=True)
        ],
        fates.woken,
    )


def _new(batch: Batch, record: Record) -> Outcome:
    """`NEW` for a record that must be taken, and what it is otherwise."""
    said = digest(record)
    known = batch.counted.get(record.event_id)
    if known is None:
        if waiting.still(batch, record.event_id):
            return STILL_WAITING
        batch.counted[record.event_id] = said
        return NEW
    if known and known != said:
        return Outcome(Fate.REJECTED, "another line came under this event_id")
    return REPEATED


@dataclass
class _Fates:
    """What became of the records of this batch, and how many from before were applied."""

    here: dict[str, Outcome] = field(default_factory=dict)
    woken: int = 0

    def note(self, row: FeedWaiting | None, record: Record, outcome: Outcome) -> None:
        if row is None:
            self.here[record.event_id] = outcome
        elif outcome is APPLIED:
            self.woken += 1


def _take_all(batch: Batch, records: Sequence[Record]) -> _Fates:
    """In rounds: facts first, then second thoughts about them, then what had waited for either."""
    fates = _Fates()
    taken: list[waiting.Taken] = [(None, record) for record in records]
    while taken:
        for thoughts in (False, True):
            some = [one for one in taken if isinstance(one[1], SECOND_THOUGHTS) is thoughts]
            batch.known = Known.of(batch.session, [record for _row, record in some])
            for row, record in some:
                fates.note(row, record, _take(batch, row, record))
            batch.flush()
        taken = waiting.woken(batch)
    return fates


def _take(batch: Batch, row: FeedWaiting | None, record: Record) -> Outcome:
    history, batch.history = batch.history, row.history if row else batch.history
    try:
        caused = _TAKE[type(record)](batch, record)
    except NotYet as missing:
        waiting.wait_on(batch, row, record, missing.needs)
        return Outcome(Fate.WAITING, str(missing))
    except BadLine as error:
        if row is None:
            del batch.counted[record.event_id]
        else:
            waiting.give_up(batch, row, str(error))
        return Outcome(Fate.REJECTED, str(error))
    finally:
        batch.history = history
    _count(batch, record, caused)
    if row is not None:
        waiting.gone(batch, row)
    return APPLIED


def _count(batch: Batch, record: Record, caused: Caused) -> None:
    batch.add(
        FeedRecord,
        id=record.event_id,
        kind=kind_of(record),
        digest=batch.counted.get(record.event_id) or digest(record),
        caused=caused.value,
        applied_at=batch.now,
    )
