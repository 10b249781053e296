"""Engines and transactions. One transaction per step, opened here and committed here.

SQLite has one writer (`BEGIN IMMEDIATE`, a pool of one) and separate readers; PostgreSQL has one
pool for both. Services receive the session and never commit.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlmodel import Session

from cx_app.domain.business_time import stored_day
from cx_app.settings import settings

TURN: Final = 0.025
"""Seconds. SQLite has no queue of writers: whoever waits looks again, at first every 25 ms or
sooner, and a gap of that length is enough for them to get in."""
SURELY_THERE: Final = 1.0
"""Seconds."""
ANSWERED: Final = "answered"
NO_TABLES: Final = ("no such table", "does not exist", "unable to open database file")


@dataclass(frozen=True, slots=True)
class Engines:
    writer: Engine
    reader: Engine

    def dispose(self) -> None:
        self.writer.dispose()
        self.reader.dispose()


def connect(url: str) -> Engines:
    """Engines for a database URL; `postgresql://` means psycopg 3. Errors never show values."""
    if url.startswith("sqlite"):
        return Engines(writer=_sqlite(url, immediate=True), reader=_sqlite(url, immediate=False))
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        hide_parameters=True,
        pool_size=10,
        max_overflow=5,
    )
    _look_again(engine)
    return Engines(writer=engine, reader=engine)


def _look_again(engine: Engine) -> None:
    """Asks a connection whether it is still there before it is used, unless it answered within the
    last second: at the desk's pace the question alone would cost as much as a statement. A database
    that was started anew took longer than that."""

    @event.listens_for(engine, "checkin")
    def keep(_connection: Any, record: Any) -> None:
        record.info[ANSWERED] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        answered = record.info.get(ANSWERED)
        if answered is None or time.monotonic() - answered < SURELY_THERE:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


def _sqlite(url: str, *, immediate: bool) -> Engine:
    pool: dict[str, Any] = {"pool_size": 1, "max_overflow": 0} if immediate else {"pool_size": 8}
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False},
        pool_timeout=60,
        hide_parameters=True,
        **pool,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.create_function("eastern_day", 1, stored_day, deterministic=True)
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=30000")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


@cache
def _engines() -> Engines:
    return connect(_configured or settings.database)


_configured: str | None = None


def configure(url: str | None) -> str | None:
    """Point this process at another database; tests and the command line use it. Returns what it
    pointed at before, to point it back."""
    global _configured
    before = _configured
    if _engines.cache_info().currsize:
        _engines().dispose()
        _engines.cache_clear()
    _configured = url
    return before


def engines() -> Engines:
    return _engines()


@contextmanager
def write() -> Iterator[Session]:
    """A transaction that may change rows; committed on leaving, rolled back on an exception."""
    with Session(engines().writer, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def read() -> Iterator[Session]:
    """A transaction that only reads."""
    with Session(engines().reader, expire_on_commit=False) as session, session.begin():
        yield session


def let_others_write() -> None:
    """Between two transactions of long work: a gap that lets people's own changes through."""
    if engines().writer.dialect.name == "sqlite":
        time.sleep(TURN)


def trouble(error: SQLAlchemyError) -> str:
    """What went wrong, in one line, without the statement's values, which may identify people."""
    cause = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
    if any(sign in cause for sign in NO_TABLES):
        return "the database has no tables yet; run `cx migrate` first"
    if "locked" in cause:
        return "the database is in use by another process; try again in a moment"
    return f"the database could not do that: {cause}"
