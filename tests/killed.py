"""A process that dies at one of its statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from cx_app import database as db
from cx_app.services.messages.deliver import _hands

STATEMENTS = 1
"""From one death to the next."""


class Killed(BaseException):
    """The process is gone: nothing of ours catches this."""


@contextmanager
def killed_at(number: int, when: str) -> Iterator[None]:
    """Before or after a statement, counted from 0; the connection goes as a crash takes it."""
    engine, seen = db.engines().writer, [0]

    def count(_c: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        seen[0] += not statement.startswith("BEGIN")
        if seen[0] > number:
            cursor.close()
            raise Killed

    event.listen(engine, when, count)
    try:
        yield
    finally:
        event.remove(engine, when, count)
        if _hands.cache_info().currsize:  # what sent at the same time dies too
            _hands().shutdown()
            _hands.cache_clear()
        engine.dispose()
