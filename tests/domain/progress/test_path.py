"""The milestones of a case and their marks, whatever order events come in."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.cases import FORMS, STATUSES, Turn, turn_of
from cx_app.domain.progress.milestones import DECISIONS, REACHED, Event, pause_of, reached_on
from cx_app.domain.progress.path import RECEIVED, Mark, Step, path
from cx_app.domain.progress.table import Milestone

DAY = date(2026, 1, 5)
events = st.builds(
    Event,
    code=st.sampled_from([*STATUSES, "Q9Z"]),
    on=st.dates(DAY - timedelta(days=20), DAY + timedelta(days=400)),
)


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def marks(form: str, *happened: tuple[str, int]) -> list[tuple[str, str]]:
    told = [Event(code, on(days)) for code, days in happened]
    return [(step.name, step.mark) for step in path(form, DAY, told)]


def test_a_new_case_has_everything_ahead() -> None:
    assert marks("N-400", ("IAF", 1)) == [
        (RECEIVED, Mark.DONE),
        (Milestone.BIOMETRICS, Mark.AHEAD),
        (Milestone.INTERVIEW, Mark.AHEAD),
        (Milestone.REVIEW, Mark.AHEAD),
        (Milestone.DECISION, Mark.AHEAD),
        (Milestone.OATH, Mark.AHEAD),
    ]


def test_what_is_not_recorded_is_never_said_not_to_have_happened() -> None:
    found = dict(marks("N-400", ("DA", 200)))
    assert found[Milestone.BIOMETRICS] == Mark.NOT_REPORTED
    assert found[Milestone.INTERVIEW] == Mark.NOT_REPORTED
    assert found[Milestone.OATH] == Mark.NOT_REPORTED


def test_a_review_is_between_the_interview_and_the_decision() -> None:
    assert dict(marks("N-400", ("HG", 90)))[Milestone.REVIEW] == Mark.NOW
    assert dict(marks("N-400", ("HG", 90), ("DA", 99)))[Milestone.REVIEW] == Mark.DONE


def test_evidence_shows_where_it_was_asked_for() -> None:
    assert Milestone.EVIDENCE not in dict(marks("I-765", ("FNB", 9)))
    assert dict(marks("I-765", ("FBA", 20)))[Milestone.EVIDENCE] == Mark.NOW
    assert dict(marks("I-765", ("FBA", 20), ("FBB", 30)))[Milestone.EVIDENCE] == Mark.DONE
    again = marks("I-765", ("FBA", 20), ("FBB", 30), ("FBA", 40))
    assert dict(again)[Milestone.EVIDENCE] == Mark.NOW


@pytest.mark.parametrize("code", ["EA", "IFAD"])
def test_a_card_does_not_follow_a_denial(code: str) -> None:
    assert Milestone.CARD not in dict(marks("I-765", (code, 80)))


def test_a_card_tells_of_an_approval_that_was_not_reported() -> None:
    found = dict(marks("I-765", ("LEA", 80)))
    assert (found[Milestone.DECISION], found[Milestone.CARD]) == (Mark.DONE, Mark.DONE)


def test_a_form_that_nobody_knows_has_a_decision() -> None:
    assert [name for name, _mark in marks("X-1")] == [RECEIVED, Milestone.DECISION]


@given(st.sampled_from([*FORMS, "X-1"]), st.lists(events, max_size=8), st.randoms())
def test_paths_are_whole_ordered_and_blind_to_the_order_of_events(
    form: str, told: list[Event], chance: Random
) -> None:
    steps = path(form, DAY, told)
    assert (steps[0].name, steps[0].mark) == (RECEIVED, Mark.DONE)
    assert len({step.name for step in steps}) == len(steps)
    days = [step.on for step in steps[1:] if step.on]
    assert days == sorted(days)
    for step in steps[1:]:
        assert _right(step, told)
    mixed = list(told)
    chance.shuffle(mixed)
    assert path(form, DAY, mixed) == steps


def _right(step: Step, told: list[Event]) -> bool:
    """A step is done only if something says so, and then with its day."""
    codes = REACHED.get(Milestone(step.name), {})
    happened = any(event.code in codes for event in told)
    if step.mark is Mark.DONE and codes:
        return happened and step.on is not None
    return step.mark is not Mark.AHEAD or not happened


@given(st.lists(events, max_size=8))
def test_the_first_decision_counts(told: list[Event]) -> None:
    days = [event.on for event in told if event.code in DECISIONS]
    assert reached_on(told, Milestone.DECISION) == min(days, default=None)


@pytest.mark.parametrize(
    ("code", "hold", "pause", "turn"),
    [
        ("IAF", "", None, Turn.AGENCY),
        ("FBA", "", "evidence", Turn.YOU),
        ("FL", "", "missed", Turn.YOU),
        ("IAF", "visa_number", "hold:visa_number", Turn.OTHER),
        ("FBA", "policy_review", "hold:policy_review", Turn.AGENCY),
        ("LEA", "court", "hold:court", Turn.NOBODY),
    ],
)
def test_pauses_and_whose_turn_it_is(code: str, hold: str, pause: str | None, turn: Turn) -> None:
    assert (pause_of(code, hold), turn_of(code, hold)) == (pause, turn)
