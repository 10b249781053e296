"""Numbers that notice a slip, the day that a letter belongs to, and counts (MAIL-1, MAIL-4)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.mailroom import (
    BATCH_DIGITS,
    LETTER_DIGITS,
    Confirmed,
    Counts,
    checked,
    compare,
    day_s_post,
    grouped,
    new_number,
    parse_count,
    parse_number,
)

NUMBERS = st.integers(0, 10**14 - 1).map(lambda drawn: checked(f"{drawn:014d}"))
SIX = time(6)


@given(NUMBERS)
def test_a_number_is_known_as_scanned_or_as_printed(number: str) -> None:
    assert len(number) == LETTER_DIGITS
    assert parse_number(number) == parse_number(f" {grouped(number)} ") == number


@given(NUMBERS, st.integers(0, LETTER_DIGITS - 1), st.integers(1, 9))
def test_one_wrong_digit_shows(number: str, place: int, off: int) -> None:
    wrong = str((int(number[place]) + off) % 10)
    assert parse_number(number[:place] + wrong + number[place + 1 :]) is None


@given(NUMBERS, st.integers(0, LETTER_DIGITS - 2))
def test_two_digits_that_changed_places_show(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or parse_number(swapped) is None


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH-JKMN", "1" * 15, "1" * 1_000, "١" * 16, "-1"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert parse_number(typed) is None


def test_numbers_are_drawn_and_say_nothing() -> None:
    drawn = {new_number() for _ in range(500)}
    assert len(drawn) == 500
    assert len({number[:6] for number in drawn}) > 450
    assert len(new_number(BATCH_DIGITS)) == BATCH_DIGITS


@pytest.mark.parametrize(
    ("now", "since"),
    [
        ("2026-03-03T15:00", "2026-03-03T11:00"),  # Tuesday 10:00 Eastern: since 6:00
        ("2026-03-03T11:00", "2026-03-03T11:00"),
        ("2026-03-03T10:59", "2026-03-02T11:00"),
        ("2026-03-08T15:00", "2026-03-06T11:00"),  # Sunday: Friday's
        ("2026-05-25T15:00", "2026-05-22T10:00"),  # Memorial Day; clocks have changed
    ],
)
def test_the_newest_day_s_post_begins_on_a_business_day(now: str, since: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert day_s_post(moment, SIX) == datetime.fromisoformat(since).replace(tzinfo=UTC)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_the_day_s_post_is_past_and_at_most_five_days_old(now: datetime) -> None:
    assert timedelta(0) <= now - day_s_post(now, SIX) < timedelta(days=5)


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ((12, 12), Confirmed.DONE),
        ((11, 12), Confirmed.LETTERS_DIFFER),
        ((12, 13), Confirmed.SHEETS_DIFFER),
        ((0, 0), Confirmed.LETTERS_DIFFER),
    ],
)
def test_both_counts_must_be_right(counted: tuple[int, int], said: Confirmed) -> None:
    assert compare(Counts(12, 12), Counts(*counted)) is said


@pytest.mark.parametrize(
    ("typed", "count"),
    [(" 1,250 ", 1250), ("0", 0), ("-1", None), ("1.5", None), ("٣", None), ("", None)],
)
def test_a_count_is_digits(typed: str, count: int | None) -> None:
    assert parse_count(typed) == count
