"""Noon in New York: whatever the hour is where the tests run, texts may go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)


@pytest.fixture
def at_noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=True) as moment:
        yield moment
