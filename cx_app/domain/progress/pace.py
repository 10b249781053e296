"""How fast cases move: hazards by age, and how much pace moves from one quarter to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log
from typing import Final, NamedTuple

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
NEVER: Final = 2**31
"""An age, in days, that nobody reaches."""
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


class Surprise(NamedTuple):
    """What a past window held against what the pace at its beginning foresaw."""

    begun: int
    """The slice after which it began; 1 is the last slice alone."""
    length: int
    """In slices."""
    came: float
    foreseen: float

    @property
    def moved(self) -> float:
        return log((self.came + HALF) / (self.foreseen + HALF))


def pace(events: Ints, exposure: Ints) -> Pace:
    """`events` and `exposure` are a form's, [slice, bin] with `PAST` slices and the older rest."""
    past = list(surprises(events, exposure))
    weight = sum(one.length for one in past)
    square = sum(one.length * one.moved**2 for one in past) + PRIOR_WEIGHT * PRIOR_MOVE**2
    recent = [one for one in past if one.begun <= RECENT]
    recent_weight = sum(one.length for one in recent)
    towards = sum(one.length * one.moved for one in recent)
    last = next((one for one in past if one.begun == 1), Surprise(1, 1, 0, 0))
    return Pace(
        spread=round(THOUSAND * (square / (PRIOR_WEIGHT + weight)) ** 0.5),
        drift=round(THOUSAND * towards / (PRIOR_WEIGHT + recent_weight)),
        observed=round(last.came),
        expected=round(HUNDRED * last.foreseen),
    )


def surprises(events: Ints, exposure: Ints) -> Iterator[Surprise]:
    """Windows of each length that began with each past slice, as far back as enough was known to
    foresee anything. At each beginning only what was known then is used."""
    for begun in range(1, PAST + 1):
        last = supported(exposure[begun:].sum(axis=0), seen=NEVER)
        if last < LEARNT:
            return
        known = _bins_below(last, exposure.shape[-1])
        rate = known * hazards(events[begun:], exposure[begun:]).mean(axis=0)
        for length in LENGTHS:
            if length <= begun:
                window = slice(begun - length, begun)
                came = (events[window].sum(axis=0) * known).sum()
                foreseen = (exposure[window].sum(axis=0) * rate).sum()
                yield Surprise(begun, length, float(came), float(foreseen))


def _bins_below(last: int, count: int) -> Ints:
    """1 for each bin below that age, else 0."""
    bins = last if last <= DAILY else DAILY + (last - DAILY) // WEEK
    return (np.arange(count) < bins).astype(np.int64)
