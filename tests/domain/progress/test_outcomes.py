"""How waits end: outcomes that compete."""

from __future__ import annotations

import numpy as np
import pytest

from cx_app.domain.progress.history import Stratum
from cx_app.domain.progress.outcomes import incidence
from tests.domain.progress.made import RARE, table


def test_outcomes_together_are_everything_that_ended() -> None:
    found = incidence(table(), "I-765", [1, 30, 90, 180])
    curve = table().curves(Stratum("I-765"))[0]
    together = np.sum([found["approved"], found["denied"]], axis=0)
    ended = [1 - np.exp(-curve.risk[:, day]).mean() for day in (1, 30, 90, 180)]
    assert together == pytest.approx(ended)


def test_shares_are_those_that_were_made() -> None:
    """Four of five cases were approved, at every age alike."""
    found = incidence(table(), "I-765", [180])
    (approved,), (denied,) = found["approved"], found["denied"]
    assert approved is not None
    assert denied is not None
    assert approved / (approved + denied) == pytest.approx(0.8, abs=0.02)


def test_nothing_beyond_the_ages_seen_and_nothing_of_few() -> None:
    assert incidence(table(), "I-765", [5_000, 0])["approved"] == [None, None]
    assert incidence(table(), RARE.form, [90]) == {}
