"""What people do with a request of theirs, and what time does to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.appointment_ages import age, due_at
from cx_app.domain.appointment_requests import By, RequestMove, RequestRefusal, RequestState
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import InboxAttachment, Representation, Slot
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests.change import answer, cancel_visit, reopen, withdraw
from cx_app.services.appointment_requests.moves import Made
from cx_app.services.appointment_requests.rebook import rebook
from cx_app.services.appointment_requests.submit import Submitted
from cx_app.services.appointment_requests.sweep import expire_due, rank_urgent
from cx_app.services.offices.hold import hold
from tests import factories
from tests.factories import actor_for
from tests.services.appointment_requests.asking import (
    Asker,
    asked_back,
    asker,
    asks,
    booked,
    field_office,
    later,
    moved,
    office_closes,
    officer,
    sends,
    steps,
    stored,
    times,
    told,
    typed,
    visits,
)
from tests.services.claims.shared import disputes_it, shared
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


def answers(who: Actor, reference: str, words: str = "Yes, it is.") -> Made | RequestRefusal:
    with db.write() as session:
        return answer(session, who, reference, words)


def withdraws(who: Actor, reference: str) -> Made | RequestRefusal:
    with db.write() as session:
        return withdraw(session, who, reference)


def cancels(who: Actor, reference: str) -> Made | RequestRefusal:
    with db.write() as session:
        return cancel_visit(session, who, reference)


def reopens(who: Actor, reference: str) -> Made | RequestRefusal:
    with db.write() as session:
        return reopen(session, who, reference)


def rebooks(one: Asker, reference: str, nth: int) -> Made | RequestRefusal:
    slot_id = times(one.office_id)[nth].slot_id
    with db.write() as session:
        return rebook(session, one.actor, reference, slot_id)


def sweeps() -> int:
    with db.write() as session:
        return expire_due(session)


def test_an_answer_goes_back_to_officers_with_its_words_and_the_pause_counts_for_nobody() -> None:
    one = asker()
    reference = asks(one)
    due = stored(reference).due_at
    asked_back(reference)
    later(days=5)
    assert isinstance(answers(one.actor, reference), Made)
    request = stored(reference)
    assert request.state == RequestState.SUBMITTED
    assert request.answer_by is None
    assert timedelta(seconds=request.paused_seconds) == timedelta(days=5)
    assert request.due_at > due
    assert request.due_at == due_at(request.asked_at, timedelta(days=5), 5)
    assert steps(reference)[-1].words == "Yes, it is."
    assert "Yes" not in str(steps(reference)[-1].words_sealed)
    with db.read() as session:
        now = clock.business(session)
    paused = timedelta(seconds=request.paused_seconds)
    assert age(request.asked_at, paused, None, now) < timedelta(minutes=5)
    assert told(one.actor) == ["visit_asked", "visit_answered"]


def test_nothing_is_answered_that_was_not_asked() -> None:
    one = asker()
    reference = asks(one)
    assert answers(one.actor, reference) is RequestRefusal.DONE_BEFORE
    assert told(one.actor) == ["visit_asked"]


def test_an_answer_without_words_is_none() -> None:
    one = asker()
    reference = asks(one)
    asked_back(reference)
    with pytest.raises(ValueError, match="says something"):
        answers(one.actor, reference, "   ")


def test_after_14_days_without_an_answer_it_expires_and_can_be_opened_for_30_more() -> None:
    one = asker()
    reference = asks(one)
    asked_back(reference)
    later(days=14)
    assert sweeps() == 0
    later(days=1, hours=1)
    assert sweeps() == 1
    assert stored(reference).state == RequestState.EXPIRED
    assert stored(reference).open_key is None
    assert told(one.actor) == ["visit_asked", "visit_expired"]
    later(days=29)
    assert isinstance(reopens(one.actor, reference), Made)
    request = stored(reference)
    assert (request.state, request.ended_at) == (RequestState.SUBMITTED, None)
    assert request.paused_seconds >= timedelta(days=43).total_seconds()
    assert told(one.actor)[-1] == "visit_reopened"


def test_too_late_it_stays_expired() -> None:
    one = asker()
    reference = asks(one)
    asked_back(reference)
    later(days=16)
    assert answers(one.actor, reference) is RequestRefusal.TOO_LATE
    sweeps()
    later(days=32)
    assert reopens(one.actor, reference) is RequestRefusal.TOO_LATE


def test_an_old_request_is_not_opened_again_beside_a_newer_one() -> None:
    one = asker()
    reference = asks(one)
    asked_back(reference)
    later(days=16)
    sweeps()
    asks(one, "form-2")
    assert reopens(one.actor, reference) is RequestRefusal.ANOTHER_OPEN
    assert stored(reference).state == RequestState.EXPIRED


def test_taken_back_it_ends_and_makes_room_for_another() -> None:
    one = asker()
    reference = asks(one)
    assert isinstance(withdraws(one.actor, reference), Made)
    assert withdraws(one.actor, reference) is RequestRefusal.DONE_BEFORE
    assert stored(reference).state == RequestState.WITHDRAWN
    assert told(one.actor) == ["visit_asked", "visit_withdrawn"]
    assert asks(one, "form-2") != reference


def test_it_can_be_taken_back_while_an_officer_has_it() -> None:
    one = asker()
    reference = asks(one)
    who = officer()
    moved(reference, RequestMove.CLAIM, who)
    assert isinstance(withdraws(one.actor, reference), Made)
    assert moved(reference, RequestMove.BOOK, who) is RequestRefusal.OVER


def test_cancelling_a_visit_frees_its_time_and_says_who_cancelled() -> None:
    one = asker()
    reference = asks(one)
    booked(reference, one.office_id)
    before = times(one.office_id)[0].left
    assert isinstance(cancels(one.actor, reference), Made)
    assert times(one.office_id)[0].left == before + 1
    assert [row.state for row in visits(reference)] == [BookingState.CANCELLED]
    step = steps(reference)[-1]
    assert (step.move, step.by, step.account_id) == ("cancel", "person", one.actor.account_id)
    assert told(one.actor)[-1] == "visit_cancelled"
    with db.read() as session:
        file = session.exec(select(InboxAttachment)).one()
    assert file.name == "appointment.ics"


def test_a_visit_that_has_begun_is_not_cancelled() -> None:
    one = asker()
    reference = asks(one)
    booked(reference, one.office_id)
    later(days=3)
    assert cancels(one.actor, reference) is RequestRefusal.TOO_LATE
    assert [row.state for row in visits(reference)] == [BookingState.ACTIVE]


@pytest.mark.parametrize("ends_booking", [True, False])
def test_after_a_closure_the_person_picks_another_time(*, ends_booking: bool) -> None:
    one = asker()
    reference = asks(one)
    booked(reference, one.office_id)
    office_closes(reference, ends_booking=ends_booking)
    assert (stored(reference).state, stored(reference).urgency) == ("office_cancelled", 0)
    assert isinstance(rebooks(one, reference, 2), Made)
    request = stored(reference)
    active = [row for row in visits(reference) if row.state == BookingState.ACTIVE]
    assert [row.id for row in active] == [request.booking_id]
    assert (request.state, request.urgency) == (RequestState.SCHEDULED, 2)
    assert told(one.actor)[-1] == "visit_booked"
    assert rebooks(one, reference, 3) is RequestRefusal.NOT_THEIRS
    assert len(visits(reference)) == 2


def test_two_clicks_at_the_same_instant_book_one_visit() -> None:
    one = asker()
    reference = asks(one)
    booked(reference, one.office_id)
    office_closes(reference)
    found = together(*[lambda: rebooks(one, reference, 1) for _click in range(4)])
    assert sum(isinstance(made, Made) for made in found) == 1
    assert sum(row.state == BookingState.ACTIVE for row in visits(reference)) == 1


def test_a_time_that_is_gone_is_refused_and_nothing_changes() -> None:
    one = asker()
    reference = asks(one)
    booked(reference, one.office_id)
    office_closes(reference)
    slot = times(one.office_id)[1]
    for _seat in range(slot.left):
        with db.write() as session:
            hold(session, one.actor, slot.slot_id, uuid7())
    with db.write() as session:
        assert rebook(session, one.actor, reference, slot.slot_id) is RequestRefusal.NO_TIME
    assert stored(reference).state == RequestState.OFFICE_CANCELLED


def test_another_office_is_not_picked_here() -> None:
    one = asker()
    reference = asks(one)
    booked(reference, one.office_id)
    office_closes(reference)
    elsewhere = times(field_office(name="Chicago", zip_code="60601"))[0].slot_id
    with db.write() as session:
        assert session.get(Slot, elsewhere) is not None
        assert rebook(session, one.actor, reference, elsewhere) is RequestRefusal.NO_TIME


def test_nobody_touches_a_request_of_somebody_else_nor_learns_that_it_is_there() -> None:
    one, other = asker(), asker()
    reference = asks(one)
    for act in (answers, withdraws, cancels, reopens):
        with pytest.raises(NotFound) as theirs:
            act(other.actor, reference)
        with pytest.raises(NotFound) as none:
            act(other.actor, "4K7M-2QXR-9TBC")
        assert str(theirs.value) == str(none.value)
    assert stored(reference).state == RequestState.SUBMITTED


def test_whoever_is_disputed_may_answer_but_not_take_back() -> None:
    field_office()
    one = shared()
    sent = sends(one.other, typed(str(one.filing.party.id)))
    assert isinstance(sent, Submitted)
    reference = sent.reference
    asked_back(reference)
    disputes_it(one)
    assert withdraws(one.other, reference) is RequestRefusal.PAUSED
    assert isinstance(answers(one.other, reference), Made)


def test_a_representative_loses_the_request_with_the_representation() -> None:
    one = asker()
    with db.write() as session:
        attorney = factories.account(session)
        held = factories.representation(session, one.filing.party, account=attorney)
    sent = sends(actor_for(attorney), typed(one.whom))
    assert isinstance(sent, Submitted)
    reference = sent.reference
    with db.write() as session:
        session.get_one(Representation, held.id).ended_at = clock.business(session)
    with pytest.raises(NotFound):
        withdraws(actor_for(attorney), reference)
    assert isinstance(withdraws(one.actor, reference), Made)


def test_travel_that_comes_near_goes_to_the_front() -> None:
    one = asker()
    with db.read() as session:
        leaves = clock.business(session) + timedelta(days=20)
    day = {
        "travel_month": str(leaves.month),
        "travel_day": str(leaves.day),
        "travel_year": str(leaves.year),
    }
    reference = asks(one, reason="emergency_parole", **day)
    with db.write() as session:
        assert rank_urgent(session) == 0
    later(days=6)
    with db.write() as session:
        assert rank_urgent(session) == 1
        assert rank_urgent(session) == 0
    assert stored(reference).urgency == 1


def test_a_decision_undone_stands_where_it_stood_without_a_pause() -> None:
    one = asker()
    reference = asks(one)
    who = asked_back(reference)
    later(seconds=59)
    assert isinstance(moved(reference, RequestMove.UNDO, who), Made)
    request = stored(reference)
    assert (request.state, request.claimed_by) == (RequestState.IN_REVIEW, who.account_id)
    assert (request.paused_seconds, request.answer_by, request.waiting_since) == (0, None, None)


def test_after_a_minute_nothing_is_undone() -> None:
    one = asker()
    reference = asks(one)
    who = asked_back(reference)
    later(seconds=60)
    assert moved(reference, RequestMove.UNDO, who) is RequestRefusal.TOO_LATE


def test_two_officers_do_not_decide_one_request() -> None:
    one = asker()
    reference = asks(one)
    first, second = officer(), officer()
    assert isinstance(moved(reference, RequestMove.CLAIM, first), Made)
    assert moved(reference, RequestMove.CLAIM, second) is RequestRefusal.CLAIMED
    assert moved(reference, RequestMove.FIND_UNNEEDED, second) is RequestRefusal.CLAIMED
    assert isinstance(moved(reference, RequestMove.FIND_UNNEEDED, first), Made)
    assert moved(reference, RequestMove.FIND_UNNEEDED, first, By.OFFICER) is (
        RequestRefusal.DONE_BEFORE
    )
