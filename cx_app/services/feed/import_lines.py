"""Imports lines of the case feed: good ones count, bad ones are set aside with their reason.

Each batch of lines is a transaction of its own, opened here because an import is far too long for
one. Whatever stops an import, sending the same lines again does the rest and nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app import database
from cx_app.gateways import clock
from cx_app.models import FeedBatch
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.feed.apply import Fate, Outcome, apply
from cx_app.services.feed.records import BadLine, Record, decode

BATCH: Final = 1_000
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
Transaction = Callable[[], AbstractContextManager[Session]]


@dataclass
class Tally:
    """What became of the lines of an import, and how many from before were applied with them."""

    applied: int = 0
    repeated: int = 0
    waiting: int = 0
    rejected: int = 0
    woken: int = 0

    @property
    def lines(self) -> int:
        return self.applied + self.repeated + self.waiting + self.rejected

    def count(self, outcomes: Iterable[Outcome], woken: int) -> None:
        for outcome in outcomes:
            setattr(self, outcome.fate, getattr(self, outcome.fate) + 1)
        self.woken += woken


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that does not count. It repeats nothing of the line but its number."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Named:
    """What became of a line; `event_id` is None for one that is no record."""

    line: int
    event_id: str | None
    outcome: Outcome


@dataclass
class Strict(Exception):
    """A line would be set aside, and nothing may be: its batch does not count either."""

    reject: Reject


@dataclass(frozen=True, slots=True)
class How:
    """How an import goes about it."""

    history: bool = False
    """Nothing follows from these records: no message, no code (FEED-3)."""
    strict: bool = False
    """Stop at the first line that would be set aside. Raises `Strict`."""
    resume: bool = True
    """Pass over what a stopped import of the same content has dealt with."""
    transaction: Transaction = field(default=database.write)


def import_lines(
    lines: Iterable[bytes],
    *,
    source: str,
    sha256: str = "",
    how: How | None = None,
    on_reject: Callable[[Reject], None] = lambda reject: None,
    on_outcome: Callable[[Named], None] = lambda named: None,
    on_progress: Callable[[Tally], None] = lambda tally: None,
) -> Tally:
    """`source` and `sha256` say where the lines are from; empty lines are passed over.

    Lines that a stopped import of the same `sha256` has dealt with are not looked at again.
    """
    how = how or How()
    batch_id, begun_at, tally = _begin(how, source, sha256)
    numbered = enumerate(islice(lines, begun_at, None), begun_at + 1)
    while some := list(islice(numbered, BATCH)):
        batch = [(number, bare) for number, line in some if (bare := _bare(line))]
        read = [_read(line) for _number, line in batch]
        rejects: list[Reject] = []
        with how.transaction() as session:
            outcomes, woken = _apply(session, read, how)
            rejects = [
                Reject(source, number, outcome.reason)
                for (number, _line), outcome in zip(batch, outcomes, strict=True)
                if outcome.fate is Fate.REJECTED
            ]
            if rejects and how.strict:
                raise Strict(rejects[0])
            for reject in rejects:  # before they count: a repeat is better than a gap
                on_reject(reject)
            tally.count(outcomes, woken)
            _note(session, batch_id, tally, read_lines=some[-1][0])
        for (number, _line), item, outcome in zip(batch, read, outcomes, strict=True):
            event_id = None if isinstance(item, Outcome) else item.event_id
            on_outcome(Named(number, event_id, outcome))
        on_progress(tally)
        database.let_others_write()
    _end(how, batch_id, tally)
    return tally


def resumes_at(session: Session, sha256: str) -> int:
    """How many lines of a file a stopped import has dealt with; 0 for a new one."""
    batch = _stopped(session, sha256)
    return batch.read_lines if batch else 0


def first_bad(lines: Iterable[bytes], source: str) -> Reject | None:
    """The first line that is no record, whatever the portal knows."""
    for number, line in enumerate(lines, 1):
        bare = _bare(line)
        if bare and isinstance(read := _read(bare), Outcome):
            return Reject(source, number, read.reason)
    return None


def _bare(line: bytes) -> bytes:
    """Without line end and mark; empty when there is nothing else."""
    line = line.removesuffix(b"\n").removesuffix(b"\r").removeprefix(BYTE_ORDER_MARK)
    return b"" if line.isspace() else line


def _apply(session: Session, read: list[Record | Outcome], how: How) -> tuple[list[Outcome], int]:
    records = [item for item in read if not isinstance(item, Outcome)]
    applied = apply(session, records, clock.business(session), history=how.history)
    fates: Iterator[Outcome] = iter(applied.outcomes)
    outcomes = [item if isinstance(item, Outcome) else next(fates) for item in read]
    return outcomes, applied.woken


def _read(line: bytes) -> Record | Outcome:
    try:
        return decode(line)
    except BadLine as error:
        return Outcome(Fate.REJECTED, str(error))


def _begin(how: How, source: str, sha256: str) -> tuple[UUID, int, Tally]:
    """The batch's id, how many lines it has dealt with, and what became of them."""
    with how.transaction() as session:
        batch = _stopped(session, sha256) if how.resume else None
        if batch is None:
            batch = FeedBatch(
                source=source[-255:],
                sha256=sha256,
                history=how.history,
                started_at=clock.wall(),
            )
            session.add(batch)
        tally = Tally(batch.applied, batch.repeated, batch.waiting, batch.rejected)
        return batch.id, batch.read_lines, tally


def _stopped(session: Session, sha256: str) -> FeedBatch | None:
    if not sha256:
        return None
    return session.exec(
        select(FeedBatch)
        .where(FeedBatch.sha256 == sha256, col(FeedBatch.finished_at).is_(None))
        .order_by(col(FeedBatch.started_at).desc())
    ).first()


def _note(session: Session, batch_id: UUID, tally: Tally, *, read_lines: int) -> None:
    batch = session.get_one(FeedBatch, batch_id)
    batch.read_lines = read_lines
    batch.applied, batch.repeated = tally.applied, tally.repeated
    batch.waiting, batch.rejected = tally.waiting, tally.rejected
    session.add(batch)


def _end(how: How, batch_id: UUID, tally: Tally) -> None:
    with how.transaction() as session:
        batch = session.get_one(FeedBatch, batch_id)
        batch.finished_at = clock.wall()
        session.add(batch)
        record(
            session,
            SYSTEM_ACTOR,
            "feed.import",
            subject_type="feed_batch",
            subject_id=batch_id,
            details={**asdict(tally), "sha256": batch.sha256, "history": batch.history},
        )
