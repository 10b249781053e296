"""What estimates would have been on past days, against what happened then.

The strict rule: every case known and waiting on the day of origin is forecast from what was known
at the end of that day. What happened after it is used for the score alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from cx_app.domain.progress.ages import Floats, Ints
from cx_app.domain.progress.history import OPEN, Histories, Stratum, day_of, number
from cx_app.domain.progress.scoring import Happened, Scores, score


@dataclass(frozen=True, slots=True)
class Waiting:
    """Groups of cases that look alike on the day of origin."""

    strata: tuple[Stratum, ...]
    stratum: Ints
    """[group] Index into `strata`."""
    age: Ints
    """[group] Days since receipt."""


Forecast = Callable[[Waiting, int], Floats]
"""Chances [group, day 0 … horizon] for the groups."""


class Method(Protocol):
    """Learns from what was known at the end of `day`. `everything` is what happened until the end
    of the history: only a baseline that is meant to know the future may look at it."""

    def __call__(self, known: Histories, day: date, everything: Histories) -> Forecast: ...


@dataclass(frozen=True, slots=True)
class Report:
    """One method over all origins."""

    method: str
    scores: Scores
    """All origins pooled."""
    by_origin: dict[date, Scores]
    fit_seconds: float
    """The longest fit of an origin, counting included."""
    seconds_a_forecast: float
    """What a curve to the horizon took for a group, at the slowest origin."""


class NotScorable(ValueError):
    """An origin that the history cannot answer for; the message says why."""


def backtest(
    histories: Histories,
    observed: Iterable[date],
    origins: Sequence[date],
    horizon: int,
    methods: dict[str, Method],
    stopwatch: Callable[[], float],
) -> list[Report]:
    """Every method on the same cases. Raises `NotScorable`.

    `observed` are the days on which somebody looked: an event dated on one of them happened after
    the one before. `stopwatch` tells seconds, for the speed of each method.
    """
    looked = np.array(sorted({number(day) for day in observed}), np.int64)
    reports = []
    rounds = [(day, *_waiting(histories, looked, day, horizon)) for day in origins]
    for name, method in methods.items():
        forecasts, fit, made = [], 0.0, 0.0
        for day, waiting, _happened in rounds:
            begun = stopwatch()
            forecast = method(histories.known_on(number(day)), day, histories)
            fitted = stopwatch()
            forecasts.append(forecast(waiting, horizon))
            each = (stopwatch() - fitted) / len(waiting.age)
            fit, made = max(fit, fitted - begun), max(made, each)
        by_origin = {
            day: score(made_then, happened)
            for (day, _waiting, happened), made_then in zip(rounds, forecasts, strict=True)
        }
        pooled = Happened(
            np.concatenate([happened.done for _day, _waiting, happened in rounds]),
            np.concatenate([happened.later for _day, _waiting, happened in rounds]),
        )
        overall = score(np.concatenate(forecasts), pooled)
        reports.append(Report(name, overall, by_origin, fit, made))
    return reports


def _waiting(
    histories: Histories, looked: Ints, day: date, horizon: int
) -> tuple[Waiting, Happened]:
    origin = number(day)
    if not len(looked) or origin + horizon > looked[-1]:
        last = day_of(int(looked[-1])) if len(looked) else "never"
        raise NotScorable(f"{day} + {horizon} days is after the last look at the source ({last})")
    here = histories.take((histories.entered <= origin) & (histories.left > origin))
    if not len(here.cases):
        raise NotScorable(f"no case was waiting on {day}")
    return grouped(here, looked, origin, horizon)


def grouped(here: Histories, looked: Ints, origin: int, horizon: int) -> tuple[Waiting, Happened]:
    """Groups by stratum and age, and on which days after the origin their waits ended."""
    age = origin - here.received
    width = int(age.max()) + 1
    keys, group = np.unique(here.stratum * width + age, return_inverse=True)
    done = np.zeros((len(keys), horizon + 1))
    later = np.zeros(len(keys))
    for ended, before, cases, row in _ends(here, looked, origin, group):
        days = np.arange(max(before, origin) + 1, ended + 1) - origin
        share = cases / len(days)
        within = days[days <= horizon]
        done[row, within] += share
        later[row] += share * (len(days) - len(within))
    still = here.left >= OPEN
    later += np.bincount(group[still], here.cases[still], len(keys))
    return Waiting(here.strata, keys // width, keys % width), Happened(done, later)


def _ends(
    here: Histories, looked: Ints, origin: int, group: Ints
) -> list[tuple[int, int, float, int]]:
    """The day of an end, the look before it, how many cases, and their group; each once."""
    over = here.left < OPEN
    rows = np.stack([here.left[over], group[over]])
    ends, place = np.unique(rows, axis=1, return_inverse=True)
    cases = np.bincount(place.ravel(), here.cases[over], ends.shape[1])
    before = looked[np.maximum(np.searchsorted(looked, ends[0]) - 1, 0)]
    before = np.minimum(before, ends[0] - 1)
    return [
        (int(day), int(look), float(n), int(row))
        for day, look, n, row in zip(ends[0], before, cases, ends[1], strict=True)
    ]
