"""How fast cases move: hazards by age, and how much pace moves from one quarter to the next."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import Final

import numpy as np

from cx_app.domain.progress.ages import WEEK, Floats, Ints, weekly
from cx_app.domain.progress.method import (
    BORROWED,
    CARRIED,
    DAILY,
    JUST_CHANGED,
    LEARNT,
    LENGTHS,
    PAST,
    PRIOR_MOVE,
    PRIOR_WEIGHT,
    RECENT,
    SUPPORTED,
    WINDOWS,
)

HALF: Final = 0.5
"""Added to counts before their logarithm is taken, so that nothing at all stays finite."""
THOUSAND: Final = 1_000
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Pace:
    """Of one form. Whole numbers, so that a stored table says exactly what it was."""

    spread: int
    """Thousandths: how far pace moves, as a logarithm."""
    drift: int
    """Thousandths: how far it has been moving lately, as a logarithm; above 0 is faster."""
    observed: int
    """Cases whose wait ended in the last slice, at ages that were supported when it began."""
    expected: int
    """Hundredths of a case: how many that should have been."""

    @property
    def change(self) -> float:
        return log((self.observed + HALF) / (self.expected / HUNDRED + HALF))

    @property
    def just_changed(self) -> bool:
        return abs(self.change) > JUST_CHANGED

    @property
    def sigma(self) -> float:
        """The spread that estimates use: wider while pace has just changed."""
        usual = self.spread / THOUSAND
        return max(usual, abs(self.change)) if self.just_changed else usual

    @property
    def carried(self) -> float:
        """The factor on pace for the share of the drift that is expected to go on."""
        return exp(CARRIED * self.drift / THOUSAND)


NEW: Final = Pace(spread=round(PRIOR_MOVE * THOUSAND), drift=0, observed=0, expected=0)


def hazards(events: Ints, exposure: Ints, wider: Floats | None = None) -> Floats:
    """[window, bin] Chance a day of the wait to end, at each age. `events` and `exposure` are
    [slice, bin]. A form borrows from its own whole history; anything narrower from `wider`."""
    if wider is None:
        whole = exposure.sum(axis=0)
        history = np.divide(events.sum(axis=0), whole, out=np.zeros(whole.shape), where=whole > 0)
        wider = np.broadcast_to(history, (len(WINDOWS), len(whole)))
    recent_events = np.stack([events[:slices].sum(axis=0) for slices in WINDOWS])
    recent_exposure = np.stack([exposure[:slices].sum(axis=0) for slices in WINDOWS])
    rate = (recent_events + BORROWED * wider) / (recent_exposure + BORROWED)
    return np.asarray(rate, np.float64)


def supported(exposure: Ints, seen: int) -> int:
    """The age, in days, from which nothing is said. `exposure` is a form's, by bin."""
    enough = np.flatnonzero(weekly(exposure) >= SUPPORTED)
    if not len(enough):
        return 0
    last = int(enough[-1])
    end = last + 1 if last < DAILY else DAILY + (last - DAILY + 1) * WEEK
    return min(end, seen)


def pace(events: Ints, exposure: Ints) -> Pace:
    """Compares what was expected when past slices began with what happened in the slices after.

    `events` and `exposure` are a form's, [slice, bin] with `PAST` slices and the older rest.
    """
    moves, weights, recent, recent_weights = [], [], [], []
    observed = expected = 0.0
    for begun in range(1, PAST + 1):
        before = exposure[begun:].sum(axis=0)
        last = supported(before, seen=2**31)
        if last < LEARNT:
            break
        known = _bins_below(last, exposure.shape[-1])
        rate = hazards(events[begun:], exposure[begun:]).mean(axis=0)
        for length in LENGTHS:
            if length > begun:
                break
            slices = slice(begun - length, begun)
            happened = float((events[slices].sum(axis=0) * known).sum())
            foreseen = float((exposure[slices].sum(axis=0) * known * rate).sum())
            moved = log((happened + HALF) / (foreseen + HALF))
            moves.append(moved)
            weights.append(length)
            if begun <= RECENT:
                recent.append(moved)
                recent_weights.append(length)
            if begun == 1:
                observed, expected = happened, foreseen
    square = PRIOR_WEIGHT * PRIOR_MOVE**2 + float(np.dot(weights, np.square(moves)))
    return Pace(
        spread=round(THOUSAND * (square / (PRIOR_WEIGHT + sum(weights))) ** 0.5),
        drift=round(
            THOUSAND * float(np.dot(recent, recent_weights)) / (PRIOR_WEIGHT + sum(recent_weights))
        ),
        observed=round(observed),
        expected=round(HUNDRED * expected),
    )


def _bins_below(last: int, count: int) -> Ints:
    """1 for each bin below that age, else 0."""
    bins = last if last <= DAILY else DAILY + (last - DAILY) // WEEK
    return (np.arange(count) < bins).astype(np.int64)
