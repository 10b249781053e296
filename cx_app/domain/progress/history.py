"""What is counted: how many cases of a kind were received, came and left on which day.

The service fills it with one query, on both databases alike:

    SELECT form, category, office, state, designation,
           received_on, entered_on, left_on, outcome, COUNT(*)
    … GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9

A row is a stay: cases that waited in one stratum for one milestone, from `entered_on` until
`left_on`. A case that goes to another office ends one stay (outcome null) and begins the next, and
keeps its age. A case that nothing happened to has one stay, entered when received, not yet left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

import numpy as np

from cx_app.domain.progress.ages import Ints

EPOCH: Final = date(1970, 1, 1).toordinal()
OPEN: Final = 10_000_000
"""The day on which a stay ends that has not ended."""
MOVED: Final = -1
"""The outcome of a stay that went on in another stratum."""


class Stratum(NamedTuple):
    """Cases that are alike, from wide to narrow. An empty part says nothing."""

    form: str
    category: str = ""
    office: str = ""
    state: str = ""
    """How far the case is, such as waiting for evidence."""
    designation: str = ""
    """Of the programme that the case is under. Not a level: cases of another designation never
    stand for it, however few there are (MP-29)."""

    @property
    def whole(self) -> Stratum:
        """The widest cases that are alike: those of the form and the designation."""
        return Stratum(self.form, designation=self.designation)

    @property
    def name(self) -> str:
        """Of the widest; no form has a space in it."""
        return f"{self.form} {self.designation}".rstrip()


class Stay(NamedTuple):
    """A row of the query above. Days are the agency's (Eastern); the source is the case feed."""

    stratum: Stratum
    received: date
    entered: date
    left: date | None
    outcome: str | None
    """What ended the wait; None when the stay goes on, here or in another stratum."""
    cases: int = 1


@dataclass(frozen=True, slots=True)
class Histories:
    """Stays as columns of equal length. Days are numbers, counted from 1970-01-01."""

    strata: tuple[Stratum, ...]
    outcomes: tuple[str, ...]
    stratum: Ints
    received: Ints
    entered: Ints
    left: Ints
    outcome: Ints
    cases: Ints
    set_aside: int = 0
    """Cases whose dates contradict each other, such as a decision before the receipt."""

    def known_on(self, day: int) -> Histories:
        """Only what was known at the end of that day. Nothing later leaves a trace."""
        known = self.take(self.entered <= day)
        later = known.left > day
        return replace(
            known,
            left=np.where(later, OPEN, known.left),
            outcome=np.where(later, MOVED, known.outcome),
            set_aside=0,
        )

    def take(self, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Histories:
        columns = ("stratum", "received", "entered", "left", "outcome", "cases")
        return replace(self, **{name: getattr(self, name)[rows] for name in columns})


def number(day: date) -> int:
    return day.toordinal() - EPOCH


def day_of(number: int) -> date:
    return date.fromordinal(number + EPOCH)


def checked(histories: Histories) -> Histories:
    """Without the rows that contradict themselves; how many cases that were is kept."""
    h = histories
    good = (h.cases > 0) & (h.entered >= h.received) & (h.left >= h.entered)
    aside = int(h.cases[~good].clip(min=0).sum())
    return replace(h.take(good), set_aside=h.set_aside + aside)


def from_stays(stays: Iterable[Stay]) -> Histories:
    """Columns of the rows, in any order."""
    rows = list(stays)
    strata = tuple(sorted({row.stratum for row in rows}))
    outcomes = tuple(sorted({row.outcome for row in rows if row.outcome is not None}))
    kind = {stratum: i for i, stratum in enumerate(strata)}
    end = {outcome: i for i, outcome in enumerate(outcomes)}

    def column(values: Iterable[int]) -> Ints:
        return np.fromiter(values, np.int64, len(rows))

    return checked(
        Histories(
            strata,
            outcomes,
            stratum=column(kind[row.stratum] for row in rows),
            received=column(number(row.received) for row in rows),
            entered=column(number(row.entered) for row in rows),
            left=column(OPEN if row.left is None else number(row.left) for row in rows),
            outcome=column(MOVED if row.outcome is None else end[row.outcome] for row in rows),
            cases=column(row.cases for row in rows),
        )
    )


class Ended(NamedTuple):
    on: date
    outcome: str


def one_case(stratum: Stratum, received: date, ends: Sequence[Ended] = ()) -> Stay:
    """The stay of a case that never moved. Of two decisions the first counts: it ended the wait."""
    first = min(ends, default=None)
    if first is None:
        return Stay(stratum, received, received, None, None)
    return Stay(stratum, received, received, first.on, first.outcome)
