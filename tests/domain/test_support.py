"""What is asked of support, when an answer is due, and what an answer needs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cx_app.domain.support import (
    AnswerFlaw,
    Asked,
    Flaw,
    SupportKind,
    SupportRules,
    Topic,
    answer_flaw,
    due_at,
    due_day,
    read,
)

RULES = SupportRules(target_business_days=10, note_length=2000, open_at_once=5, a_day=5)
NOTE = "The page of my case stays empty."
TYPED = {"kind": "question", "topic": "wrong_page", "note": NOTE}


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        (datetime(2026, 3, 2, 15, tzinfo=UTC), date(2026, 3, 16)),
        (datetime(2026, 12, 18, 15, tzinfo=UTC), date(2027, 1, 5)),
        (datetime(2026, 11, 20, 4, 59, tzinfo=UTC), date(2026, 12, 4)),
        (datetime(2026, 11, 21, 4, 59, tzinfo=UTC), date(2026, 12, 7)),
        (datetime(2026, 11, 28, 15, tzinfo=UTC), date(2026, 12, 11)),
    ],
)
def test_ten_business_days_of_the_federal_calendar(asked: datetime, day: date) -> None:
    assert due_day(asked, RULES) == day
    late = due_at(asked, RULES)
    assert late.astimezone(UTC).hour in (4, 5)
    assert (late.date() - day).days == 1


def test_what_was_typed_is_read() -> None:
    assert read(TYPED, frozenset(), RULES) == Asked(SupportKind.QUESTION, Topic.WRONG_PAGE, NOTE)
    assert read({**TYPED, "case": "c"}, frozenset({"c"}), RULES) == Asked(
        SupportKind.QUESTION, Topic.WRONG_PAGE, NOTE, "c"
    )


@pytest.mark.parametrize(
    ("typed", "flaws"),
    [
        ({}, {"kind": Flaw.KIND, "topic": Flaw.TOPIC, "note": Flaw.SHORT}),
        ({**TYPED, "kind": "praise"}, {"kind": Flaw.KIND}),
        ({**TYPED, "topic": "nothing"}, {"topic": Flaw.TOPIC}),
        ({**TYPED, "note": " " * 40}, {"note": Flaw.SHORT}),
        ({**TYPED, "note": "x" * 9}, {"note": Flaw.SHORT}),
        ({**TYPED, "note": "x" * 2001}, {"note": Flaw.LONG}),
        ({**TYPED, "case": "of somebody else"}, {"case": Flaw.CASE}),
    ],
)
def test_each_field_says_what_is_wrong(typed: dict[str, str], flaws: dict[str, Flaw]) -> None:
    assert read(typed, frozenset(), RULES) == flaws


@pytest.mark.parametrize("length", [10, 2000])
def test_both_edges_of_a_note_are_taken(length: int) -> None:
    assert isinstance(read({**TYPED, "note": "x" * length}, frozenset(), RULES), Asked)


@pytest.mark.parametrize(
    ("kind", "cause", "answer", "changed", "flaw"),
    [
        (SupportKind.QUESTION, "ours", NOTE, "", None),
        (SupportKind.COMPLAINT, "rule", NOTE, "Nothing.", None),
        (SupportKind.COMPLAINT, "rule", NOTE, "  ", AnswerFlaw.CHANGED),
        (SupportKind.QUESTION, "", NOTE, "", AnswerFlaw.CAUSE),
        (SupportKind.QUESTION, "fate", NOTE, "", AnswerFlaw.CAUSE),
        (SupportKind.QUESTION, "ours", "Yes.", "", AnswerFlaw.ANSWER),
        (SupportKind.QUESTION, "ours", "x" * 2001, "", AnswerFlaw.ANSWER),
        (SupportKind.QUESTION, "ours", NOTE, "x" * 2001, AnswerFlaw.CHANGED),
    ],
)
def test_what_an_answer_needs(
    kind: SupportKind, cause: str, answer: str, changed: str, flaw: AnswerFlaw | None
) -> None:
    assert answer_flaw(kind, cause, answer, changed, RULES) is flaw
