"""What is cheap runs in one message each second; trouble with one thing is no trouble of others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.code_claims import Ground
from cx_app.gateways import clock
from cx_app.models import ClaimDispute, CodeRequest
from cx_app.services.access_codes.request import RequestState, request_code
from cx_app.services.claims.dispute import dispute
from tasks.app import app
from tasks.tick import CHEAP, tick
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def a_request_and_a_lapsed_dispute() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        other = factories.account(session)
        factories.link(session, filing.account, filing.party)
        theirs = factories.link(session, other, filing.party)
        dispute(session, filing.actor, filing.case.id, theirs.id, Ground.UNKNOWN)
        someone = factories.actor_for(factories.account(session))
        request_code(session, someone, filing.case.receipt_number, factories.BORN)
        clock.advance(session, timedelta(days=31))


def what_came() -> tuple[str, bool]:
    with db.read() as session:
        told = session.exec(select(ClaimDispute)).one().lapse_told_at
        return session.exec(select(CodeRequest)).one().state, told is not None


def test_all_that_is_due_is_done() -> None:
    a_request_and_a_lapsed_dispute()
    assert tick() > 0
    state, told = what_came()
    assert (state != RequestState.REQUESTED, told) == (True, True)


def test_one_that_fails_stops_no_other_and_is_reported() -> None:
    a_request_and_a_lapsed_dispute()
    with db.write() as session:
        session.exec(select(CodeRequest)).one().typed = "nobody can read this"
    with pytest.raises(ExceptionGroup) as raised:
        tick()
    assert len(raised.value.exceptions) == 1
    assert what_came() == (RequestState.REQUESTED, True)


def test_the_beat_calls_each_of_them_once() -> None:
    called = [entry["task"] for entry in app.conf.beat_schedule.values()]
    assert called.count(tick.name) == 1
    assert not {task.name for task in CHEAP} & set(called)
    assert len(called) == len(set(called))


def test_nothing_gathers_on_a_slow_machine() -> None:
    for entry in app.conf.beat_schedule.values():
        assert entry["schedule"] <= entry["options"]["expires"] <= max(5, entry["schedule"])
