"""The text ahead of a call, from asking to the summary."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cx_app import database as db
from cx_app.domain.callbacks.standing import Answer, CallOutcome
from cx_app.gateways import clock
from tests.services.callbacks.people import (
    TICK,
    asking,
    asks,
    calls,
    kinds,
    later,
    officer,
    presses,
    row,
    says,
    someone,
    steps,
    sweep,
    texts_of,
)


def test_from_asking_to_the_summary() -> None:
    one, who = someone(), officer()
    reference = asks(one)
    sweep()
    assert row(reference).state == "asked"
    [text] = asking(one.phone)
    assert reference[-4:] in text
    says(one.phone, "1")
    assert row(reference).state == "promised"
    assert row(reference).call_by is not None
    assert calls(who, reference, CallOutcome.REACHED, "We told you what is next.") is None
    assert row(reference).state == "reached"
    assert steps(reference) == ["ask", "text", "sent", "answer", "take", "call"]
    assert [one.outcome for one in texts_of(reference)] == ["accepted"]


def test_silence_twice_then_one_call_then_it_waits_for_them() -> None:
    one, who = someone(), officer()
    reference = asks(one)
    sweep()
    for _ in range(2):
        later(minutes=60)
        later(seconds=1)
    assert len(asking(one.phone)) == 2
    assert row(reference).state == "queued"
    assert row(reference).next == "call"
    assert calls(who, reference, CallOutcome.NO_ANSWER) is None
    assert row(reference).state == "waiting"
    later(days=1)
    assert len(asking(one.phone)) == 2


@pytest.mark.parametrize(("after", "state"), [(timedelta(0), "promised"), (TICK, "queued")])
def test_sixty_minutes_count_and_a_moment_more_does_not(after: timedelta, state: str) -> None:
    one = someone()
    reference = asks(one)
    sweep()
    with db.write() as session:
        clock.advance(session, timedelta(minutes=60) + after)
    says(one.phone, "yes")
    assert row(reference).state == state


def test_stop_ends_texts_and_leaves_the_callback() -> None:
    one = someone()
    reference = asks(one)
    sweep()
    says(one.phone, "STOP")
    assert row(reference).texting is False
    assert row(reference).state == "queued"
    assert row(reference).next == "call"
    assert kinds(one.phone) == ["callback_ask", "texts_stopped"]


def test_a_button_counts_like_a_text() -> None:
    one = someone()
    reference = asks(one)
    sweep()
    assert presses(one, reference, Answer.YES) is None
    assert row(reference).state == "promised"


def test_an_officer_who_misses_the_window_costs_no_attempt() -> None:
    one = someone()
    reference = asks(one)
    sweep()
    says(one.phone, "1")
    later(minutes=30)
    assert row(reference).state == "promised"
    later(seconds=1)
    assert row(reference).round == 2
    assert row(reference).asks == 1
    assert len(asking(one.phone)) == 2
    assert "callback_window_missed" in kinds(one.phone)
