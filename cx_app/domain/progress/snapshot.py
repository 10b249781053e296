"""A table as bytes: small, versioned, and the same bytes for the same facts.

The id is a hash of what the bytes say, so that whoever holds an estimate's snapshot can make the
same figures from it, and tell that it is the one. What is stored are whole numbers only
(MP-25).

    magic · zlib( length of the head · head as JSON · columns )

The columns are whole numbers of 32 bits: for each stratum, slice and bin the exposure, then the
events of each outcome. Their first, second … bytes stand together, since most of them are zero.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, replace
from datetime import date
from hashlib import sha256
from typing import Any, Final

import numpy as np

from cx_app.domain.progress.ages import Ints
from cx_app.domain.progress.counts import Counts
from cx_app.domain.progress.history import Stratum
from cx_app.domain.progress.method import FORMS_ONLY, VERSION, VERSIONS
from cx_app.domain.progress.pace import Pace
from cx_app.domain.progress.table import Milestone, Table

MAGIC: Final = b"CXP1"
DESIGNATION: Final = Stratum._fields.index("designation")
"""Left out of strata that have none, as all had when the first tables were stored."""
WIDTH: Final = 4
"""Bytes of a number: two billion case-days at one age of one stratum are enough."""


class SnapshotError(ValueError):
    """The bytes are not a table that this release can read; the message says why."""


def dump(table: Table) -> bytes:
    """The table's bytes. The id they carry is that of the table read back."""
    return MAGIC + zlib.compress(_plain(table), 9)


def load(stored: bytes) -> Table:
    """Raises `SnapshotError`."""
    if not stored.startswith(MAGIC):
        raise SnapshotError("these bytes are not a table of estimates")
    try:
        plain = zlib.decompress(stored[len(MAGIC) :])
        length = int.from_bytes(plain[:WIDTH], "little")
        head = json.loads(plain[WIDTH : WIDTH + length])
        if head["version"] not in VERSIONS:
            raise SnapshotError(f"made by method {head['version']}; this release has {VERSION}")
        return _table(head, plain[WIDTH + length :], _id(plain))
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        if isinstance(error, SnapshotError):
            raise
        raise SnapshotError(f"the table is damaged: {error}") from error


def with_id(table: Table) -> Table:
    """The table, knowing the id of its own bytes."""
    return replace(table, snapshot=_id(_plain(table)))


def _id(plain: bytes) -> str:
    return sha256(plain).hexdigest()[:16]


def _plain(table: Table) -> bytes:
    counts = table.counts
    head: dict[str, Any] = {
        "version": table.version,
        "milestone": table.milestone,
        "day": table.day.isoformat(),
        "outcomes": counts.outcomes,
        "strata": [kind if kind.designation else kind[:DESIGNATION] for kind in counts.strata],
        "cases": counts.cases.tolist(),
        "seen": counts.seen.tolist(),
        "shape": counts.exposure.shape,
        "paces": {form: asdict(pace) for form, pace in table.paces.items()},
    }
    if table.version != FORMS_ONLY:
        head["offices"] = [
            [name, office, pace.spread, pace.drift]
            for (name, office), pace in sorted(table.offices.items())
        ]
    said = json.dumps(head, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    columns = np.concatenate([counts.exposure[..., None], counts.events], axis=-1)
    return len(said).to_bytes(WIDTH, "little") + said + _packed(np.moveaxis(columns, -1, 1))


def _table(head: dict[str, Any], packed: bytes, snapshot: str) -> Table:
    strata, slices, bins = head["shape"]
    columns = _unpacked(packed).reshape(strata, 1 + len(head["outcomes"]), slices, bins)
    counts = Counts(
        strata=tuple(Stratum(*parts) for parts in head["strata"]),
        outcomes=tuple(head["outcomes"]),
        cases=np.array(head["cases"], np.int64),
        seen=np.array(head["seen"], np.int64),
        exposure=columns[:, 0],
        events=np.moveaxis(columns[:, 1:], 1, -1),
    )
    paces = {form: Pace(**pace) for form, pace in head["paces"].items()}
    offices = {
        (name, office): replace(paces[name], spread=spread, drift=drift)
        for name, office, spread, drift in head.get("offices", ())
    }
    day = date.fromisoformat(head["day"])
    milestone, version = Milestone(head["milestone"]), head["version"]
    return Table(milestone, day, counts, paces, offices, version, snapshot)


def _packed(numbers: Ints) -> bytes:
    if numbers.size and int(numbers.max()) >= 2**31:
        raise SnapshotError("a count is too large to be stored")
    return numbers.astype("<i4").reshape(-1).view(np.uint8).reshape(-1, WIDTH).T.tobytes()


def _unpacked(packed: bytes) -> Ints:
    planes = np.frombuffer(packed, np.uint8).reshape(WIDTH, -1)
    return np.ascontiguousarray(planes.T).view("<i4").reshape(-1).astype(np.int64)
