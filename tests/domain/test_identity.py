"""Roles and the life of a session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.identity import IDLE_LIMIT, SESSION_LIMIT, Role, session_ends

START = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
spans = st.timedeltas(timedelta(), timedelta(hours=24))


def test_the_limits_are_30_minutes_and_12_hours() -> None:
    assert (timedelta(minutes=30), timedelta(hours=12)) == (IDLE_LIMIT, SESSION_LIMIT)


@given(spans)
def test_a_session_ends_after_idling_and_never_later_than_12_hours(active_after: timedelta) -> None:
    ends = session_ends(START, START + active_after)
    assert ends <= START + SESSION_LIMIT
    assert ends <= START + active_after + IDLE_LIMIT
    assert ends in (START + SESSION_LIMIT, START + active_after + IDLE_LIMIT)


@given(spans, spans)
def test_doing_something_later_never_ends_it_earlier(one: timedelta, two: timedelta) -> None:
    early, late = sorted([one, two])
    assert session_ends(START, START + early) <= session_ends(START, START + late)


def test_who_is_staff() -> None:
    assert {role for role in Role if role.is_staff} == {
        Role.OFFICER,
        Role.SUPERVISOR,
        Role.ADMIN,
    }
