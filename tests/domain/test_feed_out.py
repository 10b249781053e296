"""What an answer of the agency means, when it is late, and what a statement shows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.business_time import EASTERN
from cx_app.domain.feed_out import (
    Answer,
    Difference,
    Finding,
    OurSide,
    Outcome,
    Periods,
    Said,
    compare,
    ended_days,
    hear,
    overdue_before,
    statement_is_late,
)

PERIODS = Periods(frozenset({"booking", "move"}), timedelta(minutes=15), 1)
ACCEPTED, REFUSED = Said("MER-1"), Said("MER-1", Outcome.REFUSED, "no_room")
SAID = st.builds(Said, st.sampled_from(["MER-1", "MER-2", "MER-3"]), st.sampled_from(Outcome))


def eastern(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """In March 2026; the 6th is a Friday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("known", "said", "asked_again", "answer"),
    [
        (None, ACCEPTED, False, Answer.ACKNOWLEDGED),
        (None, REFUSED, False, Answer.ACKNOWLEDGED),
        (ACCEPTED, ACCEPTED, False, Answer.REPEATED),
        (ACCEPTED, Said("MER-2"), False, Answer.CONFLICT),
        (ACCEPTED, REFUSED, False, Answer.CONFLICT),
        (ACCEPTED, Said("MER-2"), True, Answer.CONFLICT),
        (REFUSED, REFUSED, True, Answer.REPEATED),
        (REFUSED, ACCEPTED, True, Answer.ACKNOWLEDGED),
        (REFUSED, Said("MER-2", Outcome.REFUSED), True, Answer.ACKNOWLEDGED),
        (REFUSED, ACCEPTED, False, Answer.CONFLICT),
    ],
)
def test_the_first_answer_stands(
    known: Said | None, said: Said, asked_again: bool, answer: Answer
) -> None:
    assert hear(known, said, asked_again=asked_again) is answer


@given(st.lists(SAID, min_size=1))
def test_in_any_order_one_answer_counts_and_the_same_again_never_conflicts(
    answers: list[Said],
) -> None:
    known: Said | None = None
    heard = []
    for said in answers:
        heard.append(hear(known, said))
        known = known or said
    assert heard.count(Answer.ACKNOWLEDGED) == 1
    assert heard[0] is Answer.ACKNOWLEDGED
    for said, answer in zip(answers[1:], heard[1:], strict=True):
        same = (said.agency_id, said.outcome) == (answers[0].agency_id, answers[0].outcome)
        assert (answer is Answer.REPEATED) is same


def test_a_booking_is_late_after_a_quarter_of_an_hour() -> None:
    assert overdue_before("booking", eastern(6, 10), PERIODS) == eastern(6, 9, 45)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (eastern(6, 23), eastern(5)),  # of Wednesday: it had all of Thursday
        (eastern(7), eastern(6)),  # Thursday's are late when Friday is over
        (eastern(9, 23, 59), eastern(6)),  # Friday's have all of Monday
        (eastern(10), eastern(9)),  # and so have those of the weekend
    ],
)
def test_other_kinds_have_until_the_end_of_the_next_business_day(
    now: datetime, before: datetime
) -> None:
    assert overdue_before("address_change", now, PERIODS) == before


@pytest.mark.parametrize(("now", "late"), [(eastern(9, 23, 59), False), (eastern(10), True)])
def test_a_statement_has_a_business_day(now: datetime, late: bool) -> None:
    assert statement_is_late(eastern(6).date(), now, 1) is late


def test_days_that_are_over_begin_with_the_first_event() -> None:
    first, now = eastern(6, 23, 59), eastern(9)
    assert [day.day for day in ended_days(first, now)] == [6, 7, 8]
    assert ended_days(now, now) == []
    assert len(ended_days(first, now + timedelta(days=400))) == 31


def test_a_statement_shows_what_only_one_side_knows() -> None:
    ours = {
        "same": OurSide(ACCEPTED, asked_again=False, of_the_day=True),
        "ours": OurSide(Said("MER-7"), asked_again=False, of_the_day=True),
        "other id": OurSide(ACCEPTED, asked_again=False, of_the_day=True),
        "unanswered": OurSide(None, asked_again=False, of_the_day=True),
        "other day": OurSide(ACCEPTED, asked_again=False, of_the_day=False),
    }
    theirs = {
        "same": ACCEPTED,
        "other id": Said("MER-9"),
        "unanswered": Said("MER-5"),
        "other day": ACCEPTED,
        "theirs": Said("MER-8"),
    }
    compared = compare(ours, theirs)
    assert sorted(compared.differences, key=lambda one: one.finding) == [
        Difference(Finding.IDS_DIFFER, "other id", "MER-9", "MER-1"),
        Difference(Finding.ONLY_THEY, "theirs", "MER-8"),
        Difference(Finding.ONLY_WE, "ours", ours="MER-7"),
    ]
    assert compared.acknowledged == {"unanswered": Said("MER-5")}


@given(st.dictionaries(st.text(max_size=3), SAID), st.dictionaries(st.text(max_size=3), SAID))
def test_every_event_of_either_side_is_accounted_for(
    ours: dict[str, Said], theirs: dict[str, Said]
) -> None:
    sides = {e: OurSide(said, asked_again=False, of_the_day=True) for e, said in ours.items()}
    compared = compare(sides, theirs)
    named = [one.event_id for one in compared.differences]
    assert len(named) == len(set(named))
    assert set(named) >= set(ours) ^ set(theirs)
    for event_id in set(ours) & set(theirs):
        a, b = ours[event_id], theirs[event_id]
        agree = (a.agency_id, a.outcome) == (b.agency_id, b.outcome)
        assert (event_id in named) is not agree
