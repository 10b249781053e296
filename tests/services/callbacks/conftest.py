"""A Tuesday at ten in New York: officers are at work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.services.callbacks.people import TUESDAY


@pytest.fixture(autouse=True)
def at_work(database: str) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield traveller
