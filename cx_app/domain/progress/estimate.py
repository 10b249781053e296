"""One case's estimate, or the reason why there is none (MP-1, MP-4, domain 5.2-3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from cx_app.domain.progress import curve as curves
from cx_app.domain.progress.history import Stratum
from cx_app.domain.progress.method import GREYED, HORIZONS, QUANTILES, STALE, TOO_LONG
from cx_app.domain.progress.table import LEVELS, Curve, Level, Milestone, Table


class Status(StrEnum):
    DONE = "done"
    ESTIMATED = "estimated"
    TOO_FEW = "too_few"
    """Fewer than 30 cases of the form have been followed (MP-20)."""
    BEYOND_HISTORY = "beyond_history"
    """The case is older than any age of which enough cases were followed (MP-21)."""
    STALE = "stale"
    """The counts are more than 45 days old, or of a day that has not come: a clock is wrong
    (MP-22)."""
    PAUSED = "paused"
    LONGER_THAN_EXPECTED = "longer_than_expected"
    """93 of 100 were done by this age. The agency's inquiry date is said instead of a date
    (MP-24)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an estimate is made from; never a receipt number, never who it is (domain 5.2-8)."""

    stratum: Stratum
    received: date
    as_of: date
    """The day of the question, Eastern."""
    done: date | None = None
    """When the milestone was reached, if it was."""
    paused: str | None = None
    """Why the case does not move, such as evidence asked of the person (domain 5.2-7)."""


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Whole days from the day of the question by which 10, 50, 80 and 90 of 100 cases are done.
    None: later than the ages seen."""

    p10: int | None
    p50: int | None
    p80: int | None
    p90: int | None


@dataclass(frozen=True, slots=True)
class Chances:
    """Of 100 cases like it, how many are done within so many days. None: beyond the ages seen."""

    within_30: int | None
    within_90: int | None
    within_180: int | None


@dataclass(frozen=True, slots=True)
class Estimate:
    milestone: Milestone
    status: Status
    as_of: date
    age: int
    """Days since receipt; 0 for a case dated after the day of the question."""
    data_day: date
    snapshot: str
    version: str
    days: Quantiles | None = None
    of_100: Chances | None = None
    level: Level | None = None
    """How alike the cases are that it speaks of."""
    cases: int = 0
    """How many those are."""
    wider_for_few: bool = False
    """The office (or category, or stage) has cases, but fewer than 300: a wider level speaks."""
    greyed: bool = False
    """The counts are more than 14 days old."""
    pace_just_changed: bool = False
    """Wider than usual, as the last weeks went very differently from what was expected (MP-23)."""
    paused: str | None = None

    def on(self, days: int | None) -> date | None:
        """The date so many days after the question."""
        return None if days is None else self.as_of + timedelta(days=days)


def estimate(table: Table, facts: Facts) -> Estimate:
    """The answer to "how long still?" from the table of a day. Refuses in a fixed order: nothing
    is said of a case that is done or paused, nor from old or few counts (MP-20 to MP-24)."""
    said = of_the_table(table, facts)
    old = (facts.as_of - table.day).days
    if said.status in (Status.DONE, Status.PAUSED):
        return said
    if old > STALE or old < 0:
        return _answer(table, facts, Status.STALE)
    return replace(said, greyed=old > GREYED)


def of_the_table(table: Table, facts: Facts) -> Estimate:
    """The same, however old the counts are."""
    if facts.done is not None and facts.done <= facts.as_of:
        return _answer(table, facts, Status.DONE)
    if facts.paused is not None:
        return replace(_answer(table, facts, Status.PAUSED), paused=facts.paused)
    found = table.curves(facts.stratum)
    if not found:
        return _answer(table, facts, Status.TOO_FEW)
    best, age = found[-1], age_of(facts)
    if curves.share_done_by(best, age) >= TOO_LONG:
        return _answer(table, facts, Status.LONGER_THAN_EXPECTED, best)
    if age + 1 >= best.last:
        return _answer(table, facts, Status.BEYOND_HISTORY, best)
    return replace(
        _answer(table, facts, Status.ESTIMATED, best),
        days=Quantiles(*curves.quantiles(best, age, QUANTILES)),
        of_100=chances(best, age),
    )


def age_of(facts: Facts) -> int:
    return max(0, (facts.as_of - facts.received).days)


def _answer(table: Table, facts: Facts, status: Status, best: Curve | None = None) -> Estimate:
    said = Estimate(
        milestone=table.milestone,
        status=status,
        as_of=facts.as_of,
        age=age_of(facts),
        data_day=table.day,
        snapshot=table.snapshot,
        version=table.version,
    )
    if best is None:
        return said
    return replace(
        said,
        level=best.level,
        cases=best.cases,
        wider_for_few=best.level != narrowest(facts.stratum),
        pace_just_changed=best.pace.just_changed,
    )


def narrowest(stratum: Stratum) -> Level:
    """The level that would speak if every level had enough cases."""
    parts = stratum[: len(LEVELS)]
    return [level for level, part in zip(LEVELS, parts, strict=True) if part][-1]


def chances(best: Curve, age: int) -> Chances:
    """Rounded to whole cases of 100."""
    seen = best.last - 1 - age
    within = curves.ended_within(best, age, np.minimum(HORIZONS, seen))
    rounded = [round(100 * float(share)) for share in within]
    return Chances(*(n if h <= seen else None for n, h in zip(rounded, HORIZONS, strict=True)))
