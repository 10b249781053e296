"""What is unusual: each limit on both sides of its edge, and what holds whatever was read."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.reading import (
    DayOfReading,
    Flag,
    ReadingLimits,
    Unusual,
    WeekOfReading,
    unusual_day,
    unusual_week,
    usual,
)
from cx_app.services.openings.words import flag as words_of

LIMITS = ReadingLimits(
    many=40,
    times_usual=3.0,
    above_usual_least=10,
    usual_days=30,
    usual_least_days=5,
    off_hours=3,
    alike=4,
    protected=1,
    same_case=5,
)
DAY = date(2026, 3, 3)
COUNTS = ("openings", "unexplained", "off_hours", "protected", "same_name", "same_address")
counts = st.integers(0, 200)


@st.composite
def days(draw: st.DrawFn) -> DayOfReading:
    """As counted: no part of a day is larger than what nothing explained."""
    openings = draw(counts)
    unexplained = draw(st.integers(0, openings))
    parts = [draw(st.integers(0, unexplained)) for _part in COUNTS[2:]]
    return DayOfReading(DAY, openings, unexplained, *parts)


def kinds(flags: list[Flag]) -> set[Unusual]:
    return {flag.kind for flag in flags}


@pytest.mark.parametrize(
    ("read", "kind", "edge"),
    [
        ("unexplained", Unusual.MANY, 41),
        ("off_hours", Unusual.OFF_HOURS, 3),
        ("protected", Unusual.PROTECTED, 1),
        ("same_name", Unusual.SAME_NAME, 4),
        ("same_address", Unusual.SAME_ADDRESS, 4),
    ],
)
def test_each_limit_at_its_edge(read: str, kind: Unusual, edge: int) -> None:
    at = DayOfReading(DAY, **{read: edge})
    below = DayOfReading(DAY, **{read: edge - 1})
    assert unusual_day(at, None, LIMITS) == [Flag(kind, edge, DAY)]
    assert unusual_day(below, None, LIMITS) == []


@pytest.mark.parametrize(
    ("count", "normal", "flagged"),
    [(10, 3.0, True), (9, 0.0, False), (12, 4.0, False), (13, 4.0, True), (39, None, False)],
)
def test_far_above_the_usual(count: int, normal: float | None, flagged: bool) -> None:
    found = unusual_day(DayOfReading(DAY, unexplained=count), normal, LIMITS)
    assert (found == [Flag(Unusual.FAR_ABOVE_USUAL, count, DAY, normal)]) is flagged


@given(counts=st.lists(st.integers(0, 100), max_size=40))
def test_usual_lies_among_the_days_and_needs_enough_of_them(counts: list[int]) -> None:
    found = usual(counts, LIMITS)
    assert (found is None) is (len(counts) < LIMITS.usual_least_days)
    assert found is None or min(counts) <= found <= max(counts)


@given(read=days(), normal=st.none() | st.floats(0, 50))
def test_what_something_explains_is_never_flagged(read: DayOfReading, normal: float | None) -> None:
    explained = DayOfReading(DAY, openings=read.openings)
    assert unusual_day(explained, normal, LIMITS) == []
    more = replace(read, openings=read.openings + 1000)
    assert unusual_day(more, normal, LIMITS) == unusual_day(read, normal, LIMITS)


@given(read=days(), what=st.sampled_from(COUNTS), normal=st.none() | st.floats(0, 50))
def test_reading_more_never_takes_a_flag_away(
    read: DayOfReading, what: str, normal: float | None
) -> None:
    more = replace(read, **{what: getattr(read, what) + 1})
    assert kinds(unusual_day(read, normal, LIMITS)) <= kinds(unusual_day(more, normal, LIMITS))


@given(
    read=days(),
    limit=st.sampled_from([f.name for f in fields(ReadingLimits) if "usual" not in f.name]),
    stricter=st.integers(0, 3),
)
def test_a_stricter_limit_never_takes_a_flag_away(
    read: DayOfReading, limit: str, stricter: int
) -> None:
    strict = replace(LIMITS, **{limit: max(0, getattr(LIMITS, limit) - stricter)})
    assert kinds(unusual_day(read, None, LIMITS)) <= kinds(unusual_day(read, None, strict))


@given(zero=st.sampled_from(["off_hours", "alike", "protected", "same_case", "usual_least_days"]))
def test_a_limit_of_zero_does_not_flag_nothing(zero: str) -> None:
    limits = replace(LIMITS, **{zero: 0})
    assert unusual_week(WeekOfReading([DayOfReading(DAY)]), limits) == []


@given(read=days())
def test_every_flag_can_be_said_with_its_figure(read: DayOfReading) -> None:
    flags = [*unusual_day(read, 0.0, LIMITS), Flag(Unusual.SAME_CASE, 7)]
    for flag in flags:
        assert str(flag.count) in words_of(flag)
        assert ("Tuesday" in words_of(flag)) is (flag.day is not None)


def test_usual_looks_at_the_days_before_and_not_too_far_back() -> None:
    long_ago = {DAY - timedelta(days=31 + n): 0 for n in range(20)}
    before = {DAY - timedelta(days=1 + n): 10 for n in range(5)}
    today = DayOfReading(DAY, unexplained=29)
    week = WeekOfReading([today], before=long_ago | before | {DAY: 29})
    assert unusual_week(week, LIMITS) == []
    busier = WeekOfReading([replace(today, unexplained=31)], before=long_ago | before)
    assert unusual_week(busier, LIMITS) == [Flag(Unusual.FAR_ABOVE_USUAL, 31, DAY, 10.0)]
    new = WeekOfReading([replace(today, unexplained=31)], before=long_ago)
    assert unusual_week(new, LIMITS) == []


@pytest.mark.parametrize(("times", "flagged"), [(4, False), (5, True)])
def test_the_same_case_again_and_again(times: int, flagged: bool) -> None:
    found = unusual_week(WeekOfReading([], same_case=times), LIMITS)
    assert (found == [Flag(Unusual.SAME_CASE, times)]) is flagged
