"""What all tables share: time-ordered ids, aware UTC instants, sealed columns."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import DateTime, String, Table, TypeDecorator
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel

from cx_app.security.crypto import seal, unseal

_RANDOM = (1 << 76) - 1 & ~(0x3 << 62)


def uuid7() -> UUID:
    """A UUID version 7 (RFC 9562): 48 bits of wall-clock milliseconds, then random."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    return UUID(int=milliseconds << 80 | 0x7 << 76 | random & _RANDOM | 0x2 << 62)


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


SEALED: Final[set[tuple[type[SQLModel], str]]] = set()
"""Every sealed column: its table's class and its name. `services.keys` renews what is here."""


class Sealed(property):
    """A property over an encrypted column; the row's own id is part of what is sealed."""

    def __init__(self, column: str) -> None:
        self._column = column
        super().__init__(self._get, self._put)

    def __set_name__(self, owner: type[SQLModel], name: str) -> None:
        SEALED.add((owner, self._column))

    def _get(self, row: Any) -> str | None:
        stored = getattr(row, self._column)
        return None if stored is None else unseal(stored, self._place(row))

    def _put(self, row: Any, value: str | None) -> None:
        sealed = None if value is None else seal(value, self._place(row))
        setattr(row, self._column, sealed)

    def _place(self, row: Any) -> str:
        return place(row.__tablename__, self._column, row.id)


def sealed(column: str) -> Any:
    return Sealed(column)


def place(table: str, column: str, row_id: UUID) -> str:
    """What a sealed value is bound to."""
    return f"{table}.{column}.{row_id}"


KEYED_HASH: Final = "keyed_hash"


@dataclass(frozen=True, slots=True)
class KeyedHash:
    """`purpose` and the sealed column of the same row that holds the plain value, if one does.
    With it a new key is a new hash; without it the hash ends with its row."""

    purpose: str = ""
    sealed_in: str = ""
    form: Callable[[str], str] = str
    """What of the plain value is hashed, where values written differently count as equal."""


def hashed(
    purpose: str = "",
    *,
    sealed_in: str = "",
    form: Callable[[str], str] = str,
    nullable: bool = False,
    index: bool = True,
    **extra: Any,
) -> Any:
    """A column of keyed hashes (`crypto.fingerprint`), looked up under every live key."""
    about = {"info": {KEYED_HASH: KeyedHash(purpose, sealed_in, form)}}
    if nullable:
        return Field(
            default=None,
            sa_type=String(80),
            nullable=True,
            index=index,
            sa_column_kwargs=about,
        )
    return Field(sa_type=String(80), index=index, sa_column_kwargs=about, **extra)


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
