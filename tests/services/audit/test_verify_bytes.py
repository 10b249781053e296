"""Every byte of a sealed trail matters: each one that flips is found, and its row named."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from cx_app import database as db
from cx_app.services.audit.verify import verify
from tests.services.audit.sealing import sealed_trail, without_triggers

pytestmark = pytest.mark.usefixtures("database")
SHORT = 250
KEYS = {"audit_entry": "id", "audit_seal": "seq", "audit_batch": "number"}


@dataclass(frozen=True)
class Flip:
    table: str
    column: str
    key: object
    before: object
    after: object
    row: object
    """What must be named: the row's number, or the batch's."""


def flips_of(value: object) -> Iterator[object]:
    """The value with one bit of one byte different, or with nothing for something."""
    match value:
        case None:
            yield ""
        case bool() | int():
            yield from (value ^ (1 << bit) for bit in (0, 1, 5, 17, 40))
        case bytes():
            for place in range(len(value)):
                for bit in range(8):
                    yield value[:place] + bytes([value[place] ^ 1 << bit]) + value[place + 1 :]
        case str():
            yield from (
                value[:place] + chr(ord(value[place]) ^ 1 << bit) + value[place + 1 :]
                for place in range(len(value))
                for bit in range(6)
                if ord(value[place]) ^ 1 << bit
            )
        case UUID():
            yield from (UUID(int=value.int ^ 1 << bit) for bit in range(128))
        case datetime():
            yield from (value + timedelta(microseconds=1 << bit) for bit in range(0, 40, 3))


def all_flips() -> list[Flip]:
    """Values as the database itself keeps them: bytes of text on SQLite, types on PostgreSQL."""
    with db.read() as session:
        sqlite = session.get_bind().dialect.name == "sqlite"
        seals = session.execute(text("SELECT entry_id, seq FROM audit_seal"))
        number_of = dict(iter(seals))
        found = []
        for table, key in KEYS.items():
            names = [c["name"] for c in inspect(session.connection()).get_columns(table)]
            for name in names:
                shown = f"CAST({name} AS TEXT)" if name == "details" else name
                if sqlite:
                    shown = (
                        f"CASE typeof({name}) WHEN 'text' THEN CAST({name} AS BLOB) ELSE {name} END"
                    )
                rows = session.execute(text(f"SELECT {key}, {shown} FROM {table}"))  # noqa: S608
                for at, value in rows:
                    row = number_of[at] if table == "audit_entry" else at
                    found += [Flip(table, name, at, value, after, row) for after in flips_of(value)]
        return found


def put(flip: Flip, *, back: bool = False) -> bool:
    """False when the database itself refuses such a value."""
    value = flip.before if back else flip.after
    key = flip.after if back and flip.column == KEYS[flip.table] else flip.key
    shown = ":value"
    if isinstance(value, bytes):
        shown = "CAST(:value AS TEXT)"
    elif flip.column == "details":
        shown = "CAST(:value AS json)"
    match = "CAST(:key AS TEXT)" if isinstance(key, bytes) else ":key"
    change = (
        f"UPDATE {flip.table} SET {flip.column} = {shown}"  # noqa: S608
        f" WHERE {KEYS[flip.table]} = {match}"
    )
    try:
        with without_triggers() as session:
            changed = session.execute(text(change), {"value": value, "key": key})
            assert changed.rowcount == 1
    except DBAPIError:
        assert not back
        return False
    return True


def test_every_flipped_byte_is_found_and_its_row_named(soak: bool) -> None:
    sealed_trail(batches=2, rows=3)
    flips = all_flips()
    random.shuffle(flips)
    refused = 0
    for flip in flips if soak else flips[:SHORT]:
        if not put(flip):
            refused += 1
            continue
        found = verify().damages
        assert found, flip
        named = found[0].batch if flip.table == "audit_batch" else found[0].seq
        assert named == flip.row, (flip, found)
        assert put(flip, back=True)
    assert verify().intact
    assert refused < len(flips) / 2
