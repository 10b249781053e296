"""When an officer looks first, by when a code should come, and when to remind."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.code_requests import (
    Circumstances,
    ReviewReason,
    comes_by,
    is_late,
    reminder_due,
    review_reason,
)

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
REVIEW = timedelta(days=30)
ENDS = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
facts = st.builds(
    Circumstances,
    **{f.name: st.booleans() for f in fields(Circumstances) if f.name != "address_changed_at"},
    address_changed_at=st.none()
    | st.datetimes(datetime(2025, 12, 1), datetime(2026, 3, 3), timezones=st.just(UTC)),
)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"protected": True, "disputed": True}, ReviewReason.PROTECTED),
        ({"disputed": True, "several_match": True}, ReviewReason.DISPUTED),
        ({"several_match": True, "asker_guessed": True}, ReviewReason.SEVERAL_MATCH),
        ({"asker_guessed": True, "letter_returned": True}, ReviewReason.LOCK_OUTS),
        ({"letter_returned": True, "address_changed_at": NOW}, ReviewReason.RETURNED_MAIL),
        ({"address_changed_at": NOW, "reachable": False}, ReviewReason.ADDRESS_CHANGED),
        ({"reachable": False}, ReviewReason.NO_ADDRESS),
        ({"address_changed_at": NOW - REVIEW}, None),
        (
            {"address_changed_at": NOW - REVIEW + timedelta(microseconds=1)},
            ReviewReason.ADDRESS_CHANGED,
        ),
    ],
)
def test_the_gravest_reason_counts(changed: dict[str, object], reason: ReviewReason | None) -> None:
    assert review_reason(replace(Circumstances(), **changed), REVIEW, NOW) is reason


@given(facts)
def test_nothing_goes_out_unseen_when_anything_is_unsure(known: Circumstances) -> None:
    unsure = (
        known.protected
        or known.disputed
        or known.several_match
        or known.asker_guessed
        or known.letter_returned
        or not known.reachable
        or (known.address_changed_at is not None and NOW - known.address_changed_at < REVIEW)
    )
    assert (review_reason(known, REVIEW, NOW) is not None) is unsure


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        (datetime(2026, 3, 3, 15, 0, tzinfo=UTC), date(2026, 3, 17)),
        (datetime(2026, 12, 18, 15, 0, tzinfo=UTC), date(2027, 1, 5)),
        (datetime(2026, 3, 4, 3, 0, tzinfo=UTC), date(2026, 3, 17)),
    ],
    ids=["plain", "over two holidays", "still the day before, Eastern"],
)
def test_ten_business_days(asked: datetime, day: date) -> None:
    assert comes_by(asked, 10) == day


def test_it_is_late_when_the_last_day_is_over() -> None:
    over = datetime(2026, 3, 18, 4, 0, tzinfo=UTC)
    assert not is_late(NOW, 10, over - timedelta(microseconds=1))
    assert is_late(NOW, 10, over)


@pytest.mark.parametrize(
    ("left", "due"),
    [
        (timedelta(days=30, microseconds=1), None),
        (timedelta(days=30), 30),
        (timedelta(days=7, microseconds=1), 30),
        (timedelta(days=7), 7),
        (timedelta(microseconds=1), 7),
        (timedelta(), None),
        (timedelta(days=-1), None),
    ],
)
def test_one_reminder_stands_at_a_time(left: timedelta, due: int | None) -> None:
    assert reminder_due(ENDS, (7, 30), ENDS - left) == due
