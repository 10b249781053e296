"""A short day of the simulation that `make bench` runs for 20,000 callbacks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bench.callback_day import a_day
from bench.callback_habits import DESK_CLOSES, DESK_OPENS, Habits, Plan
from cx_app.domain.callbacks.standing import CallbackState

SHORT = Plan(callbacks=600, officers=6)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_rule_holds_and_promises_are_kept(seed: int) -> None:
    day = a_day(Plan(SHORT.callbacks, SHORT.officers, seed=seed))
    assert day.broken == []
    assert day.texts > 100
    assert day.promises > 50
    assert day.share_kept >= 0.95
    assert day.states.total() == SHORT.callbacks
    assert day.share_busy <= (DESK_CLOSES - DESK_OPENS + timedelta(hours=1)) / (
        DESK_CLOSES - DESK_OPENS
    )


def test_who_is_texted_first_is_reached_by_fewer_calls() -> None:
    ahead, without = a_day(SHORT), a_day(Plan(SHORT.callbacks, SHORT.officers, text_ahead=False))
    assert without.texts == without.promises == 0
    assert without.broken == []
    assert ahead.share_of_calls > 1.1 * without.share_of_calls
    assert ahead.share_of_rounds > without.share_of_rounds


def test_when_calls_take_longer_than_anybody_thought_promises_break_and_nobody_is_lost() -> None:
    """Their people come back into line without having used a try."""
    slow = Habits(call=timedelta(minutes=40), take_unexpected=0.9, take_promised=1.0)
    day = a_day(Plan(SHORT.callbacks, SHORT.officers, habits=slow))
    assert day.broken == []
    assert day.broken_promises > 0
    assert max(day.waits_after_yes) <= 30
    open_ones = day.states[CallbackState.QUEUED] + day.states[CallbackState.WAITING]
    assert open_ones + day.reached == SHORT.callbacks


def test_a_day_is_the_same_each_time() -> None:
    assert a_day(SHORT) == a_day(SHORT)
