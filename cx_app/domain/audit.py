"""How audit rows are sealed: what exactly is hashed, and how the hashes are chained.

Anyone can compute a seal anew, with no code of ours. The hash of a row is the SHA-256 of one JSON
array in ASCII, without spaces: a tag with the version, the row's number, then its columns in the
order of `COLUMNS`. Ids are 32 hex digits in lower case, instants are UTC as
`2026-11-24 21:52:27.123456`, nothing is null and empty is "", and `details` are the characters as
they are stored. Both databases give the same array. Another column means another version.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from json import JSONEncoder
from typing import Final

FORM: Final = 1
"""The version that new batches are sealed in; a batch keeps the one it was sealed in."""
ENTRY_TAG: Final = "cx-audit-entry-1"
BATCH_TAG: Final = "cx-audit-batch-1"
HEAD_TAG: Final = "cx-audit-head-1"
COLUMNS: Final = (
    "id",
    "at",
    "recorded_at",
    "action",
    "outcome",
    "account_id",
    "role",
    "session_id",
    "network",
    "case_id",
    "subject_type",
    "subject_id",
    "details",
)
BEGINNING: Final = "0" * 64
"""What stands before the first batch."""
MOST_ROWS: Final = 5_000
"""In one batch, so that one can always be checked in memory."""

_encode: Final = JSONEncoder(separators=(",", ":"), ensure_ascii=True).encode

Stored = str | int | None
"""A column as it is kept. On SQLite a number also stands for what can't be a text of ours."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows sealed together; `chain` covers all of this and every batch before it."""

    number: Stored
    form: Stored
    first_seq: Stored
    last_seq: Stored
    sealed_at: Stored
    previous: Stored
    chain: Stored


@dataclass(frozen=True, slots=True)
class Head:
    """The newest batch: whoever keeps this line can prove later that nothing before it changed."""

    number: int
    sealed_at: str
    chain: str

    @property
    def line(self) -> str:
        moment = self.sealed_at.replace(" ", "T")
        return f"{HEAD_TAG} {self.number} {moment}Z {self.chain}"


def entry_hash(seq: Stored, values: Sequence[Stored]) -> str:
    return sha256(_encode([ENTRY_TAG, seq, *values]).encode()).hexdigest()


def chain_hash(batch: Batch, hashes: Iterable[Stored]) -> str:
    """One JSON array again: what is known of the batch, and last an array of its rows' hashes."""
    whole = [
        BATCH_TAG,
        batch.number,
        batch.form,
        batch.first_seq,
        batch.last_seq,
        batch.sealed_at,
        batch.previous,
        list(hashes),
    ]
    return sha256(_encode(whole).encode()).hexdigest()


def instant_text(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def instant_of(text: Stored) -> datetime | None:
    """None for what is no instant of ours."""
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=UTC)
    except ValueError:
        return None


def published_hash(line: str) -> str | None:
    """The hash of a head that somebody kept, alone or as a whole line; None when there is none."""
    last = (line.split() or [""])[-1].lower()
    right = len(last) == len(BEGINNING) and not set(last) - set("0123456789abcdef")
    return last if right else None
