"""Business days against the calendar that the Office of Personnel Management publishes."""

from __future__ import annotations

from datetime import date

import pytest

from cx_app.domain.business_days import business_day_after, holidays, is_business_day


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24"),
        (2022, "01-01 01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26"),
        (2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"),
        (2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24"),
    ],
)
def test_holidays_as_published(year: int, days: str) -> None:
    """New Year's Day of 2022 was a Saturday, observed on the last day of 2021."""
    published = {date.fromisoformat(f"{year}-{day}") for day in days.split()}
    observed_before = {date(2021, 12, 31)} if year == 2022 else set()
    assert holidays(year) == (published - {date(2022, 1, 1)}) | observed_before


@pytest.mark.parametrize(
    ("day", "business"),
    [
        (date(2026, 3, 2), True),
        (date(2026, 3, 7), False),
        (date(2026, 3, 8), False),
        (date(2026, 7, 3), False),
        (date(2021, 12, 31), False),
        (date(2026, 12, 31), True),
    ],
)
def test_weekends_and_holidays_are_not(day: date, business: bool) -> None:
    assert is_business_day(day) is business


@pytest.mark.parametrize(
    ("day", "count", "after"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 7, 2), 1, date(2026, 7, 6)),
        (date(2026, 11, 25), 2, date(2026, 11, 30)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_the_next_business_day(day: date, count: int, after: date) -> None:
    assert business_day_after(day, count) == after
