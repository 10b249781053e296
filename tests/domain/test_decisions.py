"""When a decision leaves, and how often that can be put off (UNDO-1, UNDO-3)."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.decisions import UndoRules, extended, leaves_at, may_undo
from tests.factories import utc

DECIDED = utc(2026, 11, 2, 15)
RULES = UndoRules(undo=timedelta(seconds=60), extensions=10)
INSTANT = timedelta(microseconds=1)


def test_it_can_be_undone_to_the_last_instant() -> None:
    leaves = leaves_at(DECIDED, RULES)
    assert leaves == DECIDED + timedelta(minutes=1)
    assert may_undo(leaves, leaves - INSTANT)
    assert not may_undo(leaves, leaves)


def test_it_is_held_as_long_again_ten_times() -> None:
    leaves = leaves_at(DECIDED, RULES)
    for _ in range(10):
        longer = extended(DECIDED, leaves, RULES, DECIDED)
        assert longer is not None
        assert longer == leaves + RULES.undo
        leaves = longer
    assert extended(DECIDED, leaves, RULES, DECIDED) is None


@given(st.integers(0, 30), st.integers(1, 600), st.integers(0, 20))
def test_no_more_time_once_it_is_over_and_never_more_than_allowed(
    asked: int, seconds: int, extensions: int
) -> None:
    rules = UndoRules(timedelta(seconds=seconds), extensions)
    leaves = leaves_at(DECIDED, rules)
    assert extended(DECIDED, leaves, rules, leaves) is None
    for _ in range(asked):
        leaves = extended(DECIDED, leaves, rules, DECIDED) or leaves
    assert leaves == DECIDED + rules.undo * (1 + min(asked, extensions))
