"""What can be wrong with a sealed trail, and how one batch of it is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from cx_app.domain.audit import (
    FORM,
    MOST_ROWS,
    Batch,
    Stored,
    chain_hash,
    entry_hash,
    instant_of,
    instant_text,
)


class Kind(StrEnum):
    ENTRY_ALTERED = "was altered after it was sealed"
    ENTRY_MISSING = "is missing: it was deleted after it was sealed"
    SEAL_ALTERED = "has an altered seal"
    SEAL_MISSING = "has no seal: it was deleted or renumbered"
    SEAL_INSERTED = "has a seal that belongs to no batch"
    BATCH_ALTERED = "was altered after it was sealed, or its rows were replaced"
    BATCH_MISSING = "is missing, or the one after it was inserted"
    INSERTED_LATE = "claims a time long before rows that were sealed earlier"
    TIMES_DIFFER = "claims a time that differs from when it was recorded"
    UNSEALED = "has waited too long for its seal"
    NOT_WAITING = "is neither sealed nor waiting to be: it was kept from the sealer"
    GONE_UNSEALED = "is missing: it was deleted before it was sealed"
    HEAD_ABSENT = "is not in this chain: the chain was cut or rebuilt"


@dataclass(frozen=True, slots=True)
class Damage:
    """The kind, and where: the row's number and entry id, or the batch alone."""

    kind: Kind
    batch: Stored = None
    seq: Stored = None
    entry_id: Stored = None
    head: str = ""

    @property
    def place(self) -> str:
        if self.head:
            return f"the head {self.head}"
        if self.seq is None and self.entry_id is None:
            return f"batch {self.batch}"
        entry = f"entry {self.entry_id}" if self.entry_id is not None else ""
        return ", ".join(
            part
            for part in (
                f"row {self.seq}" if self.seq is not None else "",
                entry,
                f"batch {self.batch}" if self.batch is not None else "",
            )
            if part
        )

    @property
    def sentence(self) -> str:
        return f"{self.place}: {self.kind}"


SEQ, ENTRY_ID, HASH, ENTRY = 0, 1, 2, 3
"""Where things stand in a row as it is read: its seal, then the columns of its entry."""
AT: Final = ENTRY + 1
RECORDED_AT: Final = ENTRY + 2
MINUTE: Final = len("2026-11-24 21:52")
Row = Sequence[Stored]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the chain stands before a batch: what the batch must build on."""

    number: int
    last_seq: int
    chain: str
    newest: str = ""
    """The latest time at which a row before it was recorded."""


def misplaced(batch: Batch, before: Place) -> Damage | None:
    """A batch that does not follow on the one before; what comes after it can't be judged."""
    number, first, last = batch.number, batch.first_seq, batch.last_seq
    if number != before.number + 1:
        return Damage(Kind.BATCH_MISSING, before.number + 1)
    fits = type(first) is int and type(last) is int and 0 <= last - first < MOST_ROWS
    if not fits or first != before.last_seq + 1 or batch.previous != before.chain:
        return Damage(Kind.BATCH_ALTERED, number)
    return None if batch.form == FORM else Damage(Kind.BATCH_ALTERED, number)


def damages_in(batch: Batch, rows: Sequence[Row], before: Place, slack: timedelta) -> list[Damage]:
    """Everything wrong with the rows of a batch that is in its place, in their order."""
    seqs = {row[SEQ] for row in rows}
    found = [
        Damage(Kind.SEAL_MISSING, batch.number, seq)
        for seq in range(int(batch.first_seq or 0), int(batch.last_seq or 0) + 1)
        if seq not in seqs
    ]
    computed = [entry_hash(row[SEQ], row[ENTRY:]) for row in rows]
    differ = [n for n, row in enumerate(rows) if computed[n] != row[HASH]]
    chained = chain_hash(batch, [row[HASH] for row in rows]) == batch.chain
    kind = Kind.ENTRY_ALTERED
    if not chained and not found:
        mended = chain_hash(batch, computed) == batch.chain
        kind = Kind.SEAL_ALTERED if mended else kind
        if not differ:
            found.append(Damage(Kind.BATCH_ALTERED, batch.number))
    for n in differ:
        row = rows[n]
        gone = row[ENTRY] is None
        found.append(
            Damage(Kind.ENTRY_MISSING if gone else kind, batch.number, row[SEQ], row[ENTRY_ID])
        )
    found += _untimely(batch, rows, before, slack)
    return sorted(found, key=lambda one: one.seq if isinstance(one.seq, int) else -1)


def after(batch: Batch, rows: Sequence[Row], before: Place) -> Place:
    recorded = [str(row[RECORDED_AT]) for row in rows if row[RECORDED_AT] is not None]
    newest = min(max(recorded, default=""), str(batch.sealed_at))
    return Place(
        int(batch.number or 0),
        int(batch.last_seq or 0),
        str(batch.chain),
        max(newest, before.newest),
    )


def _untimely(batch: Batch, rows: Sequence[Row], before: Place, slack: timedelta) -> list[Damage]:
    """Rows that were put in later under an old time. Sealing goes by age, so that a row far older
    than what is sealed already was not there then; nor can the business clock run behind."""
    newest = instant_of(before.newest)
    bound = instant_text(newest - slack) if newest else ""
    latest = instant_of(batch.sealed_at)
    end = instant_text(latest + slack) if latest else "9"
    found = []
    for row in rows:
        at, recorded = str(row[AT]), str(row[RECORDED_AT])
        if row[ENTRY] is None:
            continue
        kind = None
        if recorded < bound:
            kind = Kind.INSERTED_LATE
        elif recorded > end or (at[:MINUTE] < recorded[:MINUTE] and _behind(at, recorded, slack)):
            kind = Kind.TIMES_DIFFER
        if kind:
            found.append(Damage(kind, batch.number, row[SEQ], row[ENTRY_ID]))
    return found


def _behind(at: str, recorded: str, slack: timedelta) -> bool:
    one, other = instant_of(at), instant_of(recorded)
    return one is None or other is None or one < other - slack
