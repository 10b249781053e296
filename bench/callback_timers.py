"""How late the hours of callbacks end, with 50,000 conversations open: from the instant until which
an answer counts to the sweep that acts on it. `CX_BENCH_CALLBACKS` says how many.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import SQLModel, col, select

from bench.linking import postgresql, sqlite
from bench.runner import measure
from cx_app import database as db
from cx_app.domain.callbacks.standing import CallbackState
from cx_app.gateways import clock
from cx_app.models import Callback, CallbackStep
from cx_app.models.base import uuid7

OPEN: Final = int(os.environ.get("CX_BENCH_CALLBACKS", "50000"))
HOUR: Final = timedelta(hours=1)
LOOKS: Final = 30
"""Seconds; beat wakes the sweep each second."""
AT_ONCE: Final = 2_000
SYMBOLS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@measure("Callbacks: timer lag with 50,000 open, SQLite", target=2_000, unit="ms")
def lag_on_sqlite() -> Iterable[float]:
    with sqlite():
        return list(_lags())


@measure("Callbacks: timer lag with 50,000 open, PostgreSQL", target=2_000, unit="ms")
def lag_on_postgres() -> Iterable[float]:
    with postgresql():
        return list(_lags())


def _lags() -> Iterator[float]:
    """Each second one sweep, as in production; what it did says when the hour had ended."""
    from tasks.callbacks import sweep

    _open(OPEN)
    sweep()  # what ended while they were made is nobody's lag
    with db.read() as session:
        since = clock.business(session)
    begun = time.monotonic()
    for second in range(1, LOOKS + 1):
        sweep()
        time.sleep(max(0.0, begun + second - time.monotonic()))
    with db.read() as session:
        rows = session.exec(
            select(CallbackStep.at, Callback.asked_at)
            .join(Callback, col(Callback.id) == CallbackStep.callback_id)
            .where(CallbackStep.what == "pass")
        ).all()
    for at, asked_at in rows:
        if asked_at is not None and asked_at + HOUR >= since:
            yield (at - asked_at - HOUR) / timedelta(milliseconds=1)


def _open(count: int) -> None:
    """Asked within the last hour, all of them, spread evenly: so many hours end each second."""
    draw = Random(8)
    with db.write() as session:
        session.add(_first())
    table = SQLModel.metadata.tables["callback"]
    with db.read() as session:
        row = dict(session.execute(select(table)).mappings().one())
    with db.write() as session:
        now = clock.business(session)
        for begin in range(1, count, AT_ONCE):
            made = [_another(row, now, draw) for _n in range(begin, min(begin + AT_ONCE, count))]
            session.connection().execute(table.insert(), made)
    with db.engines().writer.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _another(row: dict[str, Any], now: Any, draw: Random) -> dict[str, Any]:
    """Another conversation; what is sealed in it is that of the first."""
    number = uuid7()
    asked_at = now + timedelta(seconds=5) - HOUR + timedelta(seconds=draw.uniform(0, 3_600))
    return row | {
        "id": number,
        "reference": "".join(draw.choices(SYMBOLS, k=12)),
        "submit_key": number.hex,
        "phone_hash": number.hex,
        "asked_at": asked_at,
        "due_at": asked_at + HOUR + timedelta.resolution,
        "placed_at": asked_at - timedelta(days=1),
        "line_at": asked_at - timedelta(days=1),
    }


def _first() -> Callback:
    now = clock.wall()
    return Callback(
        reference="2" * 12,
        submit_key="first",
        asked_as="caller",
        name="Somebody",
        topic="case",
        phone_hash="first",
        zone="America/New_York",
        proven=True,
        placed_at=now,
        line_at=now,
        updated_at=now,
        state=CallbackState.ASKED,
        texting=True,
        asks=1,
        texts=1,
        asked_at=now,
        due_at=now + HOUR,
    )
