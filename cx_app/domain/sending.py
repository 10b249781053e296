"""When to send, when to try again, and when to give up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=30)
SLOWEST_GAP: Final = timedelta(seconds=10)
FIRST_GAP: Final = timedelta(milliseconds=100)
NO_GAP: Final = timedelta(milliseconds=20)
EASED: Final = 0.9


class Trouble(StrEnum):
    """What a provider's refusal means for the message."""

    RETRYABLE = "retryable"
    PERMANENT = "permanent"
    THROTTLED = "throttled"
    """We send too fast: the whole channel slows."""
    UNKNOWN = "unknown"
    """No answer came: the provider may or may not have it."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of a local day, `[opens, closes)`."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class MessageRules:
    """Policy rows `messages.*`."""

    give_up: timedelta
    letter_give_up: timedelta
    text_hours: Hours
    code_valid: timedelta
    code_tries: int
    codes_per_hour: int


def wait_before_retry(failures: int, spread: float) -> timedelta:
    """How long to wait after so many failures. The first retry comes at once; then the limit
    doubles, and `spread` in [0, 1) takes a place below it (full jitter), so that what failed
    together does not come back together."""
    if failures <= 1:
        return timedelta(0)
    limit: timedelta = min(FIRST_WAIT * 2 ** min(failures - 2, 20), LONGEST_WAIT)
    return limit * spread


def gives_up(first_tried: datetime, now: datetime, limit: timedelta) -> bool:
    return now - first_tried >= limit


def opens_at(now: datetime, zone: ZoneInfo, hours: Hours) -> datetime:
    """`now` within the hours, else the next opening: what a person's own clock shows counts, also
    on days when clocks change (domain 1.3-9)."""
    local = now.astimezone(zone)
    if hours.opens <= local.time() < hours.closes:
        return now
    day = local.date() if local.time() < hours.opens else local.date() + timedelta(days=1)
    opening = datetime.combine(day, hours.opens, zone).astimezone(now.tzinfo)
    return max(opening, now)


def slower(gap: timedelta) -> timedelta:
    """The pause between two messages of a channel whose provider asks to slow down."""
    return min(max(gap * 2, FIRST_GAP), SLOWEST_GAP)


def faster(gap: timedelta) -> timedelta:
    """After a message that went through; in the end no pause at all."""
    eased = gap * EASED
    return eased if eased >= NO_GAP else timedelta(0)
