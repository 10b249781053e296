"""What may happen to a callback. Each event gives the callback after it, or the reason why not.

Timers only wake `passed`; every event asks it first, so that a timer that is late, lost or doubled
changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cx_app.domain.callbacks.standing import (
    Answer,
    Callback,
    CallbackRefusal,
    CallbackRules,
    CallbackState,
    CallOutcome,
    Step,
    Told,
)

S = CallbackState
Moved = Step | CallbackRefusal


def passed(callback: Callback, now: datetime, rules: CallbackRules) -> Step:
    """Time goes by: the hour to answer ends, or the half hour to call (domain 1.3-2, 1.3-3)."""
    asked_at, call_by = callback.asked_at, callback.call_by
    if callback.state is S.ASKED and asked_at and now > asked_at + rules.answer_within:
        return _after_no_answer(callback)
    if callback.state is S.PROMISED and call_by and now > call_by:
        return Step(_new_round(callback), (Told.WINDOW_MISSED,))
    return Step(callback)


def sending(callback: Callback, now: datetime, rules: CallbackRules) -> Moved:
    """An asking text is about to go to the provider. From here on it is never sent again, whatever
    becomes of this attempt to send it (design 7)."""
    if callback.state is not S.QUEUED:
        return _not_in_line(callback)
    if not callback.texting:
        return CallbackRefusal.NO_CONSENT
    if not callback.wants_text(rules):
        return CallbackRefusal.NO_TEXT_LEFT
    if not is_due(callback, now):
        return CallbackRefusal.NOT_YET
    return Step(replace(callback, state=S.SENDING, not_before=None))


def accepted(callback: Callback, at: datetime) -> Moved:
    """The provider took it: this is an attempt, and the hour begins."""
    if callback.state is not S.SENDING:
        return CallbackRefusal.NOT_SENDING
    return Step(replace(_texted(callback, at), state=S.ASKED, asks=callback.asks + 1))


def refused(callback: Callback) -> Moved:
    """The provider did not take it: no attempt, and back in line (domain 1.3-12)."""
    if callback.state is not S.SENDING:
        return CallbackRefusal.NOT_SENDING
    return Step(replace(callback, state=S.QUEUED))


def unknown(callback: Callback, at: datetime) -> Moved:
    """Nobody knows whether it went out at that instant: a plain call follows, never a second text
    (design 7). An answer shows that it did."""
    if callback.state is not S.SENDING:
        return CallbackRefusal.NOT_SENDING
    return Step(replace(_texted(callback, at), state=S.QUEUED, plain=True, spared=True))


def without_text(callback: Callback) -> Moved:
    """No text can ever go in the hours of both sides: a plain call comes instead."""
    if callback.state is not S.QUEUED:
        return _not_in_line(callback)
    return Step(replace(callback, plain=True))


def answered(
    callback: Callback, answer: Answer, at: datetime, next_day: datetime, rules: CallbackRules
) -> Moved:
    """`next_day` is when the person's next day begins. Within the hour the newest answer counts,
    whatever came in between; a yes that comes too late is acknowledged once (domain 1.3-6)."""
    before = passed(callback, at, rules)
    callback = before.callback
    if not callback.state.is_open:
        return CallbackRefusal.NOT_OPEN
    if callback.asked_at is None:
        return CallbackRefusal.NOT_ASKED
    if callback.state is S.ASKED:
        return _first_answer(callback, answer, at, next_day, rules)
    if callback.state is S.PROMISED and answer in (Answer.NO, Answer.LATER):
        return _first_answer(callback, answer, at, next_day, rules)
    in_time = at <= callback.asked_at + rules.answer_within
    if callback.state is S.QUEUED and callback.plain and not callback.answered_no and in_time:
        if answer is not Answer.OTHER:
            callback = replace(_counted(callback, rules), plain=False)
        return _first_answer(callback, answer, at, next_day, rules)
    if callback.state not in (S.QUEUED, S.WAITING):
        return before
    if in_time and _changes_their_mind(callback, answer):
        step = _first_answer(_counted(callback, rules), answer, at, next_day, rules)
        return Step(step.callback, (*before.told, *step.told))
    if answer is not Answer.YES or callback.told_late:
        return before
    late = () if in_time else (Told.TOO_LATE,)
    waits = (Told.WAITS_FOR_YOU,) if callback.state is S.WAITING else ()
    return Step(replace(callback, told_late=True), (*before.told, *late, *waits))


def stopped(callback: Callback, at: datetime, rules: CallbackRules) -> Moved:
    """STOP ends the texts and not the callback (domain 1.3-8); a promise stays one."""
    before = passed(callback, at, rules)
    callback = before.callback
    if not callback.state.is_open:
        return CallbackRefusal.NOT_OPEN
    state = S.QUEUED if callback.state is S.ASKED else callback.state
    return Step(replace(callback, state=state, texting=False), before.told)


def agreed(callback: Callback, now: datetime, rules: CallbackRules) -> Moved:
    """They agree to texts, for what comes from now on; a promise or a call goes on."""
    before = passed(callback, now, rules)
    if not before.callback.state.is_open:
        return CallbackRefusal.NOT_OPEN
    return Step(replace(before.callback, texting=True), before.told)


def taken(callback: Callback, now: datetime, rules: CallbackRules) -> Moved:
    """An officer takes it to call: a promise that still holds, or one that needs no text."""
    callback = passed(callback, now, rules).callback
    if callback.state is S.PROMISED:
        return Step(replace(callback, state=S.CALLING))
    if callback.state is not S.QUEUED or callback.wants_text(rules):
        return _not_in_line(callback)
    if not is_due(callback, now):
        return CallbackRefusal.NOT_YET
    return Step(replace(callback, state=S.CALLING, call_by=None))


def let_go(callback: Callback, now: datetime, rules: CallbackRules) -> Moved:
    """Without a call, also because the officer's hold ran out."""
    if callback.state is not S.CALLING:
        return CallbackRefusal.NOT_CALLING
    state = S.PROMISED if callback.call_by is not None else S.QUEUED
    return passed(replace(callback, state=state), now, rules)


