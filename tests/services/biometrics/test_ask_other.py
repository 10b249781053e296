"""Another cause goes to an officer; until then the appointment stays, and nobody has missed it."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.biometrics import RescheduleRefusal, RescheduleState, keeps_from_no_show
from cx_app.domain.identity import Actor
from cx_app.models import Reschedule
from cx_app.services.biometrics.ask_other import ask_other, withdraw
from cx_app.services.biometrics.reschedule import Moved, NotMoved
from tests.services.biometrics.people import (
    Comes,
    booking,
    decide,
    events,
    moves,
    offered,
    page,
    requests,
    somebody,
)
from tests.services.offices.places import later

pytestmark = pytest.mark.usefixtures("database")
REASON = "My brother is in court that day and I must be there."


def asks(one: Comes, words: str = REASON, actor: Actor | None = None) -> RescheduleRefusal | None:
    with db.write() as session:
        return ask_other(session, actor or one.actor, one.appointment_id, words)


def withdraws(one: Comes) -> bool:
    with db.write() as session:
        return withdraw(session, one.actor, one.appointment_id)


def test_it_waits_for_an_officer_and_the_appointment_stays() -> None:
    one = somebody()
    before = page(one).present.when
    assert asks(one) is None
    shown = page(one)
    assert (shown.present.when, shown.may_move) == (before, False)
    assert (shown.request.state, shown.request.words) == (RescheduleState.ASKED, REASON)
    assert shown.rule.code == ""
    (row,) = requests(one)
    assert not row.counts
    assert keeps_from_no_show(RescheduleState(row.state), row.asked_at, booking(one).starts_at)


def test_the_words_are_sealed() -> None:
    one = somebody()
    asks(one)
    with db.read() as session:
        (row,) = session.exec(select(Reschedule)).all()
        assert row.words == REASON
        assert REASON not in str(row.words_sealed)


def test_too_few_words_are_not_enough() -> None:
    one = somebody()
    assert asks(one, "no") is RescheduleRefusal.WORDS
    assert requests(one) == []


def test_one_at_a_time_and_nothing_moves_meanwhile() -> None:
    one = somebody()
    offer, seen = offered(one), page(one).booking_id
    assert asks(one) is None
    assert asks(one) is RescheduleRefusal.PENDING_OTHER
    answer = moves(one, offer=offer, seen=seen)
    assert answer == NotMoved(RescheduleRefusal.PENDING_OTHER)


def test_taken_back_once_and_then_it_moves_as_ever() -> None:
    one = somebody()
    asks(one)
    assert withdraws(one)
    assert not withdraws(one)
    assert isinstance(moves(one), Moved)
    assert [event.kind for event in events(one)] == ["reschedule_request", "withdrawal", "move"]


def test_the_agency_hears_that_it_came_in_time_and_not_why() -> None:
    one = somebody()
    asks(one)
    (event,) = events(one)
    said = json.loads(event.payload)["what"]
    assert (said["state"], said["timely"]) == ("asked", True)
    assert REASON not in event.payload


def test_whom_an_officer_agreed_with_chooses_however_late_it_is() -> None:
    one = somebody()
    asks(one)
    decide(one, RescheduleState.APPROVED)
    later(days=10)
    shown = page(one)
    assert (shown.may_move, shown.chooses) == (True, "approved")
    assert isinstance(moves(one, cause=""), Moved)
    (row,) = requests(one)
    assert (row.state, row.counts, row.cause) == (RescheduleState.DONE, True, "other")


def test_what_an_officer_refused_is_told_and_the_appointment_stays() -> None:
    one = somebody()
    asks(one)
    decide(one, RescheduleState.REFUSED)
    shown = page(one)
    assert shown.request.state == RescheduleState.REFUSED
    assert not shown.request.can_withdraw
    assert (shown.may_move, bool(shown.present.when)) == (True, True)
