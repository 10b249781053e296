"""Where people go whose center is closed: the next day, the nearest hour, never earlier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.biometrics_closures import next_time
from cx_app.domain.offices import day_of

DENVER, HONOLULU = ZoneInfo("America/Denver"), ZoneInfo("Pacific/Honolulu")
WAS = datetime(2026, 3, 4, 17, tzinfo=UTC)  # 10:00 in Denver


@dataclass(frozen=True)
class Free:
    starts_at: datetime


def on(day: int, hour: int, minute: int = 0, zone: ZoneInfo = DENVER) -> Free:
    return Free(datetime(2026, 3, day, hour, minute, tzinfo=zone).astimezone(UTC))


def chosen(*free: Free, earliest: datetime = WAS - timedelta(days=9)) -> Free | None:
    return next_time(WAS, free, earliest, DENVER, was_in=DENVER)


def test_the_next_day_at_the_nearest_hour() -> None:
    assert chosen(on(6, 10), on(5, 8), on(5, 11), on(5, 15)) == on(5, 11)


def test_of_two_hours_as_near_the_earlier_one() -> None:
    assert chosen(on(5, 11), on(5, 9)) == on(5, 9)


def test_never_the_same_day_nor_one_before() -> None:
    assert chosen(on(4, 15), on(3, 10), on(1, 10)) is None


def test_nobody_gets_a_time_of_which_they_cannot_know() -> None:
    earliest = WAS + timedelta(days=1, hours=2)
    assert chosen(on(5, 11), on(5, 13), on(6, 10), earliest=earliest) == on(5, 13)


def test_the_hour_is_that_of_each_office() -> None:
    free = [on(5, 8, zone=HONOLULU), on(5, 10, zone=HONOLULU), on(5, 13, zone=HONOLULU)]
    assert next_time(WAS, free, WAS, HONOLULU, was_in=DENVER) == on(5, 10, zone=HONOLULU)


def test_across_the_change_of_the_clock_the_hour_stays() -> None:
    saturday = datetime(2026, 3, 7, 10, tzinfo=DENVER).astimezone(UTC)
    free = [on(8, 9), on(8, 10), on(8, 11)]
    assert next_time(saturday, free, saturday, DENVER, was_in=DENVER) == on(8, 10)


@given(st.lists(st.integers(-14 * 48, 14 * 48), max_size=60), st.integers(-100, 400))
def test_whatever_is_free(halves: list[int], lead: int) -> None:
    free = [Free(WAS + timedelta(minutes=30 * n)) for n in halves]
    earliest = WAS + timedelta(minutes=30 * lead)
    one = next_time(WAS, free, earliest, DENVER, was_in=DENVER)
    possible = [
        f
        for f in free
        if f.starts_at >= earliest and day_of(f.starts_at, DENVER) > day_of(WAS, DENVER)
    ]
    assert (one is None) == (not possible)
    if one is not None:
        assert one in possible
        assert day_of(one.starts_at, DENVER) == min(day_of(f.starts_at, DENVER) for f in possible)
