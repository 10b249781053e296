"""What a day is like at an office, who stands before a closed door, and breaks that stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.offices import Calendar, Closure, DayKind, Hours, OtherHours, whole_day

DENVER = ZoneInfo("America/Denver")
MONDAY, SATURDAY, HOLIDAY = date(2026, 3, 2), date(2026, 3, 7), date(2026, 7, 3)
HOUR = timedelta(hours=1)


def open_at(*spans: tuple[int, int]) -> list[Hours]:
    return [
        Hours(AppointmentKind.OFFICE, day, time(opens), time(closes), HOUR, 1)
        for day in range(5)
        for opens, closes in spans
    ]


def calendar(
    other: dict[date, OtherHours] | None = None,
    *closures: Closure,
    hours: list[Hours] | None = None,
) -> Calendar:
    return Calendar(DENVER, hours or open_at((8, 16)), other or {}, closures)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=DENVER).astimezone(UTC)


def closed(day: date, opens: int = 0, closes: int | None = None) -> Closure:
    return Closure(at(day, opens), whole_day(day, DENVER)[1] if closes is None else at(day, closes))


@pytest.mark.parametrize(
    ("made", "day", "kind"),
    [
        (calendar(), MONDAY, DayKind.OPEN),
        (calendar(), SATURDAY, DayKind.NO_HOURS),
        (calendar(), HOLIDAY, DayKind.HOLIDAY),
        (calendar({MONDAY: OtherHours()}), MONDAY, DayKind.CLOSED),
        (calendar({SATURDAY: OtherHours()}), SATURDAY, DayKind.CLOSED),
        (calendar({MONDAY: OtherHours(time(9), time(12))}), MONDAY, DayKind.OTHER_HOURS),
        (calendar({HOLIDAY: OtherHours(time(9), time(12))}), HOLIDAY, DayKind.OTHER_HOURS),
        (calendar(None, closed(MONDAY)), MONDAY, DayKind.CLOSED_BY_AGENCY),
        (calendar(None, closed(MONDAY, 12)), MONDAY, DayKind.PARTLY_CLOSED),
        (calendar(None, closed(MONDAY, 17)), MONDAY, DayKind.OPEN),
        (calendar(None, Closure(at(MONDAY, 0), None)), MONDAY, DayKind.CLOSED_BY_AGENCY),
    ],
)
def test_what_a_day_is_like(made: Calendar, day: date, kind: DayKind) -> None:
    assert made.kind_of(day) is kind


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 23))
def test_a_kind_says_whether_there_are_times(opens: int, closes: int, begins: int) -> None:
    other = {MONDAY: OtherHours(time(opens), time(closes))} if opens < closes else {}
    made = calendar(other, closed(MONDAY, begins, 23) if begins < 23 else closed(SATURDAY))
    some = any(True for _slot in made.slots([MONDAY]))
    shut = {DayKind.CLOSED, DayKind.CLOSED_BY_AGENCY}
    assert some == (made.kind_of(MONDAY) not in shut)


@pytest.mark.parametrize(
    ("made", "hour", "shut_out"),
    [
        (calendar(), 9, False),
        (calendar(), 20, False),
        (calendar({MONDAY: OtherHours()}), 9, True),
        (calendar({MONDAY: OtherHours(time(9), time(12))}), 9, False),
        (calendar({MONDAY: OtherHours(time(9), time(12))}), 8, True),
        (calendar({MONDAY: OtherHours(time(9), time(12))}), 11, False),
        (calendar({MONDAY: OtherHours(time(9), time(12))}), 12, True),
        (calendar(None, closed(MONDAY, 12)), 11, False),
        (calendar(None, closed(MONDAY, 12)), 12, True),
        (calendar({SATURDAY: OtherHours()}), 9, False),
    ],
)
def test_who_stands_before_a_closed_door(made: Calendar, hour: int, shut_out: bool) -> None:
    assert made.shuts_out(at(MONDAY, hour), at(MONDAY, hour) + HOUR) is shut_out


def test_a_visit_that_would_end_after_the_door_closes() -> None:
    made = calendar({MONDAY: OtherHours(time(9), time(12))})
    assert made.shuts_out(at(MONDAY, 11, 30), at(MONDAY, 12, 30))


@pytest.mark.parametrize(
    ("other", "starts"),
    [
        ((8, 16), [8, 9, 10, 11, 13, 14, 15]),
        ((10, 15), [10, 11, 13, 14]),
        ((7, 11), [7, 8, 9, 10]),
        ((13, 18), [13, 14, 15, 16, 17]),
        ((17, 19), [17, 18]),
    ],
)
def test_the_break_of_a_day_with_other_hours_stays(
    other: tuple[int, int], starts: list[int]
) -> None:
    hours = open_at((8, 12), (13, 16))
    made = calendar({MONDAY: OtherHours(time(other[0]), time(other[1]))}, hours=hours)
    found = [slot.starts_at.astimezone(DENVER).hour for slot in made.slots([MONDAY])]
    assert found == starts
