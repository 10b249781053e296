"""What may follow what, for something that a paralegal prepared (REP-9, REP-41)."""

from __future__ import annotations

import itertools

import pytest

from cx_app.domain.prepared import (
    MOVES,
    OPEN,
    By,
    PreparedMove,
    PreparedRefusal,
    PreparedState,
    after,
)


@pytest.mark.parametrize("move", [PreparedMove.SUBMIT, PreparedMove.REFUSE, PreparedMove.RETURN])
def test_a_paralegal_never_submits_nor_decides(move: PreparedMove) -> None:
    for state in PreparedState:
        assert after(state, move, By.PARALEGAL) is PreparedRefusal.REPRESENTATIVE_SUBMITS


def test_what_is_submitted_or_deleted_stays_so() -> None:
    for state, move, by in itertools.product(set(PreparedState) - OPEN, PreparedMove, By):
        assert isinstance(after(state, move, by), PreparedRefusal), (state, move, by)


def test_submitting_twice_is_no_mistake() -> None:
    again = after(PreparedState.SUBMITTED, PreparedMove.SUBMIT, By.REPRESENTATIVE)
    assert again is PreparedRefusal.DONE_BEFORE
    gone = after(PreparedState.DELETED, PreparedMove.SUBMIT, By.REPRESENTATIVE)
    assert gone is PreparedRefusal.NOT_FROM_HERE


def test_what_was_refused_or_sent_back_comes_again_once_it_is_saved() -> None:
    for state in OPEN:
        assert after(state, PreparedMove.SAVE, By.PARALEGAL) is PreparedState.WAITING
    returned = PreparedState.RETURNED
    assert after(returned, PreparedMove.SUBMIT, By.REPRESENTATIVE) is PreparedRefusal.NOT_FROM_HERE
    refused = after(PreparedState.REFUSED, PreparedMove.SUBMIT, By.REPRESENTATIVE)
    assert refused is PreparedState.SUBMITTED


def test_every_move_leads_somewhere() -> None:
    assert set(MOVES) == set(PreparedMove)
    for move, step in MOVES.items():
        assert {after(one, move, by) for one in step.leaves for by in step.who} == {step.to}
