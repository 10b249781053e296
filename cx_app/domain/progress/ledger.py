"""Why an estimate moved (domain 5.2-5): each thing that changed between two answers, one after the
other, with how far the dates moved by it alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import log
from typing import Final

from cx_app.domain.progress.estimate import (
    Estimate,
    Facts,
    Status,
    age_of,
    estimate,
    of_the_table,
)
from cx_app.domain.progress.table import Curve, Table

PACE_MOVED: Final = 0.1
"""|log| of the ratio of two paces from which a move is called one of pace."""


class Reason(StrEnum):
    CORRECTED = "corrected"
    """The agency's record of form, category or receipt date changed."""
    TRANSFERRED = "transferred"
    MILESTONE_REACHED = "milestone_reached"
    PAUSED = "paused"
    RESUMED = "resumed"
    TIME_PASSED = "time_passed"
    """The case got older and nothing happened. Dates move later by it, never earlier (MP-27)."""
    NEW_DATA = "new_data"
    PACE_CHANGED = "pace_changed"
    LEVEL_CHANGED = "level_changed"
    """There are now enough cases of the office (or too few), so other cases are spoken of."""
    METHOD_CHANGED = "method_changed"
    COUNTS_TOO_OLD = "counts_too_old"
    COUNTS_BACK = "counts_back"


@dataclass(frozen=True, slots=True)
class Made:
    """What an answer was made from. The table's snapshot id and the facts are enough to keep."""

    table: Table
    facts: Facts

    @property
    def stated(self) -> Estimate:
        return estimate(self.table, self.facts)


@dataclass(frozen=True, slots=True)
class Line:
    """One reason. Dates are None where none was stated."""

    reason: Reason
    status_before: Status
    status: Status
    half_before: date | None
    half: date | None
    """By when 50 of 100 are done."""
    most_before: date | None
    most: date | None
    """By when 80 of 100 are done."""

    @property
    def moved(self) -> bool:
        return (self.status_before, self.half_before, self.most_before) != (
            self.status,
            self.half,
            self.most,
        )


def ledger(before: Made, after: Made) -> tuple[Line, ...]:
    """The lines between two answers, in a fixed order: what changed on the case, time, then the
    counts. Empty if and only if status and dates are the same, in every step."""
    lines = []
    now, then = after.facts, before.facts
    stated, table = before.stated, before.table
    said = stated if stated.status is not Status.STALE else of_the_table(table, then)
    if stated.status is Status.STALE:
        lines.append(_line(Reason.COUNTS_BACK, stated, said))
    for reason, facts in steps(then, now):
        next_said = of_the_table(table, facts)
        lines.append(_line(reason, said, next_said))
        said = next_said
    if before.table is not after.table:
        next_said = of_the_table(after.table, now)
        lines.append(_line(_of_counts(before.table, after.table, now), said, next_said))
        said = next_said
    if after.stated.status is Status.STALE:
        lines.append(_line(Reason.COUNTS_TOO_OLD, said, after.stated))
    return tuple(line for line in lines if line.moved)


def steps(then: Facts, now: Facts) -> list[tuple[Reason, Facts]]:
    """From the facts of then to those of now, one reason at a time."""
    found, facts = [], then

    def step(reason: Reason, following: Facts) -> None:
        nonlocal facts
        if following != facts:
            facts = following
            found.append((reason, facts))

    wide = now.stratum._replace(office=then.stratum.office, state=then.stratum.state)
    moved = now.stratum._replace(state=then.stratum.state)
    pause = Reason.RESUMED if now.paused is None else Reason.PAUSED
    step(Reason.CORRECTED, replace(facts, received=now.received, stratum=wide))
    step(Reason.TIME_PASSED, replace(facts, as_of=now.as_of))
    step(Reason.TRANSFERRED, replace(facts, stratum=moved))
    step(Reason.MILESTONE_REACHED, replace(facts, stratum=now.stratum, done=now.done))
    step(pause, replace(facts, paused=now.paused))
    return found


def _of_counts(old: Table, new: Table, facts: Facts) -> Reason:
    """Which name a move by other counts gets."""
    if old.version != new.version:
        return Reason.METHOD_CHANGED
    was, now = old.curves(facts.stratum), new.curves(facts.stratum)
    if not was or not now:
        return Reason.NEW_DATA
    if was[-1].level != now[-1].level:
        return Reason.LEVEL_CHANGED
    flagged = was[-1].pace.just_changed != now[-1].pace.just_changed
    if flagged or abs(pace_moved(was[-1], now[-1], age_of(facts))) >= PACE_MOVED:
        return Reason.PACE_CHANGED
    return Reason.NEW_DATA


def pace_moved(was: Curve, now: Curve, age: int) -> float:
    """The logarithm of how much faster cases go now, over the ages ahead that both know."""
    end = min(was.last, now.last)
    if age + 1 >= end:
        return 0.0
    before, after = (
        float((curve.risk[:, end] - curve.risk[:, age + 1]).mean()) * curve.pace.carried
        for curve in (was, now)
    )
    return log(after / before) if before > 0 and after > 0 else 0.0


def _line(reason: Reason, before: Estimate, after: Estimate) -> Line:
    half_before, most_before = _dates(before)
    half, most = _dates(after)
    return Line(reason, before.status, after.status, half_before, half, most_before, most)


def _dates(said: Estimate) -> tuple[date | None, date | None]:
    if said.days is None:
        return None, None
    return said.on(said.days.p50), said.on(said.days.p80)
