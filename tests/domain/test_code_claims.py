"""Disputes as rules: two officers, a lapse, limits; and what may be undone."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest

from cx_app.domain.code_claims import (
    OUTCOMES,
    ClaimRules,
    DecisionAnswer,
    DisputeAnswer,
    EndReason,
    Outcome,
    Reason,
    State,
    Word,
    hear,
    may_dispute,
    may_undo,
    state_of,
)
from tests.factories import utc

NOW = utc(2026, 3, 3, 15)
DAY = timedelta(days=1)
RULES = ClaimRules(dispute_lasts=30 * DAY, dispute_again=90 * DAY, undo=14 * DAY)
ONE, TWO = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(("first", "second"), list(product(Reason, Reason)))
def test_two_different_officers_with_one_outcome(first: Reason, second: Reason) -> None:
    assert hear(None, Word(ONE, first)) is DecisionAnswer.PROPOSED
    assert hear(Word(ONE, first), Word(ONE, second)) is DecisionAnswer.SAME_OFFICER
    agreed = OUTCOMES[first] is OUTCOMES[second]
    expected = DecisionAnswer.DECIDED if agreed else DecisionAnswer.PROPOSED
    assert hear(Word(ONE, first), Word(TWO, second)) is expected


def test_every_reason_has_an_outcome_and_every_outcome_reasons() -> None:
    assert set(OUTCOMES) == set(Reason)
    assert set(OUTCOMES.values()) == set(Outcome)


def test_it_lapses_on_its_instant_unless_decided() -> None:
    word = Word(ONE, Reason.AGREED)
    for first, outcome, at, state in [
        (None, None, NOW + DAY, State.OPEN),
        (word, None, NOW + DAY, State.HALF_DECIDED),
        (word, None, NOW, State.LAPSED),
        (None, None, NOW - DAY, State.LAPSED),
        (word, Outcome.REMOVED, NOW - DAY, State.REMOVED),
        (word, Outcome.DISMISSED, NOW + DAY, State.DISMISSED),
    ]:
        assert state_of(first=first, outcome=outcome, lapses_at=at, now=NOW) is state


@pytest.mark.parametrize(
    ("before", "open_on_party", "paused", "answer"),
    [
        ([], False, False, DisputeAnswer.OPENED),
        ([], True, False, DisputeAnswer.ANOTHER_OPEN),
        ([], True, True, DisputeAnswer.PAUSED),
        ([90 * DAY], False, False, DisputeAnswer.OPENED),
        ([90 * DAY - timedelta(seconds=1)], False, False, DisputeAnswer.TOO_SOON),
        ([200 * DAY, 10 * DAY], False, False, DisputeAnswer.TOO_SOON),
    ],
)
def test_who_may_dispute(
    before: list[timedelta], open_on_party: bool, paused: bool, answer: DisputeAnswer
) -> None:
    said = may_dispute(
        [NOW - ago for ago in before],
        open_on_party=open_on_party,
        paused=paused,
        now=NOW,
        rules=RULES,
    )
    assert said is answer


def test_only_what_its_own_person_removed_comes_back_and_only_in_time() -> None:
    later = NOW + timedelta(seconds=1)
    assert may_undo(EndReason.REMOVED, later, party_ended=False, now=NOW)
    assert not may_undo(EndReason.REMOVED, NOW, party_ended=False, now=NOW)
    assert not may_undo(EndReason.REMOVED, later, party_ended=True, now=NOW)
    assert not may_undo(EndReason.REMOVED, None, party_ended=False, now=NOW)
    assert not may_undo(EndReason.DISPUTED, None, party_ended=False, now=NOW)
    assert not may_undo(None, None, party_ended=False, now=NOW)
