"""From the pace of a level to chances and dates for a case of some age."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from cx_app.domain.progress.ages import Floats, Ints
from cx_app.domain.progress.method import NODES, TAIL, TOO_LONG
from cx_app.domain.progress.table import Curve

STEP: Final = 16
"""Days between the looks at a curve; any other number gives the same quantiles."""
ALMOST: Final = 1e-12
"""So that a chance of exactly one half counts as reached whatever the last bit says."""


@lru_cache
def points() -> tuple[Floats, Floats]:
    """Places and weights that stand for a normal distribution."""
    places, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return places, weights / weights.sum()


def ended_within(curve: Curve, age: int, days: Ints) -> Floats:
    """The chance that a case still waiting at the end of its day `age` is done so many days
    later. None of `days` may lie beyond the supported ages."""
    return chance(curve.risk[:, age + 1 + days] - curve.risk[:, age + 1, None], curve)


def chance(risk: Floats, curve: Curve) -> Floats:
    """[…] of [window, …]: averaged over windows and over how far pace may move."""
    places, weights = points()
    factors = curve.pace.carried * np.exp(curve.pace.sigma * places)
    still = (np.exp(-risk[..., None] * factors) * weights).sum(axis=-1)
    return np.asarray(1.0 - still.mean(axis=0))


def quantiles(curve: Curve, age: int, shares: Sequence[float]) -> list[int | None]:
    """For each share the first whole day by which so many are done; None when that is later than
    the ages seen. Looks at every `STEP`th day, then at the days before the one that is enough."""
    last = curve.last - 1 - age
    wanted = np.asarray(shares) - ALMOST
    marks = np.minimum(np.arange(STEP, last + STEP, STEP), last)
    reached = np.maximum.accumulate(ended_within(curve, age, marks))
    step = np.searchsorted(reached, wanted)
    days = np.minimum(
        np.minimum(step, len(marks) - 1)[:, None] * STEP + np.arange(1, STEP + 1), last
    )
    enough = ended_within(curve, age, days.ravel()).reshape(days.shape) >= wanted[:, None]
    enough[:, -1] = True
    first = np.take_along_axis(days, enough.argmax(axis=1)[:, None], axis=1)[:, 0]
    return [int(day) if at < len(marks) else None for day, at in zip(first, step, strict=True)]


def share_done_by(curve: Curve, age: int) -> float:
    """The share of cases at this level whose wait had ended before the end of day `age`, at the
    recent pace. Beyond the ages seen: at the last of them."""
    risk = curve.risk[:, min(age + 1, curve.last)]
    return float(1.0 - np.exp(-risk).mean())


def whole_curve(curve: Curve, age: int, horizon: int) -> Floats:
    """[0 … horizon] For scores only, which need all of it: beyond the supported ages the pace of
    the last of them goes on."""
    days = age + 1 + np.arange(horizon + 1)
    last = curve.last
    if not last:
        return np.zeros(horizon + 1)
    span = min(TAIL, last)
    rate = (curve.risk[:, last] - curve.risk[:, last - span]) / span
    beyond = np.maximum(days - last, 0)
    risk = curve.risk[:, np.minimum(days, last)] + rate[:, None] * beyond
    return chance(risk - risk[:, :1], curve)


def shown_curve(curve: Curve, age: int, horizon: int) -> Floats:
    """[0 … horizon] What a person may be told, and nan where nothing is said: beyond the ages
    seen, and for a case that takes longer than expected (MP-21, MP-24)."""
    shown = np.full(horizon + 1, np.nan)
    seen = min(curve.last - 1 - age, horizon)
    if seen > 0 and share_done_by(curve, age) < TOO_LONG:
        shown[1 : seen + 1] = ended_within(curve, age, np.arange(1, seen + 1))
    shown[0] = 0.0
    return shown
