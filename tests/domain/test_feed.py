"""What follows from a record of the feed (FEED-3, FEED-5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain import feed as rules
from cx_app.domain.appointments import AppointmentState
from cx_app.domain.feed import Caused

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
MONTH = timedelta(days=30)
CODES = st.sampled_from(["IAF", "FBA", "DA", "Q9Z", ""])


def event(code: str = "DA", *, ago: timedelta = timedelta(0), **how: bool) -> Caused:
    how = {"newest": True, "history": False} | how
    return rules.of_event(code, NOW - ago, now=NOW, tell_within=MONTH, **how)


def test_the_newest_event_is_told() -> None:
    assert event() is Caused.STATUS_MESSAGE


@pytest.mark.parametrize(
    ("caused", "happened"),
    [
        (event(history=True), Caused.HISTORY),
        (event(newest=False), Caused.NOT_NEWEST),
        (event("Q9Z"), Caused.NO_WORDS),
        (event(ago=MONTH), Caused.STATUS_MESSAGE),
        (event(ago=MONTH + timedelta(seconds=1)), Caused.OLD),
    ],
)
def test_why_an_event_is_not_told(caused: Caused, happened: Caused) -> None:
    assert caused is happened


@given(CODES, st.timedeltas(-MONTH, 3 * MONTH), st.booleans())
def test_nothing_ever_follows_from_history(code: str, ago: timedelta, newest: bool) -> None:
    assert event(code, ago=ago, newest=newest, history=True) is Caused.HISTORY
    assert rules.of_code(ended=False, history=True) is Caused.HISTORY


@pytest.mark.parametrize(
    ("old", "new", "caused"),
    [
        ("Dallas", "El Paso", Caused.MOVE_MESSAGE),
        ("Dallas", "Dallas", Caused.FACTS),
        ("", "Dallas", Caused.FACTS),
        ("Dallas", "", Caused.FACTS),
    ],
)
def test_a_move_is_from_one_known_office_to_another(old: str, new: str, caused: Caused) -> None:
    how = {"now": NOW, "tell_within": MONTH}
    assert rules.of_office(old, new, NOW, history=False, **how) is caused
    late = rules.of_office(old, new, NOW - 2 * MONTH, history=False, **how)
    assert late is (Caused.OLD if caused is Caused.MOVE_MESSAGE else caused)


@pytest.mark.parametrize(
    ("state", "changed", "ahead", "caused"),
    [
        (AppointmentState.SCHEDULED, True, 1, Caused.APPOINTMENT_MESSAGE),
        (AppointmentState.CANCELLED, True, 1, Caused.APPOINTMENT_MESSAGE),
        (AppointmentState.SCHEDULED, False, 1, Caused.FACTS),
        (AppointmentState.KEPT, True, 1, Caused.FACTS),
        (AppointmentState.MISSED, True, -1, Caused.FACTS),
        (AppointmentState.SCHEDULED, True, 0, Caused.OLD),
        (AppointmentState.SCHEDULED, True, -1, Caused.OLD),
    ],
)
def test_an_appointment_is_told_while_it_lies_ahead(
    state: AppointmentState, changed: bool, ahead: int, caused: Caused
) -> None:
    starts = NOW + timedelta(seconds=ahead)
    how = {"changed": changed, "now": NOW}
    assert rules.of_appointment(state, starts, history=False, **how) is caused
    assert rules.of_appointment(state, starts, history=True, **how) is Caused.HISTORY


def test_a_code_goes_to_whoever_is_still_in_the_case() -> None:
    assert rules.of_code(ended=False, history=False) is Caused.CODE
    assert rules.of_code(ended=True, history=False) is Caused.ENDED
