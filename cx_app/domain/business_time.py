"""Business time: Eastern dates and the ends of days. Intervals are half-open UTC instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

EASTERN: Final = ZoneInfo("America/New_York")


def eastern_date(at: datetime) -> date:
    """The date in Eastern time at an aware instant."""
    return at.astimezone(EASTERN).date()


def last_day(until: datetime) -> date:
    """The last Eastern day before the end of a half-open interval."""
    return eastern_date(until - timedelta(microseconds=1))


def end_of_day(day: date) -> datetime:
    """The first instant after an Eastern day, in UTC; right across daylight-saving changes."""
    return datetime.combine(day + timedelta(days=1), time.min, EASTERN).astimezone(UTC)
