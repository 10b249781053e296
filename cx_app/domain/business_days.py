"""Business days: Monday to Friday but for the legal public holidays (5 USC 6103), Eastern."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

MONDAY, THURSDAY, FRIDAY, SATURDAY = 0, 3, 4, 5
DAY: Final = timedelta(days=1)


def is_business_day(day: date) -> bool:
    return day.weekday() <= FRIDAY and not is_holiday(day)


def is_holiday(day: date) -> bool:
    """New Year's Day of the next year may be observed on the last day of this one."""
    return day in holidays(day.year) | holidays(day.year + 1)


def business_day_after(day: date, count: int = 1) -> date:
    """The `count`th business day after a day, which may itself be any day."""
    while count > 0:
        day += DAY
        count -= is_business_day(day)
    return day


@cache
def holidays(year: int) -> frozenset[date]:
    """As they are observed: the Friday before a Saturday, the Monday after a Sunday."""
    fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)]
    return frozenset(
        [
            *(_observed(date(year, month, day)) for month, day in fixed),
            _nth(year, 1, MONDAY, 3),
            _nth(year, 2, MONDAY, 3),
            _nth(year, 6, MONDAY, 1) - 7 * DAY,
            _nth(year, 9, MONDAY, 1),
            _nth(year, 10, MONDAY, 2),
            _nth(year, 11, THURSDAY, 4),
        ]
    )


def _observed(day: date) -> date:
    return day - DAY if day.weekday() == SATURDAY else day + (day.weekday() > SATURDAY) * DAY


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (n - 1)) * DAY
