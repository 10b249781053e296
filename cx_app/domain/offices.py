"""Offices that people visit or that work on cases, and the times that their opening hours make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.business_days import DAY, is_holiday


class OfficeKind(StrEnum):
    FIELD_OFFICE = "field_office"
    SUPPORT_CENTER = "support_center"
    """An application support center (ASC), where biometrics are taken."""
    SERVICE_CENTER = "service_center"
    OTHER = "other"


class ClosureReason(StrEnum):
    """Why staff close an office for a day, or give it other hours. The agency's own closures carry
    codes of its own."""

    WEATHER = "weather"
    BUILDING = "building"
    POWER = "power"
    SAFETY = "safety"
    STAFF = "staff"
    LOCAL_EVENT = "local_event"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Hours:
    """One weekday (Monday is 0) on the office's own clock; the ends are not included."""

    service: AppointmentKind
    weekday: int
    opens: time
    closes: time
    every: timedelta
    capacity: int
    """How many people at the same time."""
    from_day: date = date.min
    until_day: date = date.max

    def holds_on(self, day: date) -> bool:
        return day.weekday() == self.weekday and self.from_day <= day < self.until_day


@dataclass(frozen=True, slots=True)
class OtherHours:
    """Of one day, instead of the usual ones; without them the office is closed that day."""

    opens: time | None = None
    closes: time | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """From `begins` until `ends`, which is not included; none while nobody knows."""

    begins: datetime
    ends: datetime | None

    def meets(self, begins: datetime, ends: datetime) -> bool:
        return self.begins < ends and (self.ends is None or begins < self.ends)


@dataclass(frozen=True, slots=True)
class SlotTime:
    """A time at which so many people can come. Instants in UTC, `ends_at` not included."""

    service: AppointmentKind
    starts_at: datetime
    ends_at: datetime
    capacity: int


class DayKind(StrEnum):
    """What a day is like at an office, whoever decided it."""

    OPEN = "open"
    OTHER_HOURS = "other_hours"
    """Open, but not at the usual hours."""
    PARTLY_CLOSED = "partly_closed"
    """The agency closes it for some of the day."""
    CLOSED_BY_AGENCY = "closed_by_agency"
    CLOSED = "closed"
    """By staff, for this day."""
    HOLIDAY = "holiday"
    NO_HOURS = "no_hours"
    """It never sees people on this weekday."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """All that decides when an office is open."""

    zone: ZoneInfo
    hours: Sequence[Hours]
    other_hours: dict[date, OtherHours]
    closures: Sequence[Closure] = ()

    def slots(self, days: Iterable[date]) -> Iterator[SlotTime]:
        """The times of these days (SLOT-1)."""
        for day in days:
            for hours in self._hours_on(day):
                for slot in times_of(day, hours, self.zone):
                    if not any(one.meets(slot.starts_at, slot.ends_at) for one in self.closures):
                        yield slot

    def kind_of(self, day: date) -> DayKind:
        """What staff read on the day (SLOT-1)."""
        other = self.other_hours.get(day)
        if other is not None and other.opens is None:
            return DayKind.CLOSED
        if not any(hours.holds_on(day) for hours in self.hours):
            return DayKind.NO_HOURS
        if other is None and is_holiday(day):
            return DayKind.HOLIDAY
        wanted = sum(1 for _slot in replace(self, closures=()).slots([day]))
        left = sum(1 for _slot in self.slots([day]))
        if left < wanted:
            return DayKind.PARTLY_CLOSED if left else DayKind.CLOSED_BY_AGENCY
        return DayKind.OPEN if other is None else DayKind.OTHER_HOURS

    def shuts_out(self, begins: datetime, ends: datetime) -> bool:
        """Whether who is to come then stands before a closed door (AP-17): the day is closed, its
        hours were changed for that day and leave the time out, or the agency closes it then. A
        change of the usual hours shuts nobody out (SLOT-1)."""
        if any(one.meets(begins, ends) for one in self.closures):
            return True
        other = self.other_hours.get(day_of(begins, self.zone))
        if other is None:
            return False
        if other.opens is None or other.closes is None:
            return True
        first, last = (at.astimezone(self.zone).time() for at in (begins, ends))
        return first < other.opens or last > other.closes

    def _hours_on(self, day: date) -> list[Hours]:
        usual = [hours for hours in self.hours if hours.holds_on(day)]
        other = self.other_hours.get(day)
        if other is None:
            return [] if is_holiday(day) else usual
        if other.opens is None or other.closes is None:
            return []
        services = sorted({hours.service for hours in usual})
        return [
            hours
            for service in services
            for hours in _stretched(
                [one for one in usual if one.service == service], other.opens, other.closes
            )
        ]


def _stretched(usual: list[Hours], opens: time, closes: time) -> list[Hours]:
    """The spans of a service on a day that begins and ends otherwise: breaks between them stay."""
    ordered = sorted(usual, key=lambda hours: hours.opens)
    left = [one for one in ordered if one.opens < closes and opens < one.closes] or ordered[:1]
    left[0] = replace(left[0], opens=opens)
    left[-1] = replace(left[-1], closes=closes)
    return left


def times_of(day: date, hours: Hours, zone: ZoneInfo) -> Iterator[SlotTime]:
    """Every so many minutes on the office's clock, while a whole appointment still fits. What that
    clock leaves out as it goes forward is left out; what it shows twice counts once."""
    local = datetime.combine(day, hours.opens)
    closes = datetime.combine(day, hours.closes)
    while local + hours.every <= closes:
        starts = local.replace(tzinfo=zone).astimezone(UTC)
        if starts.astimezone(zone).replace(tzinfo=None) == local:
            yield SlotTime(hours.service, starts, starts + hours.every, hours.capacity)
        local += hours.every


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The office's own date at an instant."""
    return at.astimezone(zone).date()


def whole_day(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first instant of an office's day and the first after it; 23 to 25 hours apart."""
    begins, ends = (datetime.combine(one, time.min, zone) for one in (day, day + DAY))
    return begins.astimezone(UTC), ends.astimezone(UTC)
