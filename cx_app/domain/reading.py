"""Unusual reading: when somebody's openings of cases deserve a question. A flag is a question to
ask, never a finding. Only openings that nothing on the case explains count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import median


class Unusual(StrEnum):
    MANY = "many"
    FAR_ABOVE_USUAL = "far_above_usual"
    OFF_HOURS = "off_hours"
    SAME_NAME = "same_name"
    SAME_ADDRESS = "same_address"
    PROTECTED = "protected"
    SAME_CASE = "same_case"


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """From how many on reading is unusual; `many` and `times_usual` must be exceeded."""

    many: int
    times_usual: float
    above_usual_least: int
    """Fewer than this are never far above anyone's usual."""
    usual_days: int
    """How many days back "usual" looks."""
    usual_least_days: int
    """With fewer days at work among them nobody's usual is known."""
    off_hours: int
    alike: int
    """Different people of one family name, or at one address, in a day."""
    protected: int
    same_case: int
    """Openings of one case in a week."""


@dataclass(frozen=True, slots=True)
class DayOfReading:
    """What somebody opened on one Eastern day."""

    day: date
    openings: int = 0
    unexplained: int = 0
    off_hours: int = 0
    protected: int = 0
    same_name: int = 0
    same_address: int = 0


@dataclass(frozen=True, slots=True)
class Flag:
    kind: Unusual
    count: int
    day: date | None = None
    """None for what is counted over the week."""
    usual: float | None = None


@dataclass(frozen=True, slots=True)
class WeekOfReading:
    days: Sequence[DayOfReading]
    before: dict[date, int] = field(default_factory=dict)
    """Unexplained openings of each day at work, for as long as "usual" looks back."""
    same_case: int = 0
    """How often the case was opened that was opened most."""


def usual(counts: Sequence[int], limits: ReadingLimits) -> float | None:
    """The median day at work; None while too few are known."""
    return float(median(counts)) if len(counts) >= max(1, limits.usual_least_days) else None


def unusual_day(read: DayOfReading, normal: float | None, limits: ReadingLimits) -> list[Flag]:
    found = []
    if read.unexplained > limits.many:
        found.append(Flag(Unusual.MANY, read.unexplained, read.day))
    if (
        normal is not None
        and read.unexplained >= limits.above_usual_least
        and read.unexplained > limits.times_usual * normal
    ):
        found.append(Flag(Unusual.FAR_ABOVE_USUAL, read.unexplained, read.day, normal))
    for kind, count, least in (
        (Unusual.OFF_HOURS, read.off_hours, limits.off_hours),
        (Unusual.SAME_NAME, read.same_name, limits.alike),
        (Unusual.SAME_ADDRESS, read.same_address, limits.alike),
        (Unusual.PROTECTED, read.protected, limits.protected),
    ):
        if count >= max(1, least):
            found.append(Flag(kind, count, read.day))
    return found


def unusual_week(week: WeekOfReading, limits: ReadingLimits) -> list[Flag]:
    """Day by day, then what shows over the week only."""
    found = []
    for read in week.days:
        counts = [
            count
            for day, count in week.before.items()
            if 0 < (read.day - day).days <= limits.usual_days
        ]
        found += unusual_day(read, usual(counts, limits), limits)
    if week.same_case >= max(1, limits.same_case):
        found.append(Flag(Unusual.SAME_CASE, week.same_case))
    return found
