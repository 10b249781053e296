"""Hazards that borrow, ages that are supported, and how much pace moves."""

from __future__ import annotations

from math import log
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.progress.method import (
    BORROWED,
    DAILY,
    JUST_CHANGED,
    PAST,
    PRIOR_MOVE,
    SLICE,
    SPAN,
    SUPPORTED,
)
from cx_app.domain.progress.pace import (
    NEW,
    THOUSAND,
    Pace,
    Surprise,
    hazards,
    office_pace,
    pace,
    supported,
)

BINS = 40


def history(rates: list[float], exposure: int = 10_000) -> tuple[np.ndarray, np.ndarray]:
    """Slices of equal exposure whose hazard, the same at all ages, is given newest first."""
    events = [[round(exposure * rate)] * BINS for rate in rates]
    return np.array(events), np.full((len(rates), BINS), exposure)


def test_a_form_borrows_from_its_whole_history() -> None:
    events, exposure = np.array([[30], [0], [10]]), np.array([[1_000], [1_000], [2_000]])
    whole = 40 / 4_000
    found = hazards(events, exposure)
    assert found[0, 0] == pytest.approx((30 + BORROWED * whole) / (1_000 + BORROWED))
    assert found[1, 0] == pytest.approx((30 + BORROWED * whole) / (2_000 + BORROWED))


def test_an_office_borrows_from_its_form_window_by_window() -> None:
    nothing = np.zeros((3, 1), int)
    wider = np.array([[0.01], [0.02]])
    assert hazards(nothing, nothing, wider) == pytest.approx(wider)
    events, exposure = np.array([[8], [0], [0]]), np.array([[BORROWED], [0], [0]])
    assert hazards(events, exposure, wider)[:, 0] == pytest.approx(
        [(8 / BORROWED + 0.01) / 2, (8 / BORROWED + 0.02) / 2]
    )


@pytest.mark.parametrize(("days", "last"), [(SUPPORTED - 1, 0), (SUPPORTED, 7)])
def test_an_age_is_supported_by_enough_case_days_in_its_week(days: int, last: int) -> None:
    exposure = np.zeros(DAILY, int)
    exposure[:7] = days // 7
    exposure[0] += days - 7 * (days // 7)
    assert supported(exposure, seen=1_000) == last


def test_support_reaches_over_a_gap_and_never_past_the_ages_seen() -> None:
    exposure = np.array([[9_000] * 7 + [0] * 7 + [9_000] * 7]).ravel()
    assert supported(exposure, seen=1_000) == 21
    assert supported(exposure, seen=16) == 16
    weeks = np.full(DAILY + 2, SUPPORTED)
    assert supported(weeks, seen=1_000) == DAILY + 14


def test_a_steady_pace_moves_less_than_the_prior_says_and_not_at_all_on_average() -> None:
    found = pace(*history([0.01] * (PAST + 1)))
    assert found.spread < PRIOR_MOVE * THOUSAND / 2
    assert found.drift == 0
    assert found.change == pytest.approx(0, abs=0.001)
    assert not found.just_changed


@pytest.mark.parametrize(("factor", "flagged"), [(3.0, True), (1.3, False), (0.2, True)])
def test_a_pace_that_has_just_changed(factor: float, flagged: bool) -> None:
    found = pace(*history([0.01 * factor, *[0.01] * PAST]))
    assert found.just_changed is flagged
    assert (found.drift > 0) is (factor > 1)
    assert (found.carried > 1) is (factor > 1)
    assert (found.sigma > found.spread / THOUSAND) is flagged


@pytest.mark.parametrize(("change", "flagged"), [(0.69, False), (0.71, True), (-0.71, True)])
def test_the_edge_of_a_pace_that_has_just_changed(change: float, flagged: bool) -> None:
    expected = 100_000
    observed = round(expected * np.exp(change))
    found = Pace(spread=100, drift=0, observed=observed, expected=expected * 100)
    assert found.change == pytest.approx(change, abs=0.001)
    assert (abs(found.change) > JUST_CHANGED) is found.just_changed is flagged
    assert found.sigma == pytest.approx(abs(change) if flagged else 0.1, abs=0.001)


def test_a_pace_that_swings_is_less_certain() -> None:
    swinging = [0.01 if n % 2 else 0.03 for n in range(PAST + 1)]
    assert pace(*history(swinging)).spread > pace(*history([0.02] * (PAST + 1))).spread


def test_young_cases_faster_and_old_ones_slower_is_no_pace_that_stands_still() -> None:
    """All ages together came as foreseen; the ages did not (as when an office turns to its newest
    cases)."""
    foreseen = np.array([100.0, 100.0])
    turned = Surprise(1, 1, np.array([150.0, 50.0]), foreseen)
    assert turned.moved == 0
    expected = (log(150.5 / 100.5) ** 2 + log(50.5 / 100.5) ** 2) / 2
    assert turned.apart == pytest.approx(expected)
    assert Surprise(1, 1, foreseen, foreseen).apart == 0


def test_an_age_counts_for_what_was_foreseen_of_it() -> None:
    """Three of which one was foreseen say little beside a thousand that came as foreseen."""
    found = Surprise(1, 1, np.array([1_000.0, 3.0]), np.array([1_000.0, 1.0]))
    assert found.apart == pytest.approx((1.25 / 1_001.5) * log(3.5 / 1.5) ** 2)


def test_the_ages_are_told_apart_by_four_weeks() -> None:
    """Swinging within four weeks of age says nothing, from one four weeks to the next it does."""
    ages = np.arange(2 * SPAN)

    def spread(faster: np.ndarray) -> int:
        swings = [np.where(faster ^ bool(n % 2), 150, 50) for n in range(PAST + 1)]
        return pace(np.array(swings), np.full((PAST + 1, len(ages)), 10_000)).spread

    steady = pace(np.full((PAST + 1, len(ages)), 100), np.full((PAST + 1, len(ages)), 10_000))
    assert spread(ages % 2 == 0) == pytest.approx(steady.spread, rel=0.01)
    assert spread(ages < SPAN) > steady.spread * 1.5


def test_an_office_leans_on_its_form() -> None:
    form = pace(*history([0.01] * (PAST + 1)))
    nothing = np.zeros((PAST + 1, BINS), int)
    assert office_pace(nothing, nothing, form) == form
    faster = office_pace(*history([0.012, *[0.01] * PAST]), form)
    assert faster.drift > form.drift
    assert (faster.observed, faster.expected) == (form.observed, form.expected)


def test_without_a_past_the_prior_speaks() -> None:
    assert NEW.sigma == PRIOR_MOVE
    assert pace(*history([0.0] * (PAST + 1), exposure=0)) == NEW
    assert NEW.change == log(1)


@given(seed=st.integers(0, 10**6))
def test_more_exposure_borrows_less(seed: int) -> None:
    chance = Random(seed)
    wider = np.full((2, 1), 0.02)
    events, exposure = chance.randrange(100), chance.randrange(1, 10_000)
    one = hazards(np.array([[events]] * 3), np.array([[exposure]] * 3), wider)
    ten = hazards(np.array([[events * 10]] * 3), np.array([[exposure * 10]] * 3), wider)
    own = events / exposure
    assert (abs(ten - own) <= abs(one - own) + 1e-12).all()
    assert SLICE % 7 == 0
