"""Texts go out by day, where they live, while an answer and a call still fit the officers' day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.business_time import EASTERN
from cx_app.domain.callbacks.hours import Desk, LocalHours, Suits, may_text, next_day, next_text
from tests.domain.callbacks.rules import RULES, TICK

DESK = Desk(LocalHours(time(7), time(18, 30)))
ZONES = ("America/New_York", "Pacific/Honolulu", "Pacific/Guam", "America/Anchorage", "UTC")
TUESDAY = date(2026, 3, 3)


def eastern(clock: time, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, clock, EASTERN).astimezone(UTC)


def suits(zone: str = "America/New_York", *hours: tuple[int, int]) -> Suits:
    return Suits(ZoneInfo(zone), [LocalHours(time(a), time(b)) for a, b in hours])


@pytest.mark.parametrize(
    ("at", "may"),
    [
        (time(7, 59, 59), False),
        (time(8), True),
        (time(17), True),  # 60 + 30 minutes to the end of the officers' day
        (time(17, 0, 0, 1), False),
        (time(18), False),
    ],
)
def test_an_hour_to_answer_and_half_an_hour_to_call_must_fit(at: time, may: bool) -> None:
    assert may_text(eastern(at), DESK, suits(), RULES) is may


@pytest.mark.parametrize(
    ("zone", "at", "may"),
    [
        ("Pacific/Honolulu", time(12, 59, 59), False),  # 7:59:59 there
        ("Pacific/Honolulu", time(13), True),
        ("Pacific/Guam", time(7), False),  # 22:00 there
        ("Pacific/Guam", time(17), True),  # 8:00 there, on the next day
        ("Pacific/Guam", time(16, 59, 59), False),
    ],
)
def test_the_clock_that_counts_is_the_person_s(zone: str, at: time, may: bool) -> None:
    assert may_text(eastern(at), DESK, suits(zone), RULES) is may


@pytest.mark.parametrize(
    ("at", "may"),
    [(time(9, 59), False), (time(10), True), (time(10, 30), True), (time(10, 31), False)],
)
def test_the_call_comes_in_the_hours_that_suit(at: time, may: bool) -> None:
    assert may_text(eastern(at), DESK, suits("America/New_York", (10, 12)), RULES) is may


@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 3, 8), date(2026, 7, 3)])
def test_nothing_goes_out_when_nobody_calls(day: date) -> None:
    noon = eastern(time(12), day)
    assert not may_text(noon, DESK, suits(), RULES)
    closed = Desk(DESK.hours, frozenset({TUESDAY}))
    assert not may_text(eastern(time(12)), closed, suits(), RULES)


def test_the_next_time_is_the_first_one() -> None:
    friday_night = eastern(time(22), date(2026, 3, 6))
    monday = eastern(time(8), date(2026, 3, 9))  # clocks were put forward in between
    assert next_text(friday_night, DESK, suits(), RULES) == monday
    assert next_text(monday, DESK, suits(), RULES) == monday


def test_in_summer_no_text_fits_both_guam_and_the_officers() -> None:
    assert next_text(eastern(time(9), date(2026, 7, 7)), DESK, suits("Pacific/Guam"), RULES) is None
    assert next_text(eastern(time(9)), DESK, suits("Pacific/Guam"), RULES) is not None


def test_hours_that_are_too_short_or_never_meet_have_no_next_time() -> None:
    assert next_text(eastern(time(9)), DESK, suits("America/New_York", (10, 11)), RULES) is None
    assert next_text(eastern(time(9)), DESK, suits("America/New_York", (19, 23)), RULES) is None


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)),
    st.sampled_from(ZONES),
    st.lists(st.tuples(st.integers(0, 20), st.integers(2, 3)), max_size=2),
)
def test_when_a_text_goes_everything_still_fits(
    naive: datetime, zone: str, hours: list[tuple[int, int]]
) -> None:
    now = naive.replace(tzinfo=UTC)
    who = suits(zone, *((opens, opens + length) for opens, length in hours))
    at = next_text(now, DESK, who, RULES)
    if at is None:
        return
    assert at >= now
    assert may_text(at, DESK, who, RULES)
    there = at.astimezone(who.zone)
    assert RULES.texts_from <= there.time() < RULES.texts_until
    end = (at + RULES.answer_within + RULES.call_within).astimezone(EASTERN)
    assert end.time() <= DESK.hours.closes
    assert DESK.is_open_on(end.date())
    assert at == now or not may_text(at - timedelta(minutes=1), DESK, who, RULES)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)), st.sampled_from(ZONES))
def test_the_next_day_begins_at_their_midnight(naive: datetime, zone: str) -> None:
    now = naive.replace(tzinfo=UTC)
    begins = next_day(now, ZoneInfo(zone)).astimezone(ZoneInfo(zone))
    assert begins.time() == time.min
    assert begins.date() == now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    assert begins > now - TICK
