"""Puts one slice of a table under the newest keys.

What is left is found in the rows themselves. A row is written only if it still holds what was
read, so whoever changes it meanwhile wins; and a row that somebody else holds is passed over, so
a rotation never makes anybody wait in a circle. Running it twice, or by two at once, is harmless.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import bindparam, update
from sqlmodel import Session, select

from cx_app.models.base import KeyedHash, place
from cx_app.security.crypto import (
    UnsealError,
    encryption_keys,
    fingerprint,
    hash_keys,
    seal,
    unseal,
)
from cx_app.services.keys.columns import Kept

log = structlog.get_logger(__name__)

SLICE: Final = 100
"""Rows changed in one transaction: how long somebody may have to wait for it."""
LOOK: Final = 20_000
"""Rows looked at for it, at most."""

Row = Mapping[str, Any]


@dataclass
class Outdated:
    """Rows of a table that are not under the newest keys, as they were read."""

    rows: list[Row] = field(default_factory=list)
    looked: int = 0
    after: str = ""
    """Nothing up to this row is left but these."""
    at_end: bool = False


@dataclass
class Renewed:
    """New values by row: the columns to change, what they held and what they shall hold."""

    changes: list[tuple[UUID, dict[str, str | None], dict[str, str]]] = field(default_factory=list)
    broken: int = 0


def find(session: Session, kept: Kept, after: str) -> Outdated:
    """The first rows after `after` that are outdated, in the order of their keys. Where there are
    none, windows grow, so that a table that is done is passed through quickly."""
    looked, size = 0, SLICE
    while True:
        window = _window(session, kept, after, size)
        old = [row_id for row_id, outdated in window if outdated][:SLICE]
        if len(old) == SLICE:
            window = [row for row in window if row[0] <= old[-1]]
        looked, at_end = looked + len(window), len(window) < size and len(old) < SLICE
        after = str(window[-1][0]) if window else after
        if old or at_end or looked >= LOOK:
            return Outdated(_read(session, kept, old), looked, after, at_end)
        size = min(size * 2, LOOK // 10)


def find_lacking(session: Session, kept: Kept, after: str) -> list[Row]:
    """The first rows after `after` that lack a hash which they could have."""
    row_id = kept.table.c.id
    query = select(row_id).where(kept.lacking()).order_by(row_id).limit(SLICE)
    query = query.where(row_id > UUID(after)) if after else query
    rows = _read(session, kept, list(session.execute(query).scalars()))
    return sorted(rows, key=lambda row: row["id"])


def _window(session: Session, kept: Kept, after: str, size: int) -> list[tuple[UUID, bool]]:
    row_id = kept.table.c.id
    query = select(row_id, kept.outdated()).order_by(row_id).limit(size)
    query = query.where(row_id > UUID(after)) if after else query
    return [(found, bool(outdated)) for found, outdated in session.execute(query)]


def _read(session: Session, kept: Kept, ids: list[UUID]) -> list[Row]:
    if not ids:
        return []
    column = kept.table.c
    names = [column.id, *(column[name] for name in (*kept.sealed, *kept.hashed))]
    found = session.execute(select(*names).where(column.id.in_(ids))).mappings()
    return [dict(row) for row in found]


def renew(kept: Kept, rows: Sequence[Row]) -> Renewed:
    """Opens and seals again; no transaction needs to be open. What does not open is counted."""
    renewed = Renewed()
    for row in rows:
        old = {name: row[name] for name in _outdated_names(kept, row)}
        if not old:
            continue
        try:
            plain = {name: _open(kept, row, name) for name in old if name in kept.sealed}
        except UnsealError as error:
            log.error("keys.does_not_open", row=str(row["id"]), reason=str(error))
            renewed.broken += 1
            continue
        new = {
            name: _fingerprint(kept.hashed[name], plain)
            if name in kept.hashed
            else seal(plain[name], place(kept.table.name, name, row["id"]))
            for name in old
        }
        renewed.changes.append((row["id"], old, new))
    return renewed


def store(session: Session, kept: Kept, renewed: Renewed) -> int:
    """How many rows were changed; the others hold something else by now, or are held."""
    free = _hold(session, kept, [row_id for row_id, _old, _new in renewed.changes])
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row_id, old, new in renewed.changes:
        if row_id in free:
            alike[tuple(new)].append(_parameters(row_id, old, new))
    return sum(_change(session, kept, names, rows) for names, rows in alike.items())


def _outdated_names(kept: Kept, row: Row) -> list[str]:
    """A hash brings its sealed value along: both are written, or neither."""
    sealing, hashing = f"{encryption_keys().newest[0]}:", f"{hash_keys().newest[0]}:"
    names = {name for name in kept.sealed if row[name] and not row[name].startswith(sealing)}
    for name, about in kept.renewable.items():
        if row[about.sealed_in] and not (row[name] or "").startswith(hashing):
            names |= {name, about.sealed_in}
    return sorted(names)


def _fingerprint(about: KeyedHash, plain: dict[str, str]) -> str:
    return fingerprint(about.form(plain[about.sealed_in]), about.purpose)


def _open(kept: Kept, row: Row, name: str) -> str:
    return unseal(row[name], place(kept.table.name, name, row["id"]))


def _hold(session: Session, kept: Kept, ids: list[UUID]) -> set[UUID]:
    row_id = kept.table.c.id
    return set(
        session.execute(
            select(row_id).where(row_id.in_(ids)).with_for_update(key_share=True, skip_locked=True)
        ).scalars()
    )


def _parameters(row_id: UUID, old: dict[str, str | None], new: dict[str, str]) -> dict[str, Any]:
    return {
        "row_id": row_id,
        **{f"old_{name}": value for name, value in old.items()},
        **{f"new_{name}": value for name, value in new.items()},
    }


def _change(
    session: Session, kept: Kept, names: tuple[str, ...], rows: list[dict[str, Any]]
) -> int:
    column = kept.table.c
    changed = session.connection().execute(
        update(kept.table)
        .where(
            column.id == bindparam("row_id"),
            *(column[name].is_not_distinct_from(bindparam(f"old_{name}")) for name in names),
        )
        .values({name: bindparam(f"new_{name}") for name in names}),
        rows,
    )
    return changed.rowcount
