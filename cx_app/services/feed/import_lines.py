"""Imports lines of the case feed: good ones count, bad ones are set aside with their reason.

Each batch of lines is a transaction of its own, opened here because an import is far too long for
one. Whatever stops an import, sending the same lines again does the rest and nothing twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Final
from uuid import UUID

from sqlmodel import Session

from cx_app import database
from cx_app.gateways import clock
from cx_app.models import FeedBatch
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.feed.apply import Fate, Outcome, apply
from cx_app.services.feed.records import BadLine, Record, decode

BATCH: Final = 500
TURN: Final = 0.025
"""Seconds. SQLite has no queue of writers: whoever waits looks again, at first every 25 ms or
sooner. A gap of that length between batches lets people's own changes through at once."""

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass
class Tally:
    """How many lines of an import counted, had counted before, or were set aside."""

    applied: int = 0
    repeated: int = 0
    rejected: int = 0

    @property
    def lines(self) -> int:
        return self.applied + self.repeated + self.rejected


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that does not count. It repeats nothing of the line but its number."""

    file: str
    line: int
    reason: str


Numbered = tuple[int, bytes]


def import_lines(
    lines: Iterable[bytes],
    *,
    source: str,
    sha256: str = "",
    on_reject: Callable[[Reject], None] = lambda reject: None,
    on_progress: Callable[[Tally], None] = lambda tally: None,
) -> Tally:
    """`source` and `sha256` say where the lines are from; empty lines are passed over."""
    tally = Tally()
    batch_id = _begin(source, sha256)
    numbered = ((n, line) for n, line in enumerate(map(_bare, lines), 1) if line)
    while batch := list(islice(numbered, BATCH)):
        read = [_read(line) for _number, line in batch]
        with database.write() as session:
            outcomes = _apply(session, read)
            _count(tally, outcomes)
            _note(session, batch_id, tally)
        for (number, _line), outcome in zip(batch, outcomes, strict=True):
            if outcome.fate is Fate.REJECTED:
                on_reject(Reject(source, number, outcome.reason))
        on_progress(tally)
        _let_others_write()
    _end(batch_id, tally)
    return tally


def _let_others_write() -> None:
    if database.engines().writer.dialect.name == "sqlite":
        time.sleep(TURN)


def _bare(line: bytes) -> bytes:
    """Without line end and mark; empty when there is nothing else."""
    line = line.removesuffix(b"\n").removesuffix(b"\r").removeprefix(BYTE_ORDER_MARK)
    return b"" if line.isspace() else line


def _apply(session: Session, read: list[Record | Outcome]) -> list[Outcome]:
    records = [item for item in read if not isinstance(item, Outcome)]
    fates: Iterator[Outcome] = iter(apply(session, records, clock.business(session)))
    return [item if isinstance(item, Outcome) else next(fates) for item in read]


def _read(line: bytes) -> Record | Outcome:
    try:
        return decode(line)
    except BadLine as error:
        return Outcome(Fate.REJECTED, str(error))


def _count(tally: Tally, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        setattr(tally, outcome.fate, getattr(tally, outcome.fate) + 1)


def _begin(source: str, sha256: str) -> UUID:
    with database.write() as session:
        batch = FeedBatch(source=source[-255:], sha256=sha256, started_at=clock.wall())
        session.add(batch)
        return batch.id


def _note(session: Session, batch_id: UUID, tally: Tally) -> FeedBatch:
    batch = session.get_one(FeedBatch, batch_id)
    batch.applied, batch.repeated, batch.rejected = tally.applied, tally.repeated, tally.rejected
    session.add(batch)
    return batch


def _end(batch_id: UUID, tally: Tally) -> None:
    with database.write() as session:
        _note(session, batch_id, tally).finished_at = clock.wall()
        record(
            session,
            SYSTEM_ACTOR,
            "feed.import",
            subject_type="feed_batch",
            subject_id=batch_id,
            details=asdict(tally),
        )
