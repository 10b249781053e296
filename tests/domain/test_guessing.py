"""How far guessing gets, computed from the rules in force (3.3-8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from cx_app.domain.access_codes import (
    A_DAY,
    ALPHABET,
    LENGTH,
    OFFENSIVE,
    AttemptLimits,
    account_pause,
)
from cx_app.domain.policy import Policy, policy_from
from cx_app.services.policy.current import defaults

START = datetime(2026, 3, 3, tzinfo=UTC)
ATTACKERS = 10_000
DAYS = 365
IN_FORCE: Policy = policy_from({name: one["value"] for name, one in defaults().items()})
LIMITS = IN_FORCE.code_attempts
SPACE = Fraction(len(ALPHABET) ** LENGTH)
Pace = Callable[[AttemptLimits], timedelta]


def tries_of_a_week(pace: timedelta) -> int:
    """As many as somebody makes who never waits longer than the rules make them."""
    now, failures = START, list[datetime]()
    while now < START + 7 * A_DAY:
        failures.append(now)
        until = account_pause([at for at in failures if now - at < 2 * A_DAY], LIMITS, now)
        now = max(until or now, now + pace)
    return len(failures)


def most_a_day(limits: AttemptLimits) -> int:
    """Whatever the pace: below the limit of a day, and from there on one for each long pause."""
    return limits.per_account_day + int(A_DAY / limits.day_pause)


def live_codes_of_a_holder(in_force: Policy) -> int:
    """The first, and one more each time that somebody may ask again while it lasts."""
    return 1 + in_force.code_valid_days // in_force.code_request_interval.days


@pytest.mark.parametrize(
    "pace",
    [
        timedelta(milliseconds=1),
        timedelta(seconds=1),
        LIMITS.window / LIMITS.per_account,
        LIMITS.window / (LIMITS.per_account - 1),
        LIMITS.window / (LIMITS.per_account - 1) + timedelta(seconds=1),
        timedelta(minutes=59),
    ],
    ids=str,
)
def test_no_pace_gets_further_than_the_bound(pace: timedelta) -> None:
    assert 0 < tries_of_a_week(pace) <= 7 * most_a_day(LIMITS)


def test_ten_thousand_attackers_guess_for_a_year_in_vain() -> None:
    """The receipt number and the date of birth are taken as known; networks as without end."""
    spoilt = sum(Fraction(LENGTH - len(word) + 1, len(ALPHABET) ** len(word)) for word in OFFENSIVE)
    guesses = ATTACKERS * DAYS * most_a_day(LIMITS)
    chance = guesses * live_codes_of_a_holder(IN_FORCE) / (SPACE * (1 - spoilt))
    assert chance < Fraction(1, 10**9)


def test_an_honest_person_may_still_try_once_an_hour() -> None:
    """Ten hours of trying, once an hour: slow people are never shut out for a day."""
    failures = [START + n * timedelta(minutes=1) for n in range(LIMITS.per_account_day)]
    until = account_pause(failures, LIMITS, failures[-1])
    assert until == failures[-1] + LIMITS.day_pause
    assert account_pause(failures[:1], LIMITS, failures[0]) is None


@pytest.mark.parametrize("count", range(1, 25))
def test_the_pause_grows_with_the_failures_of_a_day(count: int) -> None:
    """Spread out, so that no quarter of an hour holds five."""
    failures = [START + n * timedelta(minutes=30) for n in range(count)]
    until = account_pause(failures, LIMITS, failures[-1])
    expected = failures[-1] + LIMITS.day_pause if count >= LIMITS.per_account_day else None
    assert until == expected
