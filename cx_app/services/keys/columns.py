"""What is kept under keys: every sealed column and every column of keyed hashes, as declared by
the models. A new one comes along by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy import ColumnElement, Table, and_, false, func, or_
from sqlmodel import SQLModel

import cx_app.models  # noqa: F401  (registers the tables)
from cx_app.models.base import KEYED_HASH, SEALED, KeyedHash
from cx_app.security.crypto import encryption_keys, hash_keys

ENCRYPTION: Final = "encryption"
HASH: Final = "hash"


@dataclass(frozen=True)
class Kept:
    """One table's columns that are under keys."""

    table: Table
    sealed: tuple[str, ...]
    hashed: dict[str, KeyedHash]

    @property
    def renewable(self) -> dict[str, KeyedHash]:
        """Hashes whose plain value stands sealed beside them."""
        return {name: about for name, about in self.hashed.items() if about.sealed_in}

    def outdated(self) -> ColumnElement[bool]:
        """Whether a row has anything that could be under a newer key."""
        sealing, hashing = encryption_keys().newest[0], hash_keys().newest[0]
        column = self.table.c
        return or_(
            *(not_under(column[name], sealing) for name in self.sealed),
            *(
                and_(
                    column[about.sealed_in].is_not(None),
                    or_(column[name].is_(None), not_under(column[name], hashing)),
                )
                for name, about in self.renewable.items()
            ),
        )

    def lacking(self) -> ColumnElement[bool]:
        """Whether a row lacks a hash that it could have: its column is newer than the row."""
        column = self.table.c
        return or_(
            false(),
            *(
                and_(column[about.sealed_in].is_not(None), column[name].is_(None))
                for name, about in self.renewable.items()
                if column[name].nullable
            ),
        )


@cache
def kept() -> tuple[Kept, ...]:
    """All tables with such columns, by name."""
    found = []
    for table in sorted(SQLModel.metadata.tables.values(), key=lambda one: one.name):
        sealed = sorted(name for owner, name in SEALED if owner.__tablename__ == table.name)
        hashed = {c.name: c.info[KEYED_HASH] for c in table.columns if KEYED_HASH in c.info}
        if sealed or hashed:
            found.append(Kept(table, tuple(sealed), hashed))
    return tuple(found)


def renewables() -> dict[str, Kept]:
    """Tables that a rotation walks through."""
    return {one.table.name: one for one in kept() if one.sealed}


def under(column: ColumnElement[str], key_id: str) -> ColumnElement[bool]:
    """Not LIKE: that would fetch the whole of a long value."""
    return func.substr(column, 1, len(key_id) + 1) == f"{key_id}:"


def not_under(column: ColumnElement[str], key_id: str) -> ColumnElement[bool]:
    return func.substr(column, 1, len(key_id) + 1) != f"{key_id}:"
