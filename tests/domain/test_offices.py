"""Opening hours become times on the office's own clock, in each zone, across every change of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.business_days import DAY, is_holiday
from cx_app.domain.offices import (
    Calendar,
    Closure,
    Hours,
    OtherHours,
    SlotTime,
    day_of,
    times_of,
    whole_day,
)

ZONES = (
    "America/New_York",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Puerto_Rico",
    "Pacific/Honolulu",
    "Pacific/Guam",
)
BIOMETRICS = AppointmentKind.BIOMETRICS
HALF_HOUR = timedelta(minutes=30)
zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2024, 1, 1), date(2035, 12, 31))
around_changes = st.sampled_from(
    [date(2026, 3, 8), date(2026, 11, 1), date(2027, 3, 14), date(2027, 11, 7)]
)
"""When clocks change in most of the country."""


@st.composite
def hours_of_a_day(draw: st.DrawFn) -> tuple[date, Hours]:
    day = draw(st.one_of(days, around_changes))
    opens, closes = sorted(
        draw(st.lists(st.integers(0, 1439), min_size=2, max_size=2, unique=True))
    )
    every = timedelta(minutes=draw(st.sampled_from([5, 15, 20, 30, 45, 60])))
    return day, hours(day.weekday(), at(opens), at(closes), every=every)


def at(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def hours(
    weekday: int,
    opens: time = time(8),
    closes: time = time(16),
    *,
    every: timedelta = HALF_HOUR,
    capacity: int = 2,
) -> Hours:
    return Hours(BIOMETRICS, weekday, opens, closes, every, capacity)


def week(**facts: time) -> list[Hours]:
    return [hours(weekday, **facts) for weekday in range(7)]


def calendar(
    zone: str = "America/Denver",
    *,
    other: dict[date, OtherHours] | None = None,
    closures: tuple[Closure, ...] = (),
) -> Calendar:
    return Calendar(ZoneInfo(zone), week(), other or {}, closures)


def starts(slots: list[SlotTime], zone: str = "America/Denver") -> list[str]:
    return [slot.starts_at.astimezone(ZoneInfo(zone)).strftime("%H:%M") for slot in slots]


@given(hours_of_a_day(), zones)
def test_every_time_is_within_the_hours_on_the_offices_clock(
    drawn: tuple[date, Hours], zone: ZoneInfo
) -> None:
    day, open_hours = drawn
    for slot in times_of(day, open_hours, zone):
        local = slot.starts_at.astimezone(zone)
        assert local.date() == day
        assert open_hours.opens <= local.time() < open_hours.closes
        assert slot.ends_at - slot.starts_at == open_hours.every


@given(hours_of_a_day(), zones)
def test_times_never_overlap_nor_repeat(drawn: tuple[date, Hours], zone: ZoneInfo) -> None:
    slots = list(times_of(*drawn, zone))
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(slots))


@given(hours_of_a_day(), zones)
def test_no_time_is_missing_but_where_the_clock_goes_forward(
    drawn: tuple[date, Hours], zone: ZoneInfo
) -> None:
    day, open_hours = drawn
    length = datetime.combine(day, open_hours.closes) - datetime.combine(day, open_hours.opens)
    fit = length // open_hours.every
    begins, ends = whole_day(day, zone)
    skipped = max(timedelta(0), DAY - (ends - begins)) // open_hours.every
    found = len(list(times_of(day, open_hours, zone)))
    assert fit - skipped - 1 <= found <= fit
    if ends - begins >= DAY:
        assert found == fit


@given(days, zones)
def test_days_follow_each_other_without_gap(day: date, zone: ZoneInfo) -> None:
    begins, ends = whole_day(day, zone)
    assert whole_day(day + DAY, zone)[0] == ends
    assert day_of(begins, zone) == day_of(ends - timedelta(microseconds=1), zone) == day
    assert day_of(ends, zone) == day + DAY


@pytest.mark.parametrize(
    ("zone", "day", "first"),
    [
        ("America/Denver", date(2026, 3, 6), datetime(2026, 3, 6, 15, tzinfo=UTC)),
        ("America/Denver", date(2026, 3, 9), datetime(2026, 3, 9, 14, tzinfo=UTC)),
        ("America/Phoenix", date(2026, 3, 6), datetime(2026, 3, 6, 15, tzinfo=UTC)),
        ("America/Phoenix", date(2026, 3, 9), datetime(2026, 3, 9, 15, tzinfo=UTC)),
        ("Pacific/Honolulu", date(2026, 7, 6), datetime(2026, 7, 6, 18, tzinfo=UTC)),
        ("Pacific/Guam", date(2026, 7, 6), datetime(2026, 7, 5, 22, tzinfo=UTC)),
    ],
)
def test_eight_in_the_morning_is_eight_where_the_office_is(
    zone: str, day: date, first: datetime
) -> None:
    assert next(calendar(zone).slots([day])).starts_at == first


def test_a_clock_that_goes_forward_skips_and_one_that_goes_back_counts_once() -> None:
    night = hours(6, time(1), time(4))
    zone = ZoneInfo("America/Denver")
    forward = list(times_of(date(2026, 3, 8), night, zone))
    back = list(times_of(date(2026, 11, 1), night, zone))
    assert starts(forward) == ["01:00", "01:30", "03:00", "03:30"]
    assert starts(back) == ["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]


def test_only_a_whole_appointment_fits() -> None:
    short = hours(0, time(8), time(9, 29))
    assert starts(list(times_of(date(2026, 3, 2), short, ZoneInfo("America/Denver")))) == [
        "08:00",
        "08:30",
    ]


@given(days, zones)
def test_nobody_comes_on_a_holiday(day: date, zone: ZoneInfo) -> None:
    found = list(Calendar(zone, week(), {}).slots([day]))
    assert bool(found) is not is_holiday(day)


def test_a_day_has_other_hours_or_none() -> None:
    monday, holiday = date(2026, 3, 2), date(2026, 5, 25)
    later = OtherHours(time(10), time(11))
    other = {monday: later, monday + DAY: OtherHours(), holiday: later}
    made = calendar(other=other)
    assert starts(list(made.slots([monday]))) == ["10:00", "10:30"]
    assert list(made.slots([monday + DAY])) == []
    assert starts(list(made.slots([holiday]))) == ["10:00", "10:30"]
    assert len(list(made.slots([monday + 2 * DAY]))) == 16


def test_hours_hold_from_their_first_day_until_their_last() -> None:
    day = date(2026, 3, 2)
    dated = Hours(BIOMETRICS, 0, time(8), time(9), HALF_HOUR, 1, day, day + 7 * DAY)
    made = Calendar(ZoneInfo("America/Denver"), [dated], {})
    assert [len(list(made.slots([day + n * 7 * DAY]))) for n in (-1, 0, 1)] == [0, 2, 0]


def test_a_closure_takes_what_it_meets_and_its_end_is_not_included() -> None:
    day = date(2026, 3, 2)
    nine, ten = (datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (16, 17))
    some_hour = calendar(closures=(Closure(nine, ten),))
    assert starts(list(some_hour.slots([day])))[:4] == ["08:00", "08:30", "10:00", "10:30"]
    within = calendar(closures=(Closure(nine + timedelta(minutes=10), nine + HALF_HOUR),))
    assert starts(list(within.slots([day])))[:4] == ["08:00", "08:30", "09:30", "10:00"]
    until_further_notice = calendar(closures=(Closure(nine, None),))
    assert starts(list(until_further_notice.slots([day, day + DAY]))) == ["08:00", "08:30"]
