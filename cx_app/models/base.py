"""What all tables share: time-ordered ids, aware UTC instants, sealed columns."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, String, Table, TypeDecorator
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel

from cx_app.security.crypto import seal, unseal


def uuid7() -> UUID:
    """A UUID version 7 (RFC 9562): 48 bits of wall-clock milliseconds, then random."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    value = (milliseconds & (1 << 48) - 1) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware instants in, aware UTC instants out, on both databases. Naive ones raise."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def __repr__(self) -> str:
        return "UtcDateTime()"


def key() -> Any:
    return Field(default_factory=uuid7, primary_key=True)


def instant(*, nullable: bool = False, index: bool = False) -> Any:
    if nullable:
        return Field(default=None, sa_type=UtcDateTime, nullable=True, index=index)
    return Field(sa_type=UtcDateTime, nullable=False, index=index)


def word(length: int = 40, *, index: bool = False, unique: bool = False, **extra: Any) -> Any:
    """A short text; also how enumerations are stored, so that an unknown value never breaks."""
    return Field(sa_type=String(length), index=index, unique=unique, **extra)


def sealed(column: str) -> Any:
    """A property over an encrypted column; the row's own id is part of what is sealed."""

    def place(row: Any) -> str:
        return f"{row.__tablename__}.{column}.{row.id}"

    def get(row: Any) -> str | None:
        stored = getattr(row, column)
        return None if stored is None else unseal(stored, place(row))

    def put(row: Any, value: str | None) -> None:
        setattr(row, column, None if value is None else seal(value, place(row)))

    return property(get, put)


def insert(session: Session, table: type[SQLModel] | Table) -> Any:
    """An INSERT that may say what to do on a conflict, in the database's own dialect."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def insert_new(session: Session, row: SQLModel, *unique: str) -> bool:
    """Add a row unless one with the same `unique` columns is there; False when there is, also when
    it comes at the same instant from somewhere else."""
    session.flush()  # rows that this one names come first
    table = SQLModel.metadata.tables[str(type(row).__tablename__)]
    added = session.execute(
        insert(session, table)
        .values(row.model_dump())
        .on_conflict_do_nothing(index_elements=list(unique))
        .returning(*table.primary_key)
    )
    return added.first() is not None
