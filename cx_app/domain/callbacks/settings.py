"""What policy says about the desk of callbacks, beside the rules of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from cx_app.domain.callbacks.topics import CallbackTopic


@dataclass(frozen=True, slots=True)
class CallbackSettings:
    """Policy rows `callbacks.*`. A supervisor's own row of hours and staffing wins over the first
    five."""

    desk_from: time
    desk_until: time
    """Not included; Eastern (TA-10)."""
    officers: int
    ahead: timedelta
    """How far ahead texts go out: so much of the half hour is filled with them (TA-20)."""
    call_takes: timedelta
    """Until there are calls to take a mean of."""
    hold: timedelta
    """An officer who has taken a callback keeps it so long (TA-21); wall clock."""
    urgent: frozenset[CallbackTopic]
    open_at_once: int
    """Callbacks of one account (TA-22)."""
    a_day: int
    dispute: timedelta
    """So long after a call its summary can be disputed (TA-23)."""
    weeks: int
    """Of calls that expected times and figures are made from (TA-24)."""
    least: int
    """Calls, below which nothing is said about how long it takes."""
