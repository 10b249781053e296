"""A digest of a representative's board: how often, and when the next one is due (REP-18)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from cx_app.domain.business_time import EASTERN


class Every(StrEnum):
    NEVER = "never"
    DAY = "day"
    WEEK = "week"
    """On Mondays."""


AT: Final = time(7)
"""Eastern, before the working day."""
AHEAD: Final = timedelta(days=7)
"""So far a digest looks ahead."""


def next_due(every: Every, now: datetime) -> datetime:
    """The first such moment after `now`, on the Eastern clock whatever the season."""
    day = now.astimezone(EASTERN).date()
    if every is Every.WEEK:
        day += timedelta(days=-day.weekday() % 7)
    due = datetime.combine(day, AT, EASTERN)
    if due <= now:
        step = timedelta(days=7 if every is Every.WEEK else 1)
        due = datetime.combine(day + step, AT, EASTERN)
    return due
