"""A day's table: the counts of one milestone, and how to read them at any level."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np

from cx_app.domain.progress.ages import Floats, Ints, bin_of_day
from cx_app.domain.progress.counts import Counts, count
from cx_app.domain.progress.history import Histories, Stratum, number
from cx_app.domain.progress.method import LEAST, NARROW, VERSION, WINDOWS
from cx_app.domain.progress.pace import NEW, Pace, hazards, office_pace, pace, supported


class Milestone(StrEnum):
    """What a case waits for. Every wait starts at the receipt, but for the card's."""

    BIOMETRICS = "biometrics"
    EVIDENCE = "evidence"
    INTERVIEW = "interview"
    REVIEW = "review"
    DECISION = "decision"
    OATH = "oath"
    CARD = "card"


class Level(StrEnum):
    """How alike the cases are that an estimate speaks of."""

    FORM = "form"
    CATEGORY = "category"
    OFFICE = "office"
    STATE = "state"


LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Curve:
    """The pace of one level of the table."""

    level: Level
    cases: int
    """Cases followed at this level."""
    risk: Floats
    """[window, day] Cumulated hazard before each age; as many days as are supported, and one."""
    pace: Pace

    @property
    def last(self) -> int:
        """The age, in days, from which nothing is said."""
        return int(self.risk.shape[1]) - 1


@dataclass(frozen=True, slots=True)
class Table:
    """Never changed once made. Equal facts make equal tables, and equal snapshot ids."""

    milestone: Milestone
    day: date
    """What was known at the end of that day is in it."""
    counts: Counts
    """In slices as long as the longest window, and the older rest."""
    paces: dict[str, Pace]
    """By form and designation (`Stratum.name`)."""
    offices: dict[tuple[str, str], Pace] = field(default_factory=dict)
    """By the same and office, of those with enough cases. None in tables of the first method."""
    version: str = VERSION
    snapshot: str = ""
    """The id of its bytes; see `snapshot`."""
    _curves: dict[Stratum, tuple[Curve, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def curves(self, stratum: Stratum) -> tuple[Curve, ...]:
        """From the form to the narrowest level that has enough cases; empty for too few."""
        found = self._curves.get(stratum)
        if found is None:
            found = self._curves[stratum] = tuple(curves(self, stratum))
        return found

    def pace_at(self, level: Level, stratum: Stratum) -> Pace:
        """The office's where it is cases of the office that are spoken of."""
        whole = self.paces.get(stratum.name, NEW)
        if level in (Level.OFFICE, Level.STATE):
            return self.offices.get((stratum.name, stratum.office), whole)
        return whole


def fit(histories: Histories, milestone: Milestone, day: date) -> Table:
    """The table of what was known at the end of `day`; what came later leaves no trace in it."""
    counts = count(histories, number(day))
    by_name: dict[str, list[int]] = defaultdict(list)
    by_office: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, stratum in enumerate(counts.strata):
        by_name[stratum.name].append(index)
        if stratum.office:
            by_office[stratum.name, stratum.office].append(index)
    paces = {name: pace(*_of(counts, rows)) for name, rows in by_name.items()}
    offices = {
        (name, office): office_pace(*_of(counts, rows), paces[name])
        for (name, office), rows in by_office.items()
        if counts.cases[rows].sum() >= NARROW
    }
    return Table(milestone, day, _recent_and_rest(counts), paces, offices)


def _of(counts: Counts, rows: list[int]) -> tuple[Ints, Ints]:
    """[slice, bin] Events and exposure of some strata together."""
    return counts.events[rows].sum(axis=(0, 3)), counts.exposure[rows].sum(axis=0)


def _recent_and_rest(counts: Counts) -> Counts:
    """Slices that the windows need, and everything older as one. What is stored."""
    recent = max(WINDOWS)

    def merged(by_slice: Ints) -> Ints:
        rest = by_slice[:, recent:].sum(axis=1, keepdims=True)
        return np.concatenate([by_slice[:, :recent], rest], axis=1)

    exposure, events = merged(counts.exposure), merged(counts.events)
    return Counts(counts.strata, counts.outcomes, counts.cases, counts.seen, exposure, events)


def curves(table: Table, stratum: Stratum) -> list[Curve]:
    """Each level borrows from the one before. A part that the stratum leaves empty, and a level
    with too few cases, is passed over. Only cases of the same designation are looked at (MP-29)."""
    found: list[Curve] = []
    counts, wider, last = table.counts, None, 0
    for index, level in enumerate(LEVELS):
        if index and not stratum[index]:
            continue
        rows = [
            row
            for row, kind in enumerate(counts.strata)
            if kind[: index + 1] == stratum[: index + 1] and kind.designation == stratum.designation
        ]
        cases = int(counts.cases[rows].sum())
        if cases < (NARROW if index else LEAST):
            break
        events, exposure = _of(counts, rows)
        rate = hazards(events, exposure, wider)
        if not index:
            last = supported(exposure.sum(axis=0), int(counts.seen[rows].max()))
        days = bin_of_day(exposure.shape[-1])[:last]
        risk = np.concatenate([np.zeros((len(WINDOWS), 1)), rate[:, days].cumsum(axis=1)], axis=1)
        found.append(Curve(level, cases, risk, table.pace_at(level, stratum)))
        wider = rate
    return found
