"""Where everybody goes whose support center is closed (BIO-12, BIO-30, BIO-31)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from cx_app.domain.offices import day_of
from cx_app.domain.slots import One


def next_time(
    was: datetime, free: Iterable[One], earliest: datetime, zone: ZoneInfo, *, was_in: ZoneInfo
) -> One | None:
    """On the first day after the old one that has any, at the hour that is nearest to the old one;
    never earlier than people were told, nor sooner than `earliest` (BIO-30)."""
    old_day, hour = day_of(was, was_in), _minute(was, was_in)
    later = [
        one for one in free if one.starts_at >= earliest and day_of(one.starts_at, zone) > old_day
    ]
    if not later:
        return None
    first = min(day_of(one.starts_at, zone) for one in later)
    return min(
        (one for one in later if day_of(one.starts_at, zone) == first),
        key=lambda one: (abs(_minute(one.starts_at, zone) - hour), one.starts_at),
    )


def _minute(at: datetime, zone: ZoneInfo) -> int:
    """Of the day, on the clock of the office."""
    local = at.astimezone(zone)
    return local.hour * 60 + local.minute
