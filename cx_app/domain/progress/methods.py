"""The methods that a back-test compares: ours, and the two that anyone could use instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import numpy as np

from cx_app.domain.progress.ages import Floats, Ints
from cx_app.domain.progress.backtest import Forecast, Method, Waiting
from cx_app.domain.progress.curve import shown_curve, whole_curve
from cx_app.domain.progress.history import MOVED, OPEN, Histories, number
from cx_app.domain.progress.table import Curve, Milestone, fit


def recent_pace(known: Histories, day: date, everything: Histories) -> Forecast:
    """Ours, as a whole curve: ages that nobody has reached yet are taken to go on like the last
    that somebody has."""
    return _of_table(known, day, whole_curve)


def as_shown(known: Histories, day: date, everything: Histories) -> Forecast:
    """Ours, with nothing but what a person is told."""
    return _of_table(known, day, shown_curve)


def _of_table(known: Histories, day: date, curve: Callable[[Curve, int, int], Floats]) -> Forecast:
    """Where no level has enough cases, nothing is said."""
    table = fit(known, Milestone.DECISION, day)

    def forecast(waiting: Waiting, horizon: int) -> Floats:
        found = np.full((len(waiting.age), horizon + 1), np.nan)
        found[:, 0] = 0.0
        for row, (kind, age) in enumerate(zip(waiting.stratum, waiting.age, strict=True)):
            levels = table.curves(waiting.strata[kind])
            if levels:
                found[row] = curve(levels[-1], int(age), horizon)
        return found

    return forecast


def page_steady(known: Histories, day: date, everything: Histories) -> Forecast:
    """The public page (MP-5), kindly read: how long cases of the office take from receipt, learnt
    from the whole history, the future too, and blind to how old a case already is."""
    done = 1 - survival(everything, last_day(everything))

    def forecast(waiting: Waiting, horizon: int) -> Floats:
        days = waiting.age[:, None] + np.arange(horizon + 1)
        return _read(done, waiting, days)

    return forecast


def kaplan_meier(known: Histories, day: date, everything: Histories) -> Forecast:
    """Plain Kaplan-Meier of the office from everything known, given the age of the case."""
    still = survival(known, number(day))

    def forecast(waiting: Waiting, horizon: int) -> Floats:
        days = waiting.age[:, None] + np.arange(horizon + 1)
        later = _read(still, waiting, days)
        now = later[:, :1]
        return 1 - np.divide(later, now, out=np.zeros(later.shape), where=now > 0)

    return forecast


def survival(histories: Histories, until: int) -> Floats:
    """[stratum, day] The Kaplan-Meier estimate of still waiting at the end of each day of age,
    from what was followed until that day. Nothing is extrapolated: after the last age seen it
    stays what it was."""
    over = histories.outcome != MOVED
    age = np.minimum(histories.left, until) - histories.received
    begun = histories.entered - histories.received
    width = int(age.max(initial=0)) + 2
    size = len(histories.strata) * width
    row = histories.stratum * width

    def by_age(where: Ints, cases: Ints) -> Floats:
        counted = np.bincount(row + where, cases, size)
        return np.asarray(counted.reshape(-1, width), np.float64)

    waiting = np.cumsum(by_age(begun, histories.cases) - by_age(age + 1, histories.cases), axis=1)
    events = by_age(age, histories.cases * over)
    rate = np.divide(events, waiting, out=np.zeros(events.shape), where=waiting > 0)
    return np.asarray(np.cumprod(1 - rate, axis=1))


def last_day(histories: Histories) -> int:
    """The last day on which anything happened."""
    ends = histories.left[histories.left < OPEN]
    return int(max(ends.max(initial=0), histories.entered.max(initial=0)))


def _read(by_age: Floats, waiting: Waiting, days: Ints) -> Floats:
    last = by_age.shape[1] - 1
    return np.asarray(by_age[waiting.stratum[:, None], np.minimum(days, last)])


METHODS: Final[dict[str, Method]] = {
    "page_steady": page_steady,
    "kaplan_meier": kaplan_meier,
    "recent_pace": recent_pace,
    "as_shown": as_shown,
}
