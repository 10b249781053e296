"""How ages and counts are said to staff."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cx_app.language import say_age, say_count


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(days=-2), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=90), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(minutes=119), "1 hour"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(hours=47), "1 day"),
        (timedelta(days=12), "12 days"),
    ],
)
def test_ages(age: timedelta, said: str) -> None:
    assert say_age(age) == said


@pytest.mark.parametrize(
    ("n", "said"), [(0, "0 letters"), (1, "1 letter"), (2, "2 letters"), (12_000, "12,000 letters")]
)
def test_counts(n: int, said: str) -> None:
    assert say_count(n, "letter") == said
