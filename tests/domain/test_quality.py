"""What is in a sample is chance alone, and anybody can draw it again."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.quality import LONGEST, Verdict, days_are_right, draw, needs_note

TODAY = date(2026, 3, 2)
ids = st.lists(st.uuids(), min_size=1, max_size=40, unique=True)


@given(st.text(max_size=32), ids, st.integers(1, 50), st.randoms())
def test_the_same_seed_draws_the_same_whatever_the_order(
    seed: str, some: list[UUID], size: int, random: object
) -> None:
    drawn = draw(seed, some, size)
    shuffled = list(some)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert draw(seed, shuffled, size) == drawn
    assert len(drawn) == min(size, len(some))
    assert set(drawn) <= set(some)


@given(st.text(max_size=32), ids, st.uuids())
def test_one_more_decision_does_not_change_the_order_of_the_rest(
    seed: str, some: list[UUID], more: UUID
) -> None:
    before = draw(seed, some, 100)
    after = draw(seed, {*some, more}, 100)
    assert [one for one in after if one in before] == before


def test_every_decision_is_as_likely_as_any_other() -> None:
    some = [UUID(int=n) for n in range(10)]
    drawn = Counter(one for seed in range(2_000) for one in draw(str(seed), some, 2))
    assert all(300 < drawn[one] < 500 for one in some)


@pytest.mark.parametrize(
    ("first", "last", "right"),
    [
        (TODAY, TODAY, True),
        (TODAY - timedelta(days=LONGEST - 1), TODAY, True),
        (TODAY - timedelta(days=LONGEST), TODAY, False),
        (TODAY, TODAY + timedelta(days=1), False),
        (TODAY, TODAY - timedelta(days=1), False),
        (None, TODAY, False),
        (TODAY, None, False),
    ],
)
def test_days(first: date | None, last: date | None, right: bool) -> None:
    assert days_are_right(first, last, TODAY) is right


def test_only_what_is_right_needs_no_note() -> None:
    assert [one for one in Verdict if not needs_note(one)] == [Verdict.RIGHT]
