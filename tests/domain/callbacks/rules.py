"""The rules that the tests of callbacks use, and a callback to begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from cx_app.domain.callbacks.moves import Moved
from cx_app.domain.callbacks.standing import Callback, CallbackRules, Step

RULES = CallbackRules(
    answer_within=timedelta(minutes=60),
    call_within=timedelta(minutes=30),
    texts=2,
    calls=2,
    call_again=timedelta(minutes=90),
    later=timedelta(hours=2),
    texts_from=time(8),
    texts_until=time(20),
)
NOW = datetime(2026, 3, 3, 15, tzinfo=UTC)
"""10:00 on a Tuesday in New York."""
TOMORROW = datetime(2026, 3, 4, 5, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def callback(**given: Any) -> Callback:
    return replace(Callback(NOW - timedelta(days=2), texting=True), **given)


def done(moved: Moved) -> Step:
    assert isinstance(moved, Step), moved
    return moved
