"""Audit rows as they are kept, byte for byte, for sealing and checking them.

Values are read as the database keeps them and not as Python understands them: SQLite would take an
id in capitals, or an instant with a T in it, for the same value, and yet no longer find it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    LargeBinary,
    Text,
    Uuid,
    case,
    func,
    literal,
    null,
    select,
)
from sqlalchemy import cast as as_type
from sqlmodel import Session, col

from cx_app.domain.audit import COLUMNS, Batch, Stored
from cx_app.models import AuditBatch, AuditEntry, AuditPending, AuditSeal
from cx_app.models.base import UtcDateTime

Read = Callable[[Any], ColumnElement[Any]]
BATCH: Final = ("number", "form", "first_seq", "last_seq", "sealed_at", "previous", "chain")
NO_TEXT: Final = 0
"""What a value is read as that is no text on SQLite, where any column may hold anything."""


def entry_columns(session: Session) -> list[ColumnElement[Any]]:
    """The columns of an entry in the order in which they are hashed."""
    read = reader(session)
    return [read(getattr(AuditEntry, name)) for name in COLUMNS]


def values(row: Sequence[Any]) -> list[Stored]:
    """Text of SQLite comes as bytes, since an altered byte may be no UTF-8."""
    return [v.decode("utf-8", "surrogateescape") if type(v) is bytes else v for v in row]


def waiting(session: Session, limit: int) -> list[list[Stored]]:
    """Entries that wait for their seal, the oldest ids first."""
    rows = session.execute(
        select(*entry_columns(session))
        .select_from(AuditPending)
        .join(AuditEntry, col(AuditEntry.id) == AuditPending.entry_id)
        .order_by(col(AuditPending.entry_id))
        .limit(limit)
    )
    return [values(row) for row in rows]


def sealed(session: Session, after: int, limit: int) -> list[list[Stored]]:
    """Seals by number: seq, entry, hash, then the entry's columns, all None when it is gone."""
    read = reader(session)
    seal = [read(AuditSeal.seq), read(AuditSeal.entry_id), read(AuditSeal.hash)]
    rows = session.execute(
        select(*seal, *entry_columns(session))
        .select_from(AuditSeal)
        .outerjoin(AuditEntry, col(AuditEntry.id) == AuditSeal.entry_id)
        .where(col(AuditSeal.seq) > after)
        .order_by(col(AuditSeal.seq))
        .limit(limit)
    )
    return [values(row) for row in rows]


def batches(session: Session, after: int, limit: int) -> list[Batch]:
    read = reader(session)
    rows = session.execute(
        select(*[read(getattr(AuditBatch, name)) for name in BATCH])
        .where(col(AuditBatch.number) > after)
        .order_by(col(AuditBatch.number))
        .limit(limit)
    )
    return [Batch(*values(row)) for row in rows]


def last_batch(session: Session) -> Batch | None:
    read = reader(session)
    row = session.execute(
        select(*[read(getattr(AuditBatch, name)) for name in BATCH])
        .order_by(col(AuditBatch.number).desc())
        .limit(1)
    ).first()
    return Batch(*values(row)) if row else None


def reader(session: Session) -> Read:
    """How to read a column as it is kept."""
    return _on_postgresql if session.get_bind().dialect.name == "postgresql" else _on_sqlite


def _on_postgresql(column: Any) -> ColumnElement[Any]:
    """Each of these types keeps a value in one way only."""
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US")
    if isinstance(kind, Integer):
        return cast(ColumnElement[Any], column)
    plain = as_type(column, Text)
    return func.replace(plain, "-", "") if isinstance(kind, Uuid) else plain


def _on_sqlite(column: Any) -> ColumnElement[Any]:
    kept, right = func.typeof(column), isinstance(column.type, Integer)
    whole = column if right else as_type(column, LargeBinary)
    return case(
        (kept == ("integer" if right else "text"), whole),
        (kept == "null", null()),
        else_=literal(NO_TEXT, Integer),
    )
