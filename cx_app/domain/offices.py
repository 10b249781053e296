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

    def _hours_on(self, day: date) -> list[Hours]:
        usual = [hours for hours in self.hours if hours.holds_on(day)]
        other = self.other_hours.get(day)
        if other is None:
            return [] if is_holiday(day) else usual
        if other.opens is None or other.closes is None:
            return []
        return [replace(hours, opens=other.opens, closes=other.closes) for hours in usual]


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
