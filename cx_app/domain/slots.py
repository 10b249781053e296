"""Which times are offered, and how long one is held for somebody who chooses (SLOT-2, SLOT-3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from cx_app.domain.offices import day_of

NOON: Final = time(12)


class SlotRefusal(StrEnum):
    """Why a time is not held, booked or moved."""

    NOT_OFFERED = "not_offered"
    """Too soon, too far ahead, closed, or no such time."""
    FULL = "full"
    HELD_MEANWHILE = "held_meanwhile"
    """Another page of the same person took a time at this very moment."""
    HOLD_ENDED = "hold_ended"
    NO_MORE_TIME = "no_more_time"
    """The hold was extended already."""
    ALREADY_BOOKED = "already_booked"
    """There is an appointment; it can be moved."""
    NOT_ACTIVE = "not_active"
    """The appointment was moved or cancelled before, or is not theirs."""
    OTHER_REQUEST = "other_request"
    """The same request key, but for something else."""
    PAST_DAY = "past_day"


@dataclass(frozen=True, slots=True)
class Refused:
    reason: SlotRefusal


class BookingState(StrEnum):
    ACTIVE = "active"
    MOVED = "moved"
    """Another booking stands in its place."""
    CANCELLED = "cancelled"
    OVER = "over"
    """Its time has passed, and there is another appointment for the same thing."""


@dataclass(frozen=True, slots=True)
class SlotRules:
    lead: timedelta
    """People are offered nothing that starts sooner (SLOT-2)."""
    window: timedelta
    """Nor anything that starts this long from now, or later."""
    ahead_days: int
    """For how many days there are slots."""
    hold: timedelta
    """SLOT-3."""
    extensions: int
    near_miles: float
    """Offices within it are alternatives (SLOT-6)."""
    alternatives: int
    """How many beside the nearest are named whatever their distance."""


def offered(
    now: datetime, rules: SlotRules, *, by_staff: bool = False
) -> tuple[datetime, datetime]:
    """Between which instants (the second not included) a slot may start (SLOT-2). Staff may give
    anything that lies ahead: somebody may stand before them or be on the phone."""
    if by_staff:
        return now, now + timedelta(days=rules.ahead_days)
    return now + rules.lead, now + rules.window


def is_offered(starts_at: datetime, now: datetime, rules: SlotRules, *, by_staff: bool) -> bool:
    first, end = offered(now, rules, by_staff=by_staff)
    return first <= starts_at < end


def is_held(held_until: datetime | None, now: datetime) -> bool:
    """A hold counts until its end, which is not included, whether a worker runs or not (SLOT-3)."""
    return held_until is not None and now < held_until


def longer(
    held_until: datetime, extended: int, now: datetime, rules: SlotRules
) -> datetime | SlotRefusal:
    """Until when, if the hold may be extended now (SLOT-3)."""
    if not is_held(held_until, now):
        return SlotRefusal.HOLD_ENDED
    if extended >= rules.extensions:
        return SlotRefusal.NO_MORE_TIME
    return held_until + rules.hold


class HasStart(Protocol):
    @property
    def starts_at(self) -> datetime: ...


One = TypeVar("One", bound=HasStart)


@dataclass(frozen=True, slots=True)
class DayOfTimes(Generic[One]):
    """An office's day: what starts before noon on its clock, and the rest."""

    day: date
    morning: list[One] = field(default_factory=list)
    afternoon: list[One] = field(default_factory=list)


def by_day(times: Iterable[One], zone: ZoneInfo) -> list[DayOfTimes[One]]:
    """Only days that have any, in the order of time."""
    ordered = sorted(times, key=lambda one: one.starts_at)
    days = []
    for day, of_day in groupby(ordered, key=lambda one: day_of(one.starts_at, zone)):
        made: DayOfTimes[One] = DayOfTimes(day)
        for one in of_day:
            early = one.starts_at.astimezone(zone).time() < NOON
            (made.morning if early else made.afternoon).append(one)
        days.append(made)
    return days
