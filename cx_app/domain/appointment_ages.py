"""How old a request for a visit is, by when it should be answered, and what past ones took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from cx_app.domain.business_days import business_day_after
from cx_app.domain.business_time import eastern_date, end_of_day

LEAST: Final = 30
"""Fewer past requests say nothing (AP-24)."""


def age(
    asked_at: datetime, paused: timedelta, waiting_since: datetime | None, until: datetime
) -> timedelta:
    """For how long the agency had the turn: it pauses while the person has it (design 7). `until`
    is now, or when the request ended."""
    waited = until - waiting_since if waiting_since else timedelta(0)
    return max(until - asked_at - paused - waited, timedelta(0))


def total_age(asked_at: datetime, until: datetime) -> timedelta:
    """Since it was asked; never pauses (design 7)."""
    return until - asked_at


def due_at(asked_at: datetime, paused: timedelta, business_days: int) -> datetime:
    """The end of the day by which an officer should have answered. The time for which the person
    had the turn comes on top."""
    return end_of_day(business_day_after(eastern_date(asked_at + paused), business_days))


def usual(ages: Sequence[timedelta]) -> timedelta | None:
    """Within which 8 of 10 were answered; None while too few are known (AP-24)."""
    if len(ages) < LEAST:
        return None
    return sorted(ages)[-(-len(ages) * 8 // 10) - 1]
