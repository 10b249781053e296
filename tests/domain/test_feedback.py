"""Whom to ask, what an answer needs, and which figures are never shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.feedback import (
    MOST_QUESTIONS,
    QUESTIONS,
    Driver,
    FeedbackRules,
    Flaw,
    Outcome,
    Said,
    Task,
    Turn,
    Way,
    hidden,
    hidden_pairs,
    may_ask,
    month_of,
    quarter_after,
    quarter_before,
    quarter_of,
    read,
)

RULES = FeedbackRules(
    again=timedelta(days=90), stays=timedelta(hours=24), comment_length=1000, least=10
)
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
TYPED = {"task": "visit", "way": "online", "outcome": "done", "trust": "up"}


def test_no_more_questions_than_the_circular_allows() -> None:
    assert len(QUESTIONS) <= MOST_QUESTIONS == 15


@pytest.mark.parametrize(
    ("turn", "asks"),
    [
        (None, True),
        (Turn(NOW - timedelta(hours=23, minutes=59), Task.VISIT, over=False), True),
        (Turn(NOW - timedelta(hours=24), Task.VISIT, over=False), False),
        (Turn(NOW - timedelta(hours=1), Task.VISIT, over=True), False),
        (Turn(NOW - timedelta(hours=1), Task.SUPPORT, over=False), False),
        (Turn(NOW - timedelta(days=90) + timedelta.resolution, Task.SUPPORT, over=True), False),
        (Turn(NOW - timedelta(days=90), Task.SUPPORT, over=True), True),
    ],
)
def test_once_in_90_days_and_the_same_question_for_a_day(turn: Turn | None, asks: bool) -> None:
    assert may_ask(turn, Task.VISIT, NOW, RULES) is asks


def test_what_was_typed_is_read() -> None:
    assert read(TYPED, RULES) == Said(Task.VISIT, Way.ONLINE, Outcome.DONE, trust=True)
    more = {**TYPED, "trust": "down", "drivers": "ease fate", "comment": " Too long. "}
    assert read(more, RULES) == Said(
        *(Task.VISIT, Way.ONLINE, Outcome.DONE),
        trust=False,
        drivers=frozenset({Driver.EASE}),
        comment="Too long.",
    )


@pytest.mark.parametrize(
    ("typed", "flaws"),
    [
        (
            {},
            {
                "task": Flaw.TASK,
                "way": Flaw.WAY,
                "outcome": Flaw.OUTCOME,
                "trust": Flaw.TRUST,
            },
        ),
        ({**TYPED, "task": "asylum"}, {"task": Flaw.TASK}),
        ({**TYPED, "trust": "sideways"}, {"trust": Flaw.TRUST}),
        ({**TYPED, "comment": "x" * 1001}, {"comment": Flaw.LONG}),
    ],
)
def test_each_field_says_what_is_wrong(typed: dict[str, str], flaws: dict[str, Flaw]) -> None:
    assert read(typed, RULES) == flaws


@pytest.mark.parametrize(
    ("day", "month", "first", "before", "after"),
    [
        ("2026-01-01", "2026-01-01", "2026-01-01", "2025-10-01", "2026-04-01"),
        ("2026-03-31", "2026-03-01", "2026-01-01", "2025-10-01", "2026-04-01"),
        ("2026-12-31", "2026-12-01", "2026-10-01", "2026-07-01", "2027-01-01"),
    ],
)
def test_quarters_of_the_calendar(
    day: str, month: str, first: str, before: str, after: str
) -> None:
    one = date.fromisoformat(day)
    found = (month_of(one), quarter_of(one), quarter_before(quarter_of(one)))
    assert [*map(str, found), str(quarter_after(quarter_of(one)))] == [month, first, before, after]


@pytest.mark.parametrize(
    ("counts", "gone"),
    [
        ({"a": 10, "b": 30}, set()),
        ({"a": 10, "b": 0}, set()),
        ({"a": 9, "b": 30}, {"a", "b"}),
        ({"a": 9, "b": 30, "c": 12}, {"a", "c"}),
        ({"a": 2, "b": 3, "c": 12, "d": 40}, {"a", "b", "c"}),
        ({"a": 6, "b": 4, "c": 12}, {"a", "b"}),
        ({"a": 4}, {"a"}),
    ],
)
def test_small_parts_and_what_would_give_them_away(counts: dict[str, int], gone: set[str]) -> None:
    assert hidden(counts, 10) == gone


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 30), max_size=7))
def test_no_small_part_can_be_worked_out_from_the_whole(counts: dict[str, int]) -> None:
    gone = hidden(counts, 10)
    assert all(counts[name] == 0 or counts[name] >= 10 for name in counts if name not in gone)
    if gone and len(gone) < sum(1 for count in counts.values() if count):
        assert len(gone) > 1
        assert sum(counts[name] for name in gone) >= 10


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(0, 30), max_size=9
    )
)
def test_of_two_sides_no_small_part_can_be_worked_out_from_either_sum(
    counts: dict[tuple[str, str], int],
) -> None:
    gone = hidden_pairs(counts, 10)
    assert all(count == 0 or count >= 10 for pair, count in counts.items() if pair not in gone)
    for side in (0, 1):
        for name in {pair[side] for pair in counts}:
            group = {pair: count for pair, count in counts.items() if pair[side] == name and count}
            here = [pair for pair in group if pair in gone]
            if here and len(here) < len(group):
                assert len(here) > 1
                assert sum(group[pair] for pair in here) >= 10
