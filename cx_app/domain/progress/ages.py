"""Bins of age: one a day for the first weeks, then one a week."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from cx_app.domain.progress.method import DAILY

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
WEEK: Final = 7


@lru_cache
def starts(days: int) -> Ints:
    """The first age, in days, of each bin that is needed for ages below `days`."""
    single, weekly = np.arange(min(days, DAILY)), np.arange(DAILY, max(days, DAILY), WEEK)
    return np.concatenate([single, weekly]).astype(np.int64)


def bins(days: int) -> int:
    return len(starts(days))


def covered(count: int) -> int:
    """How many days of age so many bins cover."""
    return count if count <= DAILY else DAILY + (count - DAILY) * WEEK


@lru_cache
def bin_of_day(count: int) -> Ints:
    """For each day of age that `count` bins cover, its bin."""
    age = np.arange(covered(count))
    return np.where(age < DAILY, age, DAILY + (age - DAILY) // WEEK).astype(np.int64)


def binned(by_day: Ints) -> Ints:
    """Sums of days, on the last axis, by bin. Days beyond the last whole bin are counted in it."""
    return np.add.reduceat(by_day, starts(by_day.shape[-1]), axis=-1)


def weekly(by_bin: Ints) -> Ints:
    """For each bin, the sum over the week of age that it belongs to."""
    week = starts(covered(by_bin.shape[-1])) // WEEK
    first = np.flatnonzero(np.diff(week, prepend=-1))
    return np.add.reduceat(by_bin, first, axis=-1)[..., week]
