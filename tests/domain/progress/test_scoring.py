"""Scores against sums done by hand, and survival against lifelines."""

from __future__ import annotations

from datetime import date, timedelta
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from cx_app.domain.progress.history import Stay, Stratum, from_stays, number
from cx_app.domain.progress.methods import survival
from cx_app.domain.progress.scoring import Happened, Scores, quantile, score

HORIZON = 4


def happened(*days: int, horizon: int = HORIZON) -> Happened:
    """One group; a day beyond the horizon is a case that still waits."""
    done = np.zeros((1, horizon + 1))
    for day in days:
        if day <= horizon:
            done[0, day] += 1
    return Happened(done, np.array([float(sum(day > horizon for day in days))]))


def scored(forecast: list[float], *days: int) -> Scores:
    return score(np.array([forecast]), happened(*days), within=(2,))


def test_by_hand() -> None:
    """Median day 2, p10 day 1, p80 and p90 day 4; cases done on days 1 and 4 and one later."""
    found = scored([0.0, 0.2, 0.5, 0.7, 1.0], 1, 4, 9)
    assert found.cases == 3
    assert isclose(found.mae, (1 + 2 + 2) / 3)
    missed = [0.64 + 0.25 + 0.09 + 0, 0.04 + 0.25 + 0.49 + 0, 0.04 + 0.25 + 0.49 + 1]
    assert isclose(found.crps, sum(missed) / 3)
    assert isclose(found.ece[2], abs(0.5 - 1 / 3))
    assert isclose(found.coverage, 2 / 3)
    assert found.width == 3
    assert found.dates == 3
    assert found.dates_held is not None
    assert isclose(found.dates_held, 2 / 3)


def test_pinball_by_hand() -> None:
    """Deciles of a sure forecast of day 2; a case done on day 3 is late by a day, and costs each
    decile its share: the mean of 0.1 … 0.9."""
    assert isclose(scored([0, 0, 1, 1, 1], 3).pinball, 0.5)
    assert isclose(scored([0, 0, 1, 1, 1], 1).pinball, 0.5)
    assert isclose(scored([0, 0, 1, 1, 1], 99).pinball, 0.5 * 2)


def test_a_perfect_forecast_costs_nothing() -> None:
    found = scored([0, 0, 1, 1, 1], 2, 2)
    assert (found.mae, found.pinball, found.crps, found.ece[2]) == (0, 0, 0, 0)
    assert (found.coverage, found.width, found.dates_held) == (1, 0, 1)


def test_an_open_end_covers_whatever_is_later_and_states_no_date() -> None:
    found = scored([0, 0.1, 0.2, 0.3, 0.4], 99, 99)
    assert found.coverage == 1
    assert (found.dates, found.dates_held) == (0, None)
    assert found.width == HORIZON - 1


def test_chances_of_different_bins_do_not_make_up_for_each_other() -> None:
    forecast = np.array([[0, 0.1], [0, 0.9]])
    other_way = Happened(np.array([[0, 9.0], [0, 1.0]]), np.array([1.0, 9.0]))
    assert isclose(score(forecast, other_way, within=(1,)).ece[1], 0.8)


def test_groups_weigh_as_many_as_they_have_cases() -> None:
    forecast = np.array([[0, 1.0, 1.0], [0, 0, 1.0]])
    apart = Happened(np.array([[0, 0, 3.0], [0, 0, 1.0]]), np.zeros(2))
    assert isclose(score(forecast, apart, within=()).mae, 3 / 4)


def test_a_chance_not_asked_for_within_the_horizon_is_not_scored() -> None:
    assert score(np.zeros((1, HORIZON + 1)), happened(1)).ece == {}


def test_where_nothing_is_said_nothing_is_wrong_in_calibration_alone() -> None:
    """Of two groups one is told a chance for day 2; to scores of the whole, the other's silence
    means that nothing more happens."""
    silent = np.array([[0, 0.5, 0.5, 0.5, 0.5], [0, 0.4, np.nan, np.nan, np.nan]])
    flat = np.array([[0, 0.5, 0.5, 0.5, 0.5], [0, 0.4, 0.4, 0.4, 0.4]])
    came = Happened(np.array([[0, 1, 0, 0, 0], [0, 0, 2.0, 0, 0]]), np.array([1.0, 0.0]))
    told, filled = (score(forecast, came, within=(2,)) for forecast in (silent, flat))
    assert (told.ece, told.said) == ({2: 0.0}, {2: 0.5})
    assert isclose(filled.ece[2], (0.6 * 2) / 4)
    assert filled.said == {2: 1.0}
    assert (told.crps, told.mae, told.pinball) == (filled.crps, filled.mae, filled.pinball)
    nobody = score(silent[1:], Happened(came.done[1:], came.later[1:]), within=(2,))
    assert (nobody.ece, nobody.said) == ({2: 0.0}, {2: 0.0})


forecasts = st.lists(st.floats(0, 1), min_size=HORIZON, max_size=HORIZON).map(sorted)
ends = st.lists(st.integers(1, 9), min_size=1, max_size=9)


@given(forecast=forecasts, days=ends)
def test_scores_stay_within_what_they_mean(forecast: list[float], days: list[int]) -> None:
    found = scored([0.0, *forecast], *days)
    assert 0 <= found.mae <= HORIZON
    assert 0 <= found.crps <= HORIZON
    assert 0 <= found.pinball <= HORIZON
    assert 0 <= found.coverage <= 1
    assert 0 <= found.ece[2] <= 1
    assert found.cases == len(days)


@given(forecast=forecasts, days=ends)
def test_crps_is_never_better_than_the_truth_told_in_advance(
    forecast: list[float], days: list[int]
) -> None:
    """A proper score: the shares that came are the best forecast of the group."""
    truth = [sum(day <= at for day in days) / len(days) for at in range(HORIZON + 1)]
    assert scored(truth, *days).crps <= scored([0.0, *forecast], *days).crps + 1e-9


@given(forecast=forecasts)
def test_quantiles_grow_with_their_share(forecast: list[float]) -> None:
    row = np.array([[0.0, *forecast]])
    found = [int(quantile(row, share)[0]) for share in (0.1, 0.5, 0.8, 0.9)]
    assert found == sorted(found)


@given(cases=st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60))
def test_survival_is_what_lifelines_says(cases: list[tuple[int, bool]]) -> None:
    """Each case: after how many days it was decided, or how old it is while it still waits."""
    today, kind = date(2025, 6, 1), Stratum("I-90")
    stays = []
    for days, decided in cases:
        received = today - timedelta(days=days)
        end = (today, "approved") if decided else (None, None)
        stays.append(Stay(kind, received, received, *end))
    ours = survival(from_stays(stays), number(today))[0]
    theirs = KaplanMeierFitter().fit([d for d, _ in cases], [e for _, e in cases])
    days = np.arange(max(d for d, _ in cases) + 1)
    assert ours[days] == pytest.approx(theirs.survival_function_at_times(days).to_numpy())
