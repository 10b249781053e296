"""Records that came before what they name: kept sealed, and applied when that has come (FEED-2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from sqlmodel import Session, col, delete, func, select

from cx_app.models import FeedWaiting
from cx_app.services.feed.batch import Batch
from cx_app.services.feed.records import Record, decode, encode

NAMES_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """How many records wait for one kind of thing, since when; or can't be applied, and why."""

    needs: str
    reason: str
    count: int
    since: datetime


Taken = tuple[FeedWaiting | None, Record]
"""A record, and its row if it waited from before."""


def keep(batch: Batch) -> None:
    """Put aside, sealed, what still waits at the end of a batch."""
    for event_id, (record, needs) in batch.waiting.items():
        row = FeedWaiting(event_id=event_id, needs=needs, history=batch.history, since=batch.now)
        row.line = encode(record).decode()
        batch.session.add(row)


def waits(session: Session, event_ids: Iterable[str]) -> dict[str, FeedWaiting]:
    rows = session.exec(select(FeedWaiting).where(col(FeedWaiting.event_id).in_(event_ids)))
    return {row.event_id: row for row in rows}


def woken(batch: Batch) -> list[Taken]:
    """Records that may have what they need now."""
    names, batch.provided = batch.provided, set()
    here = [record for record, needs in batch.waiting.values() if needs in names]
    for record in here:
        del batch.waiting[record.event_id]
    taken: list[Taken] = [(None, record) for record in here]
    if names and _any(batch.session):
        taken += [
            (row, decode((row.line or "").encode()))
            for some in _in_parts(sorted(names))
            for row in batch.session.exec(
                select(FeedWaiting)
                .where(col(FeedWaiting.needs).in_(some), FeedWaiting.reason == "")
                .order_by(col(FeedWaiting.since), col(FeedWaiting.event_id))
            )
        ]
    return taken


def still(batch: Batch, event_id: str) -> bool:
    """Whether a record waits already; one that was given up may be sent anew."""
    row = batch.waited.get(event_id)
    if row is not None and row.reason:
        gone(batch, row)
        return False
    return row is not None or event_id in batch.waiting


def gone(batch: Batch, row: FeedWaiting) -> None:
    batch.waited.pop(row.event_id, None)
    batch.session.delete(row)
    batch.session.flush()


def wait_on(batch: Batch, row: FeedWaiting | None, record: Record, needs: str) -> None:
    if row is None:
        batch.waiting[record.event_id] = (record, needs)
    else:
        row.needs = needs
        batch.session.add(row)


def give_up(batch: Batch, row: FeedWaiting, why: str) -> None:
    """It can't be applied; staff see it with the reason, and nothing is lost without a word."""
    row.reason, row.line = why[:200], None
    batch.session.add(row)


def overview(session: Session) -> list[WaitingLine]:
    """What waits or was given up, by kind."""
    kind = func.substr(FeedWaiting.needs, 1, func.instr(FeedWaiting.needs, ":") - 1)
    if session.get_bind().dialect.name == "postgresql":
        kind = func.split_part(FeedWaiting.needs, ":", 1)
    rows = session.exec(
        select(kind, FeedWaiting.reason, func.count(), func.min(FeedWaiting.since))
        .group_by(kind, FeedWaiting.reason)
        .order_by(kind, col(FeedWaiting.reason))
    )
    return [WaitingLine(*row) for row in rows]


def forget(session: Session, reason: str) -> int:
    """Drop what was given up for this reason; returns how many."""
    if not reason:
        raise ValueError("what still waits is not forgotten")
    done = session.exec(delete(FeedWaiting).where(col(FeedWaiting.reason) == reason))
    return int(done.rowcount)


def _in_parts(names: list[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while part := list(islice(rest, NAMES_AT_ONCE)):
        yield part


def _any(session: Session) -> bool:
    return session.exec(select(FeedWaiting.id).limit(1)).first() is not None
