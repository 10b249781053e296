"""How right forecasts were. Knows chances and what happened, never who made the chances.

A forecast is [group, day 0 … horizon]: the chance that a case of the group, waiting on the day of
the forecast, is done so many days later; nan where nothing is said, never on day 0. A group is
cases that look alike to every method. Cases that still wait at the end are never dropped: they
count as waiting for longer than the horizon.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from cx_app.domain.progress.ages import Floats, Ints

DECILES: Final = tuple(k / 10 for k in range(1, 10))
BINS: Final = 10
HUNDRED: Final = 100
ALMOST: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Happened:
    """What became of the cases of each group."""

    done: Floats
    """[group, day 0 … horizon] Cases done so many days later. Day 0 is empty. Not always whole:
    an event between two looks at the source is spread evenly over the days between them."""
    later: Floats
    """[group] Cases that waited for longer than the horizon."""

    @property
    def cases(self) -> Floats:
        return np.asarray(self.done.sum(axis=1) + self.later)

    @property
    def horizon(self) -> int:
        return int(self.done.shape[1]) - 1


@dataclass(frozen=True, slots=True)
class Scores:
    """Days, unless said otherwise. Everything later than the horizon counts as the horizon."""

    cases: float
    mae: float
    """Mean distance between the median forecast and what happened."""
    pinball: float
    """Mean pinball loss of the nine deciles."""
    crps: float
    """Continuous ranked probability score: the squared distance between forecast and fact, summed
    over days 1 … horizon."""
    ece: dict[int, float]
    """By days: how far the chance "done within", in whole cases of 100, was from the share that
    was, in ten bins of the chance (0 … 1). Of the cases for which it was said."""
    said: dict[int, float]
    """By days: the share of cases for which that chance was said."""
    coverage: float
    """Share within [p10, p90]. A p90 beyond the horizon covers everything later."""
    width: float
    """Mean length of that interval, up to the horizon."""
    dates: float
    """Cases for which an 80 % date within the horizon was stated."""
    dates_held: float | None
    """Share of them that were done by it; None where no date was stated."""


def score(forecast: Floats, happened: Happened, within: tuple[int, ...] = (30, 90)) -> Scores:
    """Where nothing is said of a day, everything but the calibration takes it that nothing more
    happens until then."""
    horizon, cases, told = happened.horizon, happened.cases, forecast
    forecast = np.fmax.accumulate(told, axis=1)
    total = cases.sum()
    within = tuple(days for days in within if days <= horizon)
    so_far = happened.done.cumsum(axis=1)
    p10, p80, p90 = (quantile(forecast, share) for share in (0.1, 0.8, 0.9))
    short, long = np.minimum(p10, horizon), np.minimum(p90, horizon)
    dated = p80 <= horizon
    held = _at(so_far, np.minimum(p80, horizon))[dated].sum()
    dates = float(cases[dated].sum())
    missed = (1 - forecast[:, 1:]) ** 2 * so_far[:, 1:]
    early = forecast[:, 1:] ** 2 * (cases[:, None] - so_far[:, 1:])
    return Scores(
        cases=float(total),
        mae=2 * pinball(forecast, happened, 0.5),
        pinball=float(np.mean([pinball(forecast, happened, share) for share in DECILES])),
        crps=float((missed + early).sum() / total),
        ece={days: ece(told, happened, days) for days in within},
        said={days: float(cases[~np.isnan(told[:, days])].sum() / total) for days in within},
        coverage=float(_covered(p10, p90, happened) / total),
        width=float(((long - short) * cases).sum() / total),
        dates=dates,
        dates_held=float(held / dates) if dates else None,
    )


def quantile(forecast: Floats, share: float) -> Ints:
    """The first day by which the chance reaches `share`; one more than the horizon if none."""
    reached = forecast >= share - ALMOST
    first = reached.argmax(axis=1)
    return np.asarray(np.where(reached.any(axis=1), first, forecast.shape[1]), np.int64)


def pinball(forecast: Floats, happened: Happened, share: float) -> float:
    """Late by a day costs `share`, early by a day the rest; twice that at 0.5 is the mean
    absolute error."""
    horizon = happened.horizon
    late = np.arange(horizon + 1) - np.minimum(quantile(forecast, share), horizon)[:, None]
    cost = np.where(late >= 0, share * late, (share - 1) * late)
    lost = (cost * happened.done).sum() + (cost[:, -1] * happened.later).sum()
    return float(lost / happened.cases.sum())


def ece(forecast: Floats, happened: Happened, days: int) -> float:
    """Expected calibration error of "done within `days`", where that was said."""
    spoken = ~np.isnan(forecast[:, days])
    said, cases = stated(forecast[spoken, days]), happened.cases[spoken]
    if not len(said):
        return 0.0
    bin_of = np.minimum((said * BINS + ALMOST).astype(np.int64), BINS - 1)
    foreseen = np.bincount(bin_of, said * cases, BINS)
    came = np.bincount(bin_of, happened.done[spoken, : days + 1].sum(axis=1), BINS)
    return float(np.abs(foreseen - came).sum() / cases.sum())


def stated(chances: Floats) -> Floats:
    """As people read them: whole cases of 100."""
    return np.asarray(np.round(chances * HUNDRED) / HUNDRED)


def _covered(low: Ints, high: Ints, happened: Happened) -> float:
    days = np.arange(happened.horizon + 1)
    inside = (days >= low[:, None]) & (days <= high[:, None])
    open_end = high > happened.horizon
    return float((inside * happened.done).sum() + happened.later[open_end].sum())


def _at(by_day: Floats, day: Ints) -> Floats:
    return np.asarray(np.take_along_axis(by_day, day[:, None], axis=1)[:, 0])
