"""Refusals take alike long: statistics of the whole campaign (the work itself is counted in
`test_redeem`)."""

from __future__ import annotations

import random
import time
from itertools import product

import pytest

from cx_app import database as db
from tests.services.access_codes.test_redeem import SITUATIONS, Situation, attempt

pytestmark = pytest.mark.usefixtures("database")
FAR_APART = 0.85
"""Of two kinds of refusal one is the slower in so many of all pairs: then they could be told."""


def took(situation: Situation) -> float:
    with db.write() as session:
        actor, claim = situation(session)
    begun = time.perf_counter()
    attempt(actor, claim)
    return time.perf_counter() - begun


def test_no_kind_of_refusal_can_be_told_by_its_time(soak: bool) -> None:
    """In random order, so that a slow minute of the machine falls on all of them alike."""
    rounds = 150 if soak else 2
    order = [situation for situation in SITUATIONS for _ in range(rounds)]
    random.Random(7).shuffle(order)
    times: dict[str, list[float]] = {situation.__name__: [] for situation in SITUATIONS}
    for situation in order:
        times[situation.__name__].append(took(situation))
    assert {len(measured) for measured in times.values()} == {rounds}
    if soak:
        for one, other in product(times, times):
            slower = sum(a > b for a, b in product(times[one], times[other]))
            assert slower / rounds**2 < FAR_APART, (one, other)
