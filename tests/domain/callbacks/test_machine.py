"""All that may happen to a callback, in any order and at any time, against a plain model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cx_app.domain.business_days import is_business_day
from cx_app.domain.business_time import EASTERN
from cx_app.domain.callbacks import moves
from cx_app.domain.callbacks.hours import Desk, LocalHours, Suits, may_text, next_day, next_text
from cx_app.domain.callbacks.moves import Moved
from cx_app.domain.callbacks.standing import (
    Answer,
    Callback,
    CallbackRefusal,
    CallbackState,
    CallOutcome,
    Step,
    Told,
)
from tests.domain.callbacks.rules import RULES, TICK, done

S = CallbackState
DESK = Desk(LocalHours(time(7), time(18, 30)))
STARTS = [
    datetime(2026, 3, 6, 15, tzinfo=UTC),  # clocks go forward on the 8th
    datetime(2026, 10, 30, 15, tzinfo=UTC),  # and back on November 1st
    datetime(2026, 7, 2, 15, tzinfo=UTC),  # a holiday follows
]
STEPS = [TICK, timedelta(minutes=29), timedelta(minutes=30), timedelta(hours=1), timedelta(hours=9)]
ON_TIME = [timedelta(0), TICK, -TICK]


class OneCallback(RuleBasedStateMachine):
    now: datetime
    suits: Suits
    one: Callback

    @initialize(
        start=st.sampled_from(STARTS),
        zone=st.sampled_from(["America/New_York", "Pacific/Honolulu", "Pacific/Guam"]),
        texting=st.sampled_from([True, True, True, False]),
    )
    def placed(self, start: datetime, zone: str, texting: bool) -> None:
        self.provider_is_out = False
        self.now, self.suits = start, Suits(ZoneInfo(zone))
        self.placed_now(texting)

    @rule()
    @precondition(lambda self: not self.one.state.is_open)
    def placed_again(self) -> None:
        self.placed_now(texting=True)

    def placed_now(self, texting: bool) -> None:
        self.one = Callback(self.now, texting=texting)
        self.start, self.kept_its_place = self.now, False
        # The plain model: what was done, in words of its own.
        self.may_be_texted = texting
        self.texts_this_round = 0
        self.missed_calls = 0
        self.put_off = False
        self.text_out_at: datetime | None = None
        self.told_of_text: list[Told] = []
        self.doubtful = False

    def becomes(self, moved: Moved) -> Step | None:
        if not isinstance(moved, Step):
            return None
        for told in moved.told:
            if told in (Told.WINDOW_MISSED, Told.POSTPONED):
                self.texts_this_round = 0
            if told is Told.POSTPONED:
                assert not self.put_off
                self.put_off = True
            if told in (Told.TOO_LATE, Told.NOT_UNDERSTOOD):
                assert told not in self.told_of_text
                self.told_of_text.append(told)
        self.one = moved.callback
        return moved

    @rule(step=st.sampled_from(STEPS), timers=st.integers(0, 2))
    def time_goes_by(self, step: timedelta, timers: int) -> None:
        """Timers fire in time, twice, or never."""
        self.now += step
        for _ in range(timers):
            self.becomes(moves.passed(self.one, self.now, RULES))

    @rule(edge=st.sampled_from(ON_TIME))
    @precondition(lambda self: self.one.state is S.ASKED)
    def until_the_hour_ends(self, edge: timedelta) -> None:
        assert self.one.asked_at is not None
        self.now = max(self.now, self.one.asked_at + RULES.answer_within + edge)

    @rule()
    @precondition(lambda self: self.one.state is S.ASKED)
    def nobody_answers(self) -> None:
        self.until_it_is_over(self.one.asked_at, RULES.answer_within)
        assert self.one.state is S.QUEUED

    @rule()
    @precondition(lambda self: self.one.state is S.PROMISED)
    def nobody_calls(self) -> None:
        self.until_it_is_over(self.one.call_by, timedelta(0))
        assert self.one.state is S.QUEUED
        assert self.one.wants_text(RULES) == self.may_be_texted

    def until_it_is_over(self, begun: datetime | None, lasts: timedelta) -> None:
        assert begun is not None
        self.now = max(self.now, begun + lasts + TICK)
        self.becomes(moves.passed(self.one, self.now, RULES))

    @rule(edge=st.sampled_from(ON_TIME))
    @precondition(lambda self: self.one.state is S.PROMISED)
    def until_the_promise_ends(self, edge: timedelta) -> None:
        assert self.one.call_by is not None
        self.now = max(self.now, self.one.call_by + edge)

    @rule(
        outcome=st.sampled_from(["accepted", "accepted", "refused", "unknown", "died"]),
        when_due=st.sampled_from([True, True, False]),
    )
    @precondition(lambda self: self.one.state is S.QUEUED)
    def the_sweep_sends(self, outcome: str, when_due: bool) -> None:
        if when_due:
            self.now = max(self.now, self.one.not_before or self.now)
            self.now = next_text(self.now, DESK, self.suits, RULES) or self.now
        if self.provider_is_out:
            return  # texts wait
        if not may_text(self.now, DESK, self.suits, RULES):
            if next_text(self.now, DESK, self.suits, RULES) is None:
                self.becomes(moves.without_text(self.one))
            return
        before = self.one
        if self.becomes(moves.sending(self.one, self.now, RULES)) is None:
            return
        assert self.may_be_texted
        assert not self.doubtful
        assert before.not_before is None or self.now >= before.not_before
        self.is_a_good_time_to_text()
        self.handed_over_at = self.now
        if outcome == "accepted":
            self.provider_took_it()
        elif outcome == "refused":
            self.becomes(moves.refused(self.one))
        elif outcome == "unknown":
            self.nobody_knows()

    @rule(took_it=st.booleans())
    @precondition(lambda self: self.one.state is S.SENDING)
    def a_dead_worker_is_found(self, took_it: bool) -> None:
        """The answer arrives after all by the provider's report, or never."""
        if took_it:
            self.provider_took_it()
        else:
            self.nobody_knows()

    @rule(report=st.sampled_from([moves.refused, None]))
    @precondition(lambda self: self.one.state is not S.SENDING)
    def the_provider_reports_late_or_twice(
        self, report: Callable[[Callback], Moved] | None
    ) -> None:
        moved = report(self.one) if report else moves.accepted(self.one, self.now)
        assert moved is CallbackRefusal.NOT_SENDING
        assert moves.unknown(self.one, self.now) is CallbackRefusal.NOT_SENDING

    @rule()
    def the_provider_is_out_or_back(self) -> None:
        self.provider_is_out = not self.provider_is_out

    @rule()
    def everything_restarts(self) -> None:
        """Nothing is known but what was kept."""
        self.one = Callback(**asdict(self.one))

    def provider_took_it(self) -> None:
        if self.becomes(moves.accepted(self.one, self.now)) is not None:
            self.texts_this_round += 1
            self.text_out_at, self.told_of_text = self.now, []

    def nobody_knows(self) -> None:
        self.doubtful = True
        self.text_out_at, self.told_of_text = self.handed_over_at, []
        self.becomes(moves.unknown(self.one, self.handed_over_at))

    def is_a_good_time_to_text(self) -> None:
        there = self.now.astimezone(self.suits.zone)
        assert 8 <= there.hour < 20
        day = self.now.astimezone(EASTERN)
        closes = datetime.combine(day.date(), time(18, 30), EASTERN)
        assert is_business_day(day.date())
        assert day.hour >= 7
        assert (closes - day) >= timedelta(minutes=90)

    @rule(said=st.sampled_from([Answer.YES, *Answer]))
    @precondition(lambda self: self.one.asked_at is not None)
    def they_answer(self, said: Answer) -> None:
        in_time = self.text_out_at is not None and self.now - self.text_out_at <= timedelta(hours=1)
        unsure = self.doubtful and self.one.state is S.QUEUED
        waited_for = self.one.state is S.ASKED or (unsure and not self.told_of_text)
        day = next_day(self.now, self.suits.zone)
        step = self.becomes(moves.answered(self.one, said, self.now, day, RULES))
        if waited_for and said is Answer.YES:
            assert step is not None
            assert (Told.PROMISE in step.told) == in_time
            assert (Told.TOO_LATE in step.told) == (not in_time)
        if (
            unsure and in_time and said is not Answer.OTHER
        ):  # it came after all, and counts as every other text
            assert step is not None
            self.doubtful = False
            self.texts_this_round += Told.POSTPONED not in step.told
        if step is not None and Told.TOO_LATE in step.told:
            assert not in_time
        if step is not None and Told.PROMISE in step.told:
            assert in_time
            assert self.one.call_by == self.now + timedelta(minutes=30)

    @rule(sure=st.sampled_from([*[False] * 3, True]))
    def they_say_stop(self, sure: bool) -> None:
        if sure and self.becomes(moves.stopped(self.one, self.now, RULES)) is not None:
            self.may_be_texted = False

    @rule(sure=st.sampled_from([*[False] * 3, True]))
    def they_agree_to_texts_again(self, sure: bool) -> None:
        if sure and self.becomes(moves.agreed(self.one, self.now, RULES)) is not None:
            self.may_be_texted = True

    @rule()
    @precondition(lambda self: self.one.state in (S.QUEUED, S.PROMISED))
    def an_officer_takes_it(self) -> None:
        promise = self.one.call_by if self.one.state is S.PROMISED else None
        if self.becomes(moves.taken(self.one, self.now, RULES)) is None:
            return
        if self.one.call_by is not None:
            assert promise is not None
            assert self.now <= promise

    @rule(outcome=st.sampled_from([*CallOutcome, None]), lasts=st.sampled_from([TICK, *STEPS[1:3]]))
    @precondition(lambda self: self.one.state is S.CALLING)
    def the_call_ends(self, outcome: CallOutcome | None, lasts: timedelta) -> None:
        """Or the officer lets go, or the hold runs out. Anything may have happened in between."""
        self.now += lasts
        if outcome is None:
            assert self.becomes(moves.let_go(self.one, self.now, RULES)) is not None
            return
        assert self.becomes(moves.called(self.one, outcome, self.now, RULES)) is not None
        self.doubtful = False
        if outcome is CallOutcome.WRONG_NUMBER:
            self.may_be_texted = False
        if not outcome.is_reached:
            self.missed_calls += 1
            assert self.missed_calls < 2 or self.one.state is S.WAITING

    @rule(texting=st.booleans())
    @precondition(lambda self: self.one.state is S.WAITING)
    def they_put_it_back(self, texting: bool) -> None:
        assert self.becomes(moves.put_back(self.one, self.now, texting=texting)) is not None
        if self.kept_its_place:
            self.start = self.now
        self.kept_its_place = True
        self.may_be_texted = texting
        self.texts_this_round = self.missed_calls = 0
        self.put_off = self.doubtful = False
        self.text_out_at = None

    @rule()
    @precondition(lambda self: self.one.state is S.ASKED)
    def they_say_later(self) -> None:
        postponed = self.put_off
        self.they_answer(Answer.LATER)
        assert postponed or self.put_off or self.one.state is S.QUEUED

    @rule(sure=st.sampled_from([*[False] * 9, True]))
    def they_withdraw(self, sure: bool) -> None:
        if sure:
            self.becomes(moves.withdrawn(self.one))

    @invariant()
    def never_a_third_text_in_a_round(self) -> None:
        assert self.texts_this_round <= 2
        assert 0 <= self.one.asks <= 2

    @invariant()
    def the_place_in_line_is_kept(self) -> None:
        assert self.one.placed_at == self.start

    @invariant()
    def nobody_is_forgotten(self) -> None:
        """Whoever is open gets a text or a call some day, or it is their turn."""
        if self.one.state is not S.QUEUED:
            return
        later = max(self.now, self.one.not_before or self.now)
        if self.one.wants_text(RULES):
            at = next_text(later, DESK, self.suits, RULES)
            if at is not None:
                assert isinstance(moves.sending(self.one, at, RULES), Step)
                return
            plain = done(moves.without_text(self.one)).callback
        else:
            plain = self.one
        assert isinstance(moves.taken(plain, later, RULES), Step)


def test_no_order_of_events_leaves_the_model(soak: bool) -> None:
    run_state_machine_as_test(
        OneCallback,
        settings=settings(
            max_examples=1_000 if soak else 150,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
