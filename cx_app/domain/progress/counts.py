"""Events and exposure by age: whole numbers from which everything else follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cx_app.domain.progress.ages import Ints, binned, bins
from cx_app.domain.progress.history import MOVED, OPEN, Histories, Stratum
from cx_app.domain.progress.method import LONGEST, PAST, SLICE


@dataclass(frozen=True, slots=True)
class Counts:
    """By stratum, slice of time and bin of age. Slice 0 is the last `SLICE` days, slice 1 those
    before, and the last slice is everything older."""

    strata: tuple[Stratum, ...]
    outcomes: tuple[str, ...]
    cases: Ints
    """[stratum] Cases followed whose last stay was here."""
    seen: Ints
    """[stratum] The first age, in days, that no case has reached."""
    exposure: Ints
    """[stratum, slice, bin] Days on which a case of that age could have ended its wait."""
    events: Ints
    """[stratum, slice, bin, outcome] Cases whose wait ended at that age."""


def count(histories: Histories, day: int, past: int = PAST) -> Counts:
    """Counts of what was known at the end of `day`, in `past` slices and the older rest."""
    known = ordered(histories.known_on(day))
    seen = unseen_from(known, day)
    days = int(seen.max(initial=1))
    shape = (len(known.strata), past + 1, bins(days))
    exposure = np.zeros(shape, np.int64)
    events = np.zeros((*shape, len(known.outcomes)), np.int64)
    for index in range(past + 1):
        until = day - index * SLICE
        since = until - SLICE if index < past else -OPEN
        exposure[:, index] = exposed(known, since, until, days)
        for outcome in range(len(known.outcomes)):
            events[:, index, :, outcome] = ended(known, outcome, since, until, days)
    last = (known.left == OPEN) | (known.outcome != MOVED)
    cases = np.bincount(known.stratum[last], known.cases[last], len(known.strata))
    cases = cases.astype(np.int64)
    return Counts(known.strata, known.outcomes, cases, seen, exposure, events)


def ordered(known: Histories) -> Histories:
    """Strata and outcomes that occur, in one order, so that equal facts make equal counts."""
    kinds = sorted((known.strata[i], i) for i in np.unique(known.stratum))
    ends = sorted((known.outcomes[i], i) for i in np.unique(known.outcome) if i != MOVED)
    stratum = np.zeros(len(known.strata) + 1, np.int64)
    outcome = np.full(len(known.outcomes) + 1, MOVED)
    for new, (_kind, old) in enumerate(kinds):
        stratum[old] = new
    for new, (_end, old) in enumerate(ends):
        outcome[old] = new
    return Histories(
        tuple(kind for kind, _old in kinds),
        tuple(end for end, _old in ends),
        stratum[known.stratum],
        known.received,
        known.entered,
        known.left,
        outcome[known.outcome],
        known.cases,
    )


def unseen_from(known: Histories, day: int) -> Ints:
    """[stratum] One more than the greatest age of any case, in days."""
    seen = np.zeros(len(known.strata), np.int64)
    age = np.minimum(known.left, day) - known.received
    np.maximum.at(seen, known.stratum, np.minimum(age + 1, LONGEST))
    return seen


def exposed(known: Histories, since: int, until: int, days: int) -> Ints:
    """[stratum, bin] Case-days after `since`, up to and with `until`."""
    moved_in = known.entered > known.received
    first = np.maximum(known.entered + moved_in, since + 1) - known.received
    last = np.minimum(np.minimum(known.left, until) - known.received, days - 1)
    here = first <= last
    width = days + 1
    row = known.stratum[here] * width
    size = len(known.strata) * width
    steps = np.bincount(row + first[here], known.cases[here], size)
    steps -= np.bincount(row + last[here] + 1, known.cases[here], size)
    by_day = np.cumsum(steps.reshape(-1, width), axis=1)[:, :days]
    return binned(by_day.astype(np.int64))


def ended(known: Histories, outcome: int, since: int, until: int, days: int) -> Ints:
    """[stratum, bin] Cases whose wait ended so after `since`, up to and with `until`."""
    age = known.left - known.received
    here = (known.outcome == outcome) & (known.left > since) & (known.left <= until) & (age < days)
    size = len(known.strata) * days
    found = np.bincount(known.stratum[here] * days + age[here], known.cases[here], size)
    return binned(found.reshape(-1, days).astype(np.int64))
