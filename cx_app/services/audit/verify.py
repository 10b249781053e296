"""Checks the sealed audit trail from its first row to its last, in bounded memory.

Each part is read in a short transaction of its own, so that a check of an hour holds nothing up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from typing import Final

import sqlalchemy as sql
from sqlalchemy import exists, func, or_
from sqlmodel import Session, col, select

from cx_app import database
from cx_app.domain.audit import BEGINNING, Batch, Head, Stored
from cx_app.domain.audit_damage import (
    SEQ,
    Damage,
    Kind,
    Place,
    after,
    damages_in,
    misplaced,
)
from cx_app.gateways import clock
from cx_app.models import AuditBatch, AuditEntry, AuditPending, AuditSeal
from cx_app.services.audit import stored
from cx_app.services.policy.current import policy

CHUNK: Final = 2_000
MANY: Final = 100
"""Findings beyond these are not worth a line each."""
START: Final = Place(0, 0, BEGINNING)
Progress = Callable[[int], None]


@dataclass
class Report:
    rows: int = 0
    batches: int = 0
    last_seq: int = 0
    head: Head | None = None
    """Of the last batch that was checked."""
    damages: list[Damage] = field(default_factory=list)
    complete: bool = True
    """Whether each batch followed on the one before; where one does not, the check ends."""

    @property
    def intact(self) -> bool:
        return not self.damages


def verify(
    *,
    only: int | None = None,
    since: datetime | None = None,
    heads: frozenset[str] = frozenset(),
    on_progress: Progress | None = None,
) -> Report:
    """The whole trail; from the batch that was the first at `since`; or one batch. A part is
    checked against the stored end of the batch before it, which only the whole can vouch for."""
    report = Report()
    with database.read() as session:
        slack = policy(session, clock.business(session)).audit_seal_within
        place = _place_before(session, _first(session, only, since))
    if place is None:
        report.damages.append(Damage(Kind.BATCH_MISSING, only))
        return report
    wanted, begun_at, told = set(heads), place.number, 0
    report.last_seq = place.last_seq
    for batch, rows, before in _walk(place, report, only):
        report.damages += damages_in(batch, rows, before, slack)
        report.rows += len(rows)
        report.batches += 1
        report.last_seq = int(batch.last_seq or 0)
        wanted.discard(str(batch.chain))
        report.head = Head(int(batch.number or 0), str(batch.sealed_at), str(batch.chain))
        if on_progress and report.rows - told >= CHUNK:
            on_progress(told := report.rows)
        if len(report.damages) >= MANY:
            return report
    with database.read() as session:
        if only is None:
            report.damages += _outside_batches(session, report)
            report.damages += _without_seal(session, clock.wall() - slack)
        if report.complete:
            report.damages += _absent(session, wanted, begun_at)
    return report


def rows_to_check(*, only: int | None = None, since: datetime | None = None) -> int:
    """For the progress bar."""
    with database.read() as session:
        first = _first(session, only, since)
        place = _place_before(session, first)
        query = select(func.max(AuditBatch.last_seq))
        query = query.where(AuditBatch.number == only) if only else query
        last = session.scalar(query)
    return max((last if isinstance(last, int) else 0) - (place.last_seq if place else 0), 0)


def _first(session: Session, only: int | None, since: datetime | None) -> int:
    if only is not None:
        return only
    if since is None:
        return 1
    found = session.scalar(
        select(func.min(AuditBatch.number)).where(col(AuditBatch.sealed_at) >= since)
    )
    newest = session.scalar(select(func.max(AuditBatch.number))) or 0
    return int(found or newest + 1)


def _place_before(session: Session, number: int) -> Place | None:
    if number <= 1:
        return START
    found = stored.batches(session, number - 2, 1)
    if not found or found[0].number != number - 1:
        return None
    last = found[0]
    return Place(number - 1, int(last.last_seq or 0), str(last.chain))


def _walk(
    place: Place, report: Report, only: int | None
) -> Iterator[tuple[Batch, list[list[Stored]], Place]]:
    """Each batch with its rows and what stands before it, until one is out of place."""
    rows = _Rows(place.last_seq)
    for batch in _batches(place.number):
        if damage := misplaced(batch, place):
            report.damages.append(damage)
            report.complete = False
            return
        here = rows.up_to(int(batch.last_seq or 0))
        yield batch, here, place
        if only is not None:
            return
        place = after(batch, here, place)


def _batches(after_number: int) -> Iterator[Batch]:
    while True:
        with database.read() as session:
            chunk = stored.batches(session, after_number, CHUNK)
        yield from chunk
        if len(chunk) < CHUNK:
            return
        after_number = int(chunk[-1].number or 0)


class _Rows:
    """The rows of the trail by number, read ahead in chunks."""

    def __init__(self, after_seq: int) -> None:
        self._at = after_seq
        self._ahead: list[list[Stored]] = []

    def up_to(self, last: int) -> list[list[Stored]]:
        while self._at < last:
            with database.read() as session:
                chunk = stored.sealed(session, self._at, CHUNK)
            if not chunk:
                break
            self._ahead += chunk
            # What is no number stands last on SQLite, and belongs to no batch.
            self._at = int(chunk[-1][SEQ] or 0) or last
        taken = list(takewhile(lambda row: int(row[SEQ] or 0) <= last, self._ahead))
        self._ahead = self._ahead[len(taken) :]
        return taken


def _outside_batches(session: Session, report: Report) -> list[Damage]:
    """Seals beyond the last batch or before the first number, and batches without a place."""
    last = select(func.coalesce(func.max(AuditBatch.last_seq), 0)).scalar_subquery()
    read = stored.reader(session)
    rows = session.execute(
        sql.select(read(AuditSeal.seq), read(AuditSeal.entry_id))
        .where(or_(col(AuditSeal.seq) > last, col(AuditSeal.seq) < 1))
        .order_by(col(AuditSeal.seq))
        .limit(MANY)
    )
    seals = [
        Damage(Kind.SEAL_INSERTED, seq=seq, entry_id=entry)
        for seq, entry in map(stored.values, rows)
    ]
    stray = session.execute(
        sql.select(read(AuditBatch.number), read(AuditBatch.first_seq))
        .where(col(AuditBatch.number) < 1)
        .limit(MANY)
    )
    end = report.head.number if report.head else 0
    batches = [
        Damage(Kind.BATCH_MISSING, end + 1)
        if report.complete and first == report.last_seq + 1
        else Damage(Kind.BATCH_ALTERED, number)
        for number, first in map(stored.values, stray)
    ]
    return batches + seals


def _without_seal(session: Session, due: datetime) -> list[Damage]:
    """Entries kept from the sealer or waiting too long, and those that vanished while they waited.
    One statement each, so that what is being sealed meanwhile is no finding."""
    is_sealed = exists().where(col(AuditSeal.entry_id) == AuditEntry.id)
    is_waiting = exists().where(col(AuditPending.entry_id) == AuditEntry.id)
    read = stored.reader(session)
    entries = session.execute(
        sql.select(read(AuditEntry.id), is_waiting)
        .where(~is_sealed, or_(~is_waiting, col(AuditEntry.recorded_at) < due))
        .order_by(col(AuditEntry.id))
        .limit(MANY)
    )
    found = [
        Damage(Kind.UNSEALED if waits else Kind.NOT_WAITING, entry_id=entry)
        for entry, waits in map(stored.values, entries)
    ]
    gone = session.execute(
        sql.select(read(AuditPending.entry_id))
        .where(~exists().where(col(AuditEntry.id) == AuditPending.entry_id))
        .limit(MANY)
    )
    return found + [Damage(Kind.GONE_UNSEALED, entry_id=stored.values(row)[0]) for row in gone]


def _absent(session: Session, wanted: set[str], begun_at: int) -> list[Damage]:
    """Published heads that no batch has, also none before the part that was checked."""
    earlier = set(
        session.exec(
            select(AuditBatch.chain).where(
                col(AuditBatch.chain).in_(wanted), col(AuditBatch.number) <= begun_at
            )
        )
    )
    return [Damage(Kind.HEAD_ABSENT, head=chain) for chain in sorted(wanted - earlier)]
