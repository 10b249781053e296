"""How fast cases move: hazards by age, and how much pace moves from one quarter to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import exp, log
from typing import Final, NamedTuple

import numpy as np

from cx_app.domain.progress.ages import WEEK, Floats, Ints, covered, starts, weekly
from cx_app.domain.progress.method import (
    BORROWED,
    CARRIED,
    DAILY,
    JUST_CHANGED,
    LEANT,
    LEARNT,
    LENGTHS,
    PAST,
    PRIOR_MOVE,
    PRIOR_WEIGHT,
    RECENT,
    SPAN,
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
    """Of one form, or of one of its offices. Whole numbers, so that a stored table says exactly
    what it was."""

    spread: int
    """Thousandths: how far pace moves, as a logarithm."""
    drift: int
    """Thousandths: how far it has been moving lately, as a logarithm; above 0 is faster."""
    observed: int
    """Cases of the form whose wait ended in the last slice, at ages that were supported when it
    began."""
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
    came: Floats
    """[age, in spans of `SPAN` days]"""
    foreseen: Floats

    @property
    def moved(self) -> float:
        """Of all ages together."""
        return log((self.came.sum() + HALF) / (self.foreseen.sum() + HALF))

    @property
    def apart(self) -> float:
        """The mean square of how far the ages moved, each counting for what was foreseen of it."""
        little = HALF / len(self.came)
        share = (self.foreseen + little) / (self.foreseen.sum() + HALF)
        moved = np.log((self.came + HALF) / (self.foreseen + HALF))
        return float((share * moved**2).sum())


def pace(events: Ints, exposure: Ints) -> Pace:
    """`events` and `exposure` are a form's, [slice, bin] with `PAST` slices and the older rest."""
    past = list(surprises(events, exposure))
    last = next((one for one in past if one.begun == 1), None)
    return Pace(
        spread=_spread(past, PRIOR_WEIGHT, PRIOR_MOVE),
        drift=_drift(past, PRIOR_WEIGHT, 0),
        observed=round(float(last.came.sum())) if last else 0,
        expected=round(HUNDRED * float(last.foreseen.sum())) if last else 0,
    )


def office_pace(events: Ints, exposure: Ints, form: Pace) -> Pace:
    """Of an office, leaning on its form's. Whether pace has just changed is a matter of the form:
    an office alone swings too much for that."""
    past = list(surprises(events, exposure))
    return replace(
        form,
        spread=_spread(past, LEANT, form.spread / THOUSAND),
        drift=_drift(past, LEANT, form.drift / THOUSAND),
    )


def _spread(past: list[Surprise], weight: float, wider: float) -> int:
    whole = weight + sum(one.length for one in past)
    square = weight * wider**2 + sum(one.length * one.apart for one in past)
    return round(THOUSAND * float((square / whole) ** 0.5))


def _drift(past: list[Surprise], weight: float, wider: float) -> int:
    recent = [one for one in past if one.begun <= RECENT]
    whole = weight + sum(one.length for one in recent)
    towards = weight * wider + sum(one.length * one.moved for one in recent)
    return round(THOUSAND * towards / whole)


def surprises(events: Ints, exposure: Ints) -> Iterator[Surprise]:
    """Windows of each length that began with each past slice, as far back as enough was known to
    foresee anything. At each beginning only what was known then is used."""
    so_far = np.cumsum(events, axis=0), np.cumsum(exposure, axis=0)
    for begun in range(1, PAST + 1):
        last = supported(exposure[begun:].sum(axis=0), seen=NEVER)
        if last < LEARNT:
            return
        known = _bins_below(last)
        rate = hazards(events[begun:], exposure[begun:])[:, :known].mean(axis=0)
        span = _spans(known)
        for length in LENGTHS:
            if length <= begun:
                ended, waited = (_within(one, begun, length)[:known] for one in so_far)
                came = np.add.reduceat(ended, span).astype(np.float64)
                yield Surprise(begun, length, came, np.add.reduceat(waited * rate, span))


def _within(so_far: Ints, begun: int, length: int) -> Ints:
    """[bin] Of the window, from sums that end with each slice."""
    older = so_far[begun - length - 1] if length < begun else 0
    return np.asarray(so_far[begun - 1] - older)


def _bins_below(last: int) -> int:
    """How many bins lie below that age."""
    return last if last <= DAILY else DAILY + (last - DAILY) // WEEK


def _spans(bins: int) -> Ints:
    """The first bin of each span of age."""
    return np.flatnonzero(np.diff(starts(covered(bins)) // SPAN, prepend=-1))
