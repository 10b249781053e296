"""Each thing that may happen to a callback, on both sides of its edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cx_app.domain.callbacks import moves
from cx_app.domain.callbacks.standing import (
    Answer,
    Callback,
    CallbackRefusal,
    CallbackState,
    CallOutcome,
    Step,
    Told,
)
from tests.domain.callbacks.rules import NOW, RULES, TICK, TOMORROW, callback, done

S = CallbackState
HOUR = RULES.answer_within
HALF = RULES.call_within


def asked(attempt: int = 1, **given: object) -> Callback:
    return callback(state=S.ASKED, asks=attempt, asked_at=NOW, **given)


def answer(one: Callback, said: Answer, after: timedelta) -> Step:
    return done(moves.answered(one, said, NOW + after, TOMORROW, RULES))


def plain_call(one: Callback, outcome: CallOutcome) -> Step:
    calling = done(moves.taken(one, NOW, RULES)).callback
    return done(moves.called(calling, outcome, NOW, RULES))


def test_a_yes_at_the_end_of_the_hour_counts_and_a_moment_later_does_not() -> None:
    step = answer(asked(), Answer.YES, HOUR)
    assert step.told == (Told.PROMISE,)
    assert step.callback.call_by == NOW + HOUR + HALF
    late = answer(asked(), Answer.YES, HOUR + TICK)
    assert (late.callback.state, late.told) == (S.QUEUED, (Told.TOO_LATE,))
    again = answer(late.callback, Answer.YES, HOUR + 2 * TICK)
    assert again.told == ()


def test_a_promise_holds_to_the_end_of_the_half_hour() -> None:
    promised = answer(asked(), Answer.YES, timedelta(0)).callback
    assert done(moves.taken(promised, NOW + HALF, RULES)).callback.state is S.CALLING
    missed = moves.passed(promised, NOW + HALF + TICK, RULES)
    assert missed.told == (Told.WINDOW_MISSED,)
    assert (missed.callback.state, missed.callback.asks) == (S.QUEUED, 0)
    assert missed.callback.placed_at == promised.placed_at


def test_no_is_for_another_day_and_the_second_one_leaves_it_to_them() -> None:
    first = answer(asked(), Answer.NO, timedelta(minutes=5))
    assert first.told == (Told.ANOTHER_DAY,)
    assert first.callback.not_before == TOMORROW
    assert moves.sending(first.callback, TOMORROW - TICK, RULES) is CallbackRefusal.NOT_YET
    assert done(moves.sending(first.callback, TOMORROW, RULES)).callback.state is S.SENDING
    second = answer(asked(2), Answer.NO, timedelta(minutes=5))
    assert (second.callback.state, second.told) == (S.WAITING, (Told.WAITS_FOR_YOU,))


@pytest.mark.parametrize("attempt", [1, 2])
def test_within_the_hour_the_newest_answer_counts(attempt: int) -> None:
    refused = answer(asked(attempt), Answer.NO, timedelta(minutes=5)).callback
    changed = answer(refused, Answer.YES, HOUR)
    assert (changed.callback.state, changed.told) == (S.PROMISED, (Told.PROMISE,))
    back = answer(changed.callback, Answer.NO, HOUR)
    assert back.callback.call_by is None
    assert back.callback.state is not S.PROMISED
    waits = (Told.WAITS_FOR_YOU,) if attempt == 2 else ()
    assert answer(refused, Answer.YES, HOUR + TICK).told == (Told.TOO_LATE, *waits)


def test_later_is_free_once_and_then_counts_as_no() -> None:
    step = answer(asked(), Answer.LATER, timedelta(minutes=1))
    assert step.told == (Told.POSTPONED,)
    assert (step.callback.asks, step.callback.round) == (0, 2)
    assert step.callback.not_before == NOW + timedelta(minutes=1) + RULES.later
    again = answer(asked(postponed=True), Answer.LATER, timedelta(minutes=1))
    assert again.told == (Told.NO_LONGER_POSTPONED, Told.ANOTHER_DAY)
    assert again.callback.asks == 1


def test_what_nobody_understands_is_answered_once_for_each_text() -> None:
    first = answer(asked(), Answer.OTHER, TICK)
    assert first.told == (Told.NOT_UNDERSTOOD,)
    assert answer(first.callback, Answer.OTHER, TICK).told == ()
    next_one = replace(moves.passed(first.callback, NOW + 2 * HOUR, RULES).callback)
    sent = done(moves.sending(next_one, NOW + 2 * HOUR, RULES)).callback
    assert not done(moves.accepted(sent, NOW + 2 * HOUR)).callback.helped


def test_two_silent_texts_lead_to_one_plain_call_and_then_wait_for_the_person() -> None:
    silent = moves.passed(asked(2), NOW + HOUR + TICK, RULES).callback
    assert not silent.wants_text(RULES)
    assert moves.sending(silent, NOW + 2 * HOUR, RULES) is CallbackRefusal.NO_TEXT_LEFT
    step = plain_call(silent, CallOutcome.VOICEMAIL)
    assert step.callback.state is S.WAITING
    assert step.told == (Told.CALL_MISSED, Told.WAITS_FOR_YOU)


def test_without_texts_there_are_two_calls() -> None:
    first = plain_call(callback(texting=False), CallOutcome.NO_ANSWER).callback
    assert first.not_before == NOW + RULES.call_again
    assert moves.taken(first, first.not_before - TICK, RULES) is CallbackRefusal.NOT_YET
    calling = done(moves.taken(first, first.not_before, RULES)).callback
    assert (
        done(moves.called(calling, CallOutcome.NO_ANSWER, NOW, RULES)).callback.state is S.WAITING
    )


def test_a_yes_to_the_second_text_is_worth_two_calls() -> None:
    promised = answer(asked(2), Answer.YES, TICK).callback
    calling = done(moves.taken(promised, NOW + TICK, RULES)).callback
    missed = done(moves.called(calling, CallOutcome.VOICEMAIL, NOW, RULES)).callback
    assert (missed.state, missed.calls) == (S.QUEUED, 1)


@pytest.mark.parametrize("outcome", [CallOutcome.REACHED, CallOutcome.LANGUAGE_LINE])
def test_who_is_reached_is_done(outcome: CallOutcome) -> None:
    step = plain_call(callback(texting=False), outcome)
    assert (step.callback.state, step.told) == (S.REACHED, ())
    assert moves.withdrawn(step.callback) is CallbackRefusal.NOT_OPEN


def test_a_wrong_number_ends_texts_and_waits_for_the_person() -> None:
    promised = answer(asked(), Answer.YES, TICK).callback
    calling = done(moves.taken(promised, NOW, RULES)).callback
    step = done(moves.called(calling, CallOutcome.WRONG_NUMBER, NOW, RULES))
    assert (step.callback.state, step.callback.texting) == (S.WAITING, False)
    assert step.told == (Told.WRONG_NUMBER,)


def test_a_text_that_the_provider_refused_is_no_attempt() -> None:
    sent = done(moves.sending(callback(), NOW, RULES)).callback
    back = done(moves.refused(sent)).callback
    assert (back.state, back.asks, back.wants_text(RULES)) == (S.QUEUED, 0, True)


def test_after_a_text_of_which_nobody_knows_comes_a_plain_call_and_no_second_text() -> None:
    sent = done(moves.sending(callback(), NOW, RULES)).callback
    back = done(moves.unknown(sent, NOW)).callback
    assert moves.sending(back, NOW, RULES) is CallbackRefusal.NO_TEXT_LEFT
    missed = plain_call(back, CallOutcome.NO_ANSWER).callback
    assert missed.wants_text(RULES)


def unsure() -> Callback:
    """Of whose text nobody knows."""
    sent = done(moves.sending(callback(), NOW, RULES)).callback
    return done(moves.unknown(sent, NOW)).callback


def test_an_answer_shows_that_a_text_came_of_which_nobody_knew() -> None:
    hour = RULES.answer_within
    step = answer(unsure(), Answer.YES, hour)
    assert (step.callback.state, step.callback.asks, step.told) == (S.PROMISED, 1, (Told.PROMISE,))
    missed = done(moves.passed(step.callback, NOW + hour * 2, RULES)).callback
    assert (missed.asks, missed.wants_text(RULES)) == (0, True)
    no = answer(unsure(), Answer.NO, TICK)
    assert (no.callback.state, no.callback.asks, no.told) == (S.QUEUED, 1, (Told.ANOTHER_DAY,))
    other = answer(unsure(), Answer.OTHER, TICK)
    assert (other.callback.asks, other.told) == (0, (Told.NOT_UNDERSTOOD,))


def test_a_late_yes_to_a_text_of_which_nobody_knew_is_answered_once() -> None:
    late = answer(unsure(), Answer.YES, RULES.answer_within + TICK)
    assert (late.callback.state, late.callback.plain, late.told) == (
        S.QUEUED,
        True,
        (Told.TOO_LATE,),
    )
    assert answer(late.callback, Answer.YES, RULES.answer_within * 2).told == ()


def test_stop_ends_texts_and_not_the_callback() -> None:
    step = done(moves.stopped(asked(), NOW, RULES))
    assert (step.callback.state, step.callback.texting) == (S.QUEUED, False)
    assert moves.sending(step.callback, NOW, RULES) is CallbackRefusal.NO_CONSENT
    assert done(moves.taken(step.callback, NOW, RULES)).callback.state is S.CALLING
    promised = answer(asked(), Answer.YES, TICK).callback
    assert done(moves.stopped(promised, NOW + TICK, RULES)).callback.state is S.PROMISED


def test_who_wants_a_text_first_is_not_called_without_one() -> None:
    assert moves.taken(callback(), NOW, RULES) is CallbackRefusal.NOT_IN_LINE
    assert moves.taken(asked(), NOW, RULES) is CallbackRefusal.NOT_IN_LINE


def test_an_officer_who_lets_go_gives_the_promise_back() -> None:
    promised = answer(asked(), Answer.YES, timedelta(0)).callback
    calling = done(moves.taken(promised, NOW, RULES)).callback
    assert done(moves.let_go(calling, NOW + HALF, RULES)).callback == promised
    missed = done(moves.let_go(calling, NOW + HALF + TICK, RULES))
    assert missed.told == (Told.WINDOW_MISSED,)


def test_putting_it_back_keeps_the_place_and_begins_a_new_round() -> None:
    waiting = answer(asked(2), Answer.NO, TICK).callback
    back = done(moves.put_back(waiting, NOW, texting=True)).callback
    assert (back.placed_at, back.round, back.asks) == (waiting.placed_at, 2, 0)
    assert moves.put_back(back, NOW, texting=True) is CallbackRefusal.NOT_WAITING


def test_the_place_in_line_is_kept_once() -> None:
    waiting = answer(asked(2), Answer.NO, TICK).callback
    back = done(moves.put_back(waiting, NOW + HOUR, texting=True)).callback
    assert back.placed_at == waiting.placed_at
    again = replace(back, state=S.WAITING)
    assert done(moves.put_back(again, NOW + HOUR, texting=True)).callback.placed_at == NOW + HOUR


def voicemail(promised: Callback) -> Callback:
    calling = done(moves.taken(promised, NOW + TICK, RULES)).callback
    return done(moves.called(calling, CallOutcome.VOICEMAIL, NOW + TICK, RULES)).callback


def test_a_yes_within_the_hour_counts_whatever_came_in_between() -> None:
    promised = answer(asked(), Answer.YES, TICK).callback
    for between, attempts in [
        (answer(asked(), Answer.LATER, TICK).callback, 1),
        (done(moves.stopped(asked(), NOW, RULES)).callback, 1),
        (done(moves.passed(promised, NOW + HALF + 2 * TICK, RULES)).callback, 1),
        (voicemail(promised), 1),
    ]:
        step = answer(between, Answer.YES, HOUR)
        assert (step.callback.state, step.told) == (S.PROMISED, (Told.PROMISE,)), between
        assert step.callback.asks == attempts
        assert answer(between, Answer.YES, HOUR + TICK).told == (Told.TOO_LATE,)
    broken = answer(promised, Answer.YES, HALF + 2 * TICK)
    assert broken.told == (Told.WINDOW_MISSED, Told.PROMISE)


def test_a_no_after_later_is_a_no_and_saying_later_twice_is_not() -> None:
    later = answer(asked(), Answer.LATER, TICK).callback
    step = answer(later, Answer.NO, 2 * TICK)
    assert (step.told, step.callback.asks) == ((Told.ANOTHER_DAY,), 1)
    twice = answer(later, Answer.LATER, 2 * TICK)
    assert (twice.told, twice.callback) == ((), later)


def test_who_says_yes_while_it_waits_for_them_is_told_that_it_does() -> None:
    silent = moves.passed(asked(2), NOW + HOUR + TICK, RULES).callback
    waiting = plain_call(silent, CallOutcome.VOICEMAIL).callback
    late = answer(waiting, Answer.YES, 2 * HOUR)
    assert (late.callback.state, late.told) == (S.WAITING, (Told.TOO_LATE, Told.WAITS_FOR_YOU))
    assert answer(late.callback, Answer.YES, 3 * HOUR).told == ()
    promised = answer(asked(2), Answer.YES, TICK).callback
    calling = done(moves.taken(promised, NOW + TICK, RULES)).callback
    wrong = done(moves.called(calling, CallOutcome.WRONG_NUMBER, NOW + TICK, RULES)).callback
    assert answer(wrong, Answer.YES, 3 * TICK).told == (Told.WAITS_FOR_YOU,)


def test_an_answer_to_nothing_is_refused() -> None:
    assert moves.answered(callback(), Answer.YES, NOW, TOMORROW, RULES) is CallbackRefusal.NOT_ASKED
    gone = done(moves.withdrawn(asked())).callback
    assert moves.answered(gone, Answer.YES, NOW, TOMORROW, RULES) is CallbackRefusal.NOT_OPEN
