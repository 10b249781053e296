"""An import that leaves nothing behind, through the same code as the real one."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlmodel import Session

from cx_app import database
from cx_app.services.feed.import_lines import Transaction
from cx_app.settings import settings


@contextmanager
def rehearsal() -> Iterator[Transaction]:
    """Transactions for an import whose work is thrown away.

    On PostgreSQL they are steps of one transaction that is rolled back; other imports wait for it.
    SQLite has one writer, so there they work on a copy of the database, and nobody waits.
    """
    if database.engines().writer.dialect.name == "sqlite":
        with _copy() as url:
            before = database.configure(url)
            try:
                yield database.write
            finally:
                database.configure(before)
        return
    with Session(database.engines().writer, expire_on_commit=False) as session:

        @contextmanager
        def step() -> Iterator[Session]:
            with session.begin_nested():
                yield session
            session.expunge_all()

        try:
            yield step
        finally:
            session.rollback()


@contextmanager
def _copy() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="rehearsal-", dir=settings.data_dir) as folder:
        path, original = Path(folder) / "portal.db", database.engines().reader.url.database
        with (
            closing(sqlite3.connect(str(original))) as source,
            closing(sqlite3.connect(path)) as to,
        ):
            source.backup(to)
        yield f"sqlite:///{path}"
