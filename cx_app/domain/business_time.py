"""Business time: Eastern dates and the ends of days. Intervals are half-open UTC instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
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


EPOCH: Final = date(1970, 1, 1).toordinal()
HOUR: Final = len("2026-03-01 07")


def stored_day(stored: str | None) -> int | None:
    """The Eastern date of an instant as SQLite stores it, as days since 1970-01-01. For queries
    that count many; PostgreSQL knows time zones itself."""
    return None if stored is None else _day_of_hour(stored[:HOUR])


@lru_cache(maxsize=50_000)
def _day_of_hour(hour: str) -> int:
    """Eastern time is whole hours away, so that all of an hour lies in one day."""
    at = datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC)
    return eastern_date(at).toordinal() - EPOCH
