"""Who may still move an appointment, online or by phone: each rule on both sides of its edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.biometrics import (
    NEXT,
    OPEN,
    BiometricsRules,
    Cause,
    Channel,
    Facts,
    RescheduleRefusal,
    RescheduleState,
    Standard,
    Zone,
    cause_of,
    counts,
    keeps_from_no_show,
    may_ask_other,
    may_become,
    may_by_phone,
    may_reschedule,
    online_until,
    phone_until,
    zone_of,
)

RULES = BiometricsRules(
    limit=timedelta(hours=12),
    times=2,
    excluded_forms=frozenset({"I-600", "I-600A", "I-800", "I-800A"}),
    causes=frozenset(Cause) - {Cause.OTHER},
    standard=Standard.GOOD_CAUSE,
    words_least=10,
    words_most=1000,
    closure_undo=timedelta(minutes=1),
    closure_days=14,
    phone_from=time(8),
    phone_until=time(20),
)
NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
REASON = "My sister is in hospital"


def facts(
    form: str = "N-400",
    *,
    left: timedelta | None = timedelta(hours=48),
    count: int = 0,
    pending: bool = True,
    open: RescheduleState | None = None,
) -> Facts:
    return Facts(form, pending, None if left is None else NOW + left, count, open)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (facts(), None),
        (facts(count=1), None),
        (facts(count=2), RescheduleRefusal.COUNT),
        (facts("I-600A", left=timedelta(days=10)), RescheduleRefusal.FORM),
        (facts("I-90", left=timedelta(hours=12)), RescheduleRefusal.WITHIN_HOURS),
        (facts("I-90", left=timedelta(hours=12) + SECOND), None),
        (facts("I-485", left=-timedelta(minutes=1)), RescheduleRefusal.UNTIMELY),
        (facts(left=timedelta(0)), RescheduleRefusal.UNTIMELY),
        (facts(left=SECOND), RescheduleRefusal.WITHIN_HOURS),
        (facts(pending=False), RescheduleRefusal.NOT_PENDING),
        (facts(left=None), RescheduleRefusal.NOT_SCHEDULED),
        (facts(open=RescheduleState.ASKED), RescheduleRefusal.PENDING_OTHER),
        (replace(facts(), may_act=False), RescheduleRefusal.PAUSED),
    ],
)
def test_vectors_online(asked: Facts, answer: RescheduleRefusal | None) -> None:
    assert may_reschedule(asked, NOW, RULES) is answer


@pytest.mark.parametrize("state", [RescheduleState.APPROVED, RescheduleState.AWAITING])
def test_whom_the_agency_let_choose_is_not_late_and_not_counted_out(state: RescheduleState) -> None:
    late = facts("I-600", left=-timedelta(days=3), count=5, open=state)
    assert may_reschedule(late, NOW, RULES) is None
    closed = replace(late, pending=False)
    assert may_reschedule(closed, NOW, RULES) is RescheduleRefusal.NOT_PENDING
    paused = replace(late, may_act=False)
    assert may_reschedule(paused, NOW, RULES) is RescheduleRefusal.PAUSED


def test_after_a_closure_there_is_no_appointment_and_one_may_be_chosen() -> None:
    assert may_reschedule(facts(left=None, open=RescheduleState.AWAITING), NOW, RULES) is None
    approved = facts(left=None, open=RescheduleState.APPROVED)
    assert may_reschedule(approved, NOW, RULES) is RescheduleRefusal.NOT_SCHEDULED


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (facts(count=7), True),
        (facts("I-600"), True),
        (facts(left=timedelta(hours=12)), True),
        (facts(left=SECOND), True),
        (facts(left=timedelta(0)), False),
        (facts(left=-timedelta(days=2)), False),
        (facts(left=-timedelta(days=2), open=RescheduleState.APPROVED), True),
        (facts(left=None, open=RescheduleState.AWAITING), True),
        (facts(left=None), RescheduleRefusal.NOT_SCHEDULED),
        (facts(pending=False), RescheduleRefusal.NOT_PENDING),
    ],
)
def test_the_phone_is_open_to_everyone_and_in_time_until_the_start(
    asked: Facts, answer: bool | RescheduleRefusal
) -> None:
    assert may_by_phone(asked, NOW, RULES) == answer


FRIDAY_8_PM = datetime(2026, 3, 7, 1, tzinfo=UTC)
MONDAY_8_AM = datetime(2026, 3, 9, 12, tzinfo=UTC)
"""Eastern; the clock goes forward on the Sunday between."""
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("starts", "now", "until"),
    [
        (MONDAY_8_AM + HOUR, MONDAY_8_AM, MONDAY_8_AM + HOUR),
        (MONDAY_8_AM + HOUR, FRIDAY_8_PM, MONDAY_8_AM + HOUR),
        (MONDAY_8_AM + HOUR, FRIDAY_8_PM - SECOND, MONDAY_8_AM + HOUR),
        (MONDAY_8_AM, FRIDAY_8_PM - SECOND, FRIDAY_8_PM),
        (MONDAY_8_AM, FRIDAY_8_PM, None),
        (MONDAY_8_AM - HOUR, MONDAY_8_AM - 9 * HOUR, None),
        (FRIDAY_8_PM + 13 * HOUR, FRIDAY_8_PM + HOUR, None),
        (FRIDAY_8_PM + 13 * HOUR, FRIDAY_8_PM - HOUR, FRIDAY_8_PM),
        (datetime(2026, 12, 25, 18, tzinfo=UTC), datetime(2026, 12, 25, 14, tzinfo=UTC), None),
    ],
)
def test_until_when_somebody_answers_before_it_begins(
    starts: datetime, now: datetime, until: datetime | None
) -> None:
    assert phone_until(starts, now, RULES) == until


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (REASON, None),
        ("x" * 10, None),
        ("x" * 9, RescheduleRefusal.WORDS),
        (f"   {'x' * 9}   ", RescheduleRefusal.WORDS),
        ("x" * 1000, None),
        ("x" * 1001, RescheduleRefusal.WORDS),
    ],
)
def test_another_cause_needs_words(words: str, answer: RescheduleRefusal | None) -> None:
    assert may_ask_other(facts(), words, NOW, RULES) is answer


@pytest.mark.parametrize("state", sorted(OPEN))
def test_nobody_asks_while_something_is_open(state: RescheduleState) -> None:
    answer = may_ask_other(facts(open=state), REASON, NOW, RULES)
    assert answer is RescheduleRefusal.PENDING_OTHER


def test_another_cause_is_bound_by_the_same_limits() -> None:
    within = facts(left=timedelta(hours=12))
    assert may_ask_other(within, REASON, NOW, RULES) is RescheduleRefusal.WITHIN_HOURS


def test_causes_are_those_of_the_policy_and_another_one_never_counts_at_once() -> None:
    strict = replace(RULES, causes=frozenset({Cause.ILLNESS, Cause.OTHER}))
    assert cause_of("illness", strict) is Cause.ILLNESS
    assert cause_of("travel", strict) is None
    assert cause_of("other", strict) is None
    assert cause_of("whatever", RULES) is None


def test_only_what_the_person_asked_for_and_got_counts() -> None:
    counted = {(c, s) for c in Channel for s in RescheduleState if counts(c, s)}
    assert counted == {
        (Channel.ONLINE, RescheduleState.DONE),
        (Channel.PHONE, RescheduleState.DONE),
    }


def test_a_request_only_moves_forward() -> None:
    for state in RescheduleState:
        assert not may_become(state, state)
        ends = not any(may_become(state, to) for to in RescheduleState)
        assert ends is (state not in OPEN)
    assert set(NEXT) == OPEN


@pytest.mark.parametrize(
    ("state", "asked_before", "kept"),
    [
        (RescheduleState.ASKED, SECOND, True),
        (RescheduleState.APPROVED, SECOND, True),
        (RescheduleState.ASKED, timedelta(0), False),
        (RescheduleState.REFUSED, SECOND, False),
        (RescheduleState.WITHDRAWN, SECOND, False),
    ],
)
def test_a_request_in_time_keeps_from_a_no_show(
    state: RescheduleState, asked_before: timedelta, kept: bool
) -> None:
    assert keeps_from_no_show(state, NOW - asked_before, NOW) is kept


@given(
    zone=st.sampled_from(sorted(available_timezones())),
    wall=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    left=st.timedeltas(timedelta(days=-2), timedelta(days=2)),
)
def test_the_limit_is_elapsed_time_on_every_clock_and_across_its_changes(
    zone: str, wall: datetime, left: timedelta
) -> None:
    starts = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    now = starts - left
    expected = (
        Zone.PAST
        if left <= timedelta(0)
        else Zone.PHONE
        if left <= timedelta(hours=12)
        else Zone.ONLINE
    )
    for shown in (now, now.astimezone(ZoneInfo(zone))):
        assert zone_of(starts, shown, RULES) is expected
        assert (shown < online_until(starts, RULES)) is (expected is Zone.ONLINE)
