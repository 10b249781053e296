"""The strict rule: forecasts from what was known, scores from what came, all cases counted."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count as numbers

import numpy as np
import pytest

from cx_app.domain.progress.ages import Floats
from cx_app.domain.progress.backtest import (
    Forecast,
    NotScorable,
    Report,
    Waiting,
    backtest,
)
from cx_app.domain.progress.history import Histories, Stay, from_stays, number
from cx_app.domain.progress.methods import METHODS
from tests.domain.progress.made import BEGIN, NORTH, TODAY, histories

ORIGIN = date(2024, 10, 1)
HORIZON = 90
EVERY_DAY = [BEGIN + timedelta(days=n) for n in range((TODAY - BEGIN).days + 1)]


def after(days: int) -> date:
    return ORIGIN + timedelta(days=days)


def run(
    stays: list[Stay] | Histories, looks: list[date], *days: date, horizon: int = HORIZON
) -> dict[str, Report]:
    history = stays if isinstance(stays, Histories) else from_stays(stays)
    ticks = numbers()
    reports = backtest(history, looks, days, horizon, METHODS, lambda: next(ticks))
    return {report.method: report for report in reports}


class Spy:
    """A method that keeps what it was shown."""

    def __init__(self) -> None:
        self.known: Histories | None = None
        self.waiting: Waiting | None = None

    def __call__(self, known: Histories, day: date, everything: Histories) -> Forecast:
        self.known = known

        def forecast(waiting: Waiting, horizon: int) -> Floats:
            self.waiting = waiting
            return np.zeros((len(waiting.age), horizon + 1))

        return forecast


def spied(stays: list[Stay], looks: list[date], horizon: int) -> tuple[Spy, Report]:
    spy, ticks = Spy(), numbers()
    (report,) = backtest(
        from_stays(stays), looks, [ORIGIN], horizon, {"spy": spy}, lambda: next(ticks)
    )
    return spy, report


def test_all_cases_that_wait_are_forecast_and_no_others() -> None:
    stays = [
        Stay(NORTH, after(-20), after(-20), None, None, 3),
        Stay(NORTH, after(-20), after(-20), after(5), "approved", 4),
        Stay(NORTH, after(-10), after(-10), after(50), "denied", 5),
        Stay(NORTH, after(-10), after(-10), after(0), "approved", 100),
        Stay(NORTH, after(1), after(1), after(2), "approved", 100),
    ]
    spy, report = spied(stays, EVERY_DAY, 30)
    assert spy.waiting is not None
    assert spy.waiting.age.tolist() == [10, 20]
    assert report.scores.cases == 12
    assert report.scores.coverage == pytest.approx(8 / 12)
    assert report.scores.ece[30] == pytest.approx(4 / 12)


def test_methods_are_shown_nothing_that_came_later() -> None:
    stays = [Stay(NORTH, after(-20), after(-20), after(5), "approved")]
    spy, _report = spied(stays, EVERY_DAY, 30)
    assert spy.known is not None
    assert spy.known.left.max() > number(after(1_000))


def test_an_event_between_two_looks_is_spread_evenly_over_the_days_between() -> None:
    """Looked at on the day of origin and 10 days later: of ten cases one a day."""
    stays = [Stay(NORTH, after(-20), after(-20), after(10), "approved", 10)]
    looks = [after(0), after(10), after(40)]
    _spy, report = spied(stays, looks, 30)
    assert report.scores.crps == pytest.approx(sum(range(1, 10)) / 10 + 21)
    _spy, cut = spied(stays, looks, 4)
    assert cut.scores.crps == pytest.approx(0.1 + 0.2 + 0.3 + 0.4)


def test_what_may_have_happened_before_the_origin_is_spread_after_it() -> None:
    stays = [Stay(NORTH, after(-20), after(-20), after(4), "approved", 4)]
    _spy, report = spied(stays, [after(-6), after(4), after(40)], 30)
    assert report.scores.crps == pytest.approx(0.25 + 0.5 + 0.75 + 27)


@pytest.mark.parametrize("looks", [EVERY_DAY, []], ids=["too short", "never looked"])
def test_an_origin_without_a_future_is_refused(looks: list[date]) -> None:
    with pytest.raises(NotScorable):
        run(histories(), looks, TODAY - timedelta(days=HORIZON - 1))


def test_an_origin_without_cases_is_refused() -> None:
    with pytest.raises(NotScorable, match="no case"):
        run(histories(), EVERY_DAY, BEGIN - timedelta(days=1))


def test_knowing_the_age_and_the_recent_pace_beats_the_page() -> None:
    """On made-up histories of a steady pace, pooled over two days. Seeded: always the same."""
    reports = run(histories(), EVERY_DAY, date(2024, 9, 1), date(2024, 11, 1))
    page, plain, ours = (
        reports[name].scores for name in ("page_steady", "kaplan_meier", "recent_pace")
    )
    assert page.cases == plain.cases == ours.cases
    assert ours.mae < 0.9 * page.mae
    assert ours.crps < 0.9 * page.crps
    assert ours.ece[90] < 0.08
    assert ours.crps < 1.03 * plain.crps


def test_each_origin_is_reported_and_speed_too() -> None:
    days = (date(2024, 9, 1), date(2024, 11, 1))
    report = run(histories(), EVERY_DAY, *days)["recent_pace"]
    assert tuple(report.by_origin) == days
    assert sum(s.cases for s in report.by_origin.values()) == report.scores.cases
    assert report.fit_seconds == 1
    assert 0 < report.seconds_a_forecast < 1