def called(callback: Callback, outcome: CallOutcome, now: datetime, rules: CallbackRules) -> Moved:
    """Two calls that reach nobody, and it waits for the person; one, if it followed texts that
    nobody answered (TA-5, design 7)."""
    if callback.state is not S.CALLING:
        return CallbackRefusal.NOT_CALLING
    if outcome.is_reached:
        return Step(replace(callback, state=S.REACHED, call_by=None))
    missed = replace(callback, calls=callback.calls + 1, call_by=None, plain=False)
    if outcome is CallOutcome.WRONG_NUMBER:
        return Step(replace(missed, state=S.WAITING, texting=False), (Told.WRONG_NUMBER,))
    after_silence = callback.call_by is None and missed.asks >= rules.texts
    if missed.calls >= rules.calls or after_silence:
        return Step(replace(missed, state=S.WAITING), (Told.CALL_MISSED, Told.WAITS_FOR_YOU))
    again = replace(missed, state=S.QUEUED, not_before=now + rules.call_again)
    return Step(again, (Told.CALL_MISSED,))


def put_back(callback: Callback, now: datetime, *, texting: bool) -> Moved:
    """One click, and a new round begins: once in the place it had, and after that at the end of the
    line, so that nobody who is never there stands before all others (TA-11)."""
    if callback.state is not S.WAITING:
        return CallbackRefusal.NOT_WAITING
    place = now if callback.kept_place else callback.placed_at
    return Step(Callback(place, texting=texting, round=callback.round + 1, kept_place=True))


def withdrawn(callback: Callback) -> Moved:
    if not callback.state.is_open:
        return CallbackRefusal.NOT_OPEN
    return Step(replace(callback, state=S.WITHDRAWN, call_by=None))


def is_due(callback: Callback, now: datetime) -> bool:
    return callback.not_before is None or now >= callback.not_before


def _texted(callback: Callback, at: datetime) -> Callback:
    """What was answered to the text before this one is over."""
    return replace(
        callback, asked_at=at, answered_no=False, spared=False, helped=False, told_late=False
    )


def _changes_their_mind(callback: Callback, answer: Answer) -> bool:
    """Within the hour: a yes counts while it is in line, or waits after no; a no after "later", and
    after a promise that we broke."""
    if answer is Answer.YES:
        return callback.state is S.QUEUED or callback.answered_no
    return answer is Answer.NO and callback.state is S.QUEUED and callback.spared


def _counted(callback: Callback, rules: CallbackRules) -> Callback:
    """Its newest text was answered, and is an attempt of this round."""
    asks = min(callback.asks + callback.spared, rules.texts)
    return replace(callback, asks=asks, spared=False)


def _after_no_answer(callback: Callback) -> Step:
    """Back in line: for another text, or after the last one for a plain call."""
    return Step(replace(callback, state=S.QUEUED))


def _after_no(callback: Callback, next_day: datetime, rules: CallbackRules) -> Step:
    """Not again today (domain 1.3-4); after the last attempt it waits for the person."""
    said = replace(callback, answered_no=True, call_by=None)
    if said.asks >= rules.texts:
        return Step(replace(said, state=S.WAITING), (Told.WAITS_FOR_YOU,))
    return Step(replace(said, state=S.QUEUED, not_before=next_day), (Told.ANOTHER_DAY,))


def _new_round(callback: Callback) -> Callback:
    """In line again without having used the attempt: the text that was answered belongs to the
    round that ends here, so that no round has more than its texts."""
    return replace(
        callback,
        state=S.QUEUED,
        round=callback.round + 1,
        asks=callback.asks - 1,
        spared=True,
        call_by=None,
        not_before=None,
    )


def _first_answer(
    callback: Callback, answer: Answer, at: datetime, next_day: datetime, rules: CallbackRules
) -> Step:
    match answer:
        case Answer.YES:
            promised = replace(
                callback,
                state=S.PROMISED,
                call_by=at + rules.call_within,
                not_before=None,
                answered_no=False,
            )
            return Step(promised, (Told.PROMISE,))
        case Answer.LATER if not callback.postponed:
            later = replace(_new_round(callback), postponed=True, not_before=at + rules.later)
            return Step(later, (Told.POSTPONED,))
        case Answer.LATER:
            step = _after_no(callback, next_day, rules)
            return Step(step.callback, (Told.NO_LONGER_POSTPONED, *step.told))
        case Answer.NO:
            return _after_no(callback, next_day, rules)
        case Answer.OTHER if not callback.helped:
            return Step(replace(callback, helped=True), (Told.NOT_UNDERSTOOD,))
        case Answer.OTHER:
            return Step(callback)


def _not_in_line(callback: Callback) -> CallbackRefusal:
    return CallbackRefusal.NOT_IN_LINE if callback.state.is_open else CallbackRefusal.NOT_OPEN
