"""Reasons, what explains an opening, and how long one is held back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.business_time import eastern_date
from cx_app.domain.openings import (
    Explanation,
    Grounds,
    HoldAnswer,
    OpeningReason,
    OpeningRules,
    explanation,
    goes_on,
    hold_ends,
    off_hours,
)
from tests.factories import utc

RULES = OpeningRules(timedelta(minutes=15), hold_days=90, opens_hour=6, closes_hour=21)
NOW = utc(2026, 3, 3, 17)


@pytest.mark.parametrize(
    ("found", "explained"),
    [
        (Grounds(), None),
        (Grounds(alert=True), Explanation.ALERT),
        (Grounds(request_in_review=True), Explanation.CODE_REQUEST),
        (Grounds(alert=True, request_in_review=True), Explanation.CODE_REQUEST),
    ],
)
def test_what_was_waiting_explains(found: Grounds, explained: Explanation | None) -> None:
    assert explanation(found) is explained


@given(seconds=st.integers(0, 3600), reason=st.none() | st.sampled_from(OpeningReason))
def test_an_opening_goes_on_for_minutes_and_its_reason(
    seconds: int, reason: OpeningReason | None
) -> None:
    begun = NOW - timedelta(seconds=seconds)
    goes = goes_on(begun, OpeningReason.WORK, reason, NOW, RULES)
    assert goes is (seconds < 15 * 60 and reason in (None, OpeningReason.WORK))


@pytest.mark.parametrize(
    ("at", "off"),
    [
        (utc(2026, 3, 3, 10, 59), True),  # Tuesday, 5:59 Eastern
        (utc(2026, 3, 3, 11), False),
        (utc(2026, 3, 4, 1, 59), False),  # Tuesday, 8:59 in the evening
        (utc(2026, 3, 4, 2), True),
        (utc(2026, 3, 7, 17), True),  # Saturday at noon
        (utc(2026, 7, 7, 10), False),  # 6:00 in daylight saving time
    ],
)
def test_office_hours_are_eastern(at: object, off: bool) -> None:
    assert off_hours(at, RULES) is off  # type: ignore[arg-type]


@given(days=st.integers(-400, 400))
def test_a_hold_ends_after_today_and_within_its_limit(days: int) -> None:
    day: date = eastern_date(NOW) + timedelta(days=days)
    answer = hold_ends(day, NOW, RULES)
    assert (answer is HoldAnswer.NOT_AHEAD) is (days < 1)
    assert (answer is HoldAnswer.TOO_FAR) is (days > 90)
    assert (answer is HoldAnswer.HELD) is (1 <= days <= 90)
