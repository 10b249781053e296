"""What is offered, how long it is held, and how times are laid out: each rule on both sides of its
edge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.slots import (
    NOON,
    SlotRefusal,
    SlotRules,
    by_day,
    is_held,
    is_offered,
    longer,
)

RULES = SlotRules(
    lead=timedelta(hours=24),
    window=timedelta(days=45),
    ahead_days=60,
    hold=timedelta(minutes=10),
    extensions=1,
    near_miles=100,
    alternatives=1,
)
NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("ahead", "people", "staff"),
    [
        (-INSTANT, False, False),
        (timedelta(0), False, True),
        (timedelta(hours=24) - INSTANT, False, True),
        (timedelta(hours=24), True, True),
        (timedelta(days=45) - INSTANT, True, True),
        (timedelta(days=45), False, True),
        (timedelta(days=60), False, False),
    ],
)
def test_people_are_offered_from_24_hours_to_45_days_ahead(
    ahead: timedelta, people: bool, staff: bool
) -> None:
    assert is_offered(NOW + ahead, NOW, RULES, by_staff=False) is people
    assert is_offered(NOW + ahead, NOW, RULES, by_staff=True) is staff


def test_the_end_of_a_hold_is_not_part_of_it() -> None:
    assert is_held(NOW + INSTANT, NOW)
    assert not is_held(NOW, NOW)
    assert not is_held(None, NOW)


@pytest.mark.parametrize(
    ("until", "extended", "answer"),
    [
        (INSTANT, 0, RULES.hold + INSTANT),
        (timedelta(0), 0, SlotRefusal.HOLD_ENDED),
        (INSTANT, 1, SlotRefusal.NO_MORE_TIME),
        (timedelta(0), 1, SlotRefusal.HOLD_ENDED),
    ],
)
def test_a_hold_is_extended_once_before_its_end(
    until: timedelta, extended: int, answer: timedelta | SlotRefusal
) -> None:
    expected = NOW + answer if isinstance(answer, timedelta) else answer
    assert longer(NOW + until, extended, NOW, RULES) == expected


@dataclass(frozen=True)
class Time:
    starts_at: datetime


@given(
    st.lists(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))),
    st.sampled_from(["America/Denver", "Pacific/Guam", "Pacific/Honolulu"]).map(ZoneInfo),
)
def test_each_time_stands_once_in_its_half_of_its_day(
    instants: list[datetime], zone: ZoneInfo
) -> None:
    times = [Time(at) for at in instants]
    laid_out = by_day(times, zone)
    assert [one.day for one in laid_out] == sorted({at.astimezone(zone).date() for at in instants})
    assert [t for one in laid_out for t in (*one.morning, *one.afternoon)] == sorted(
        times, key=lambda t: t.starts_at
    )
    for one in laid_out:
        assert all(t.starts_at.astimezone(zone).time() < NOON for t in one.morning)
        assert all(t.starts_at.astimezone(zone).time() >= NOON for t in one.afternoon)


def test_a_morning_in_guam_is_the_evening_before_in_utc() -> None:
    (one,) = by_day([Time(datetime(2026, 7, 5, 23, tzinfo=UTC))], ZoneInfo("Pacific/Guam"))
    assert one.day == date(2026, 7, 6)
    assert len(one.morning) == 1
