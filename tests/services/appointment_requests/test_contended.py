"""Many officers at the same instant, through the very services of the desk: a time is given to as
many as it has seats for, and a request is decided once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from cx_app import database as db
from cx_app.domain.appointment_decisions import Needed, Question, Unneeded
from cx_app.domain.appointment_requests import DECISIONS, RequestRefusal
from cx_app.domain.decisions import Held
from cx_app.domain.identity import Actor
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, Booking, HeldDecision, RequestStep
from cx_app.services.appointment_requests.claim import claim
from cx_app.services.appointment_requests.decide import Answer, ask, book, find_unneeded
from cx_app.services.appointment_requests.moves import Made
from cx_app.services.decisions.undo import UndoAnswer, undo
from tests.services.appointment_requests.crowd import (
    ALL_DAY,
    Claimed,
    books,
    busy_office,
    claimed,
    officers,
)
from tests.services.appointment_requests.desk import does, free
from tests.services.offices.places import check, taken
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
CAPACITIES = (1, 2, 5)


@pytest.fixture
def at_once(soak: bool) -> int:
    return 64 if soak else 12


@pytest.fixture
def rounds(soak: bool) -> int:
    return 200 if soak else 3


@pytest.mark.timeout(3600)
def test_of_many_officers_on_one_time_as_many_win_as_it_has_seats(
    at_once: int, rounds: int
) -> None:
    """Winners undo it, so the next round begins like the first one, and the time is free again."""
    desk = officers(at_once)
    places = [busy_office(capacity) for capacity in CAPACITIES]
    crowds = [[claimed(officer, place) for officer in desk] for place in places]
    times = [free(desk[0], place) for place in places]
    for number in range(rounds):
        which = number % len(CAPACITIES)
        capacity, crowd, slot = CAPACITIES[which], crowds[which], times[which][number].slot_id
        claims_last()
        answers = together(*(books(one, slot) for one in crowd))
        won = [one for one, answer in zip(crowd, answers, strict=True) if isinstance(answer, Made)]
        assert len(won) == capacity
        assert {answer for answer in answers if not isinstance(answer, Made)} == {
            RequestRefusal.NO_TIME
        }
        assert taken(slot) == capacity
        assert together(*(undoes(one) for one in won)) == [UndoAnswer.DONE] * capacity
        assert [one.left for one in free(desk[0], places[which]) if one.slot_id == slot] == [
            capacity
        ]
    check()


def test_clicks_of_one_officer_in_several_tabs_decide_once(rounds: int) -> None:
    """Needed, not needed and a question at the same instant, each pressed twice."""
    [officer] = officers(1)
    place = busy_office(5)
    slot = free(officer, place)[0].slot_id
    for _round in range(rounds):
        one = claimed(officer, place)
        acts: list[Callable[[], Answer]] = [
            books(one, slot),
            deciding(find_unneeded, one, Unneeded.SETTLED),
            deciding(ask, one, Question.PHOTO),
        ]
        decided_once(one.request_id, together(*acts, *acts))
        taken_back(one)


def test_of_two_officers_whose_claims_meet_one_decides(rounds: int) -> None:
    """The claim of one has just run out: both claim, and decide at once."""
    desk = officers(2)
    place = busy_office(5)
    slot = free(desk[0], place)[0].slot_id
    for _round in range(rounds):
        one = claimed(desk[0], place)
        claim_ran_out(one.request_id)

        def act(officer: Actor, which: UUID = one.request_id) -> Answer:
            does(claim, officer, which)
            with db.write() as session:
                return book(session, officer, which, slot, Needed.URGENT)

        decided_once(one.request_id, together(*(partial(act, officer) for officer in desk)))
        taken_back(one)


def deciding(service: Callable[..., Answer], one: Claimed, *what: object) -> Callable[[], Answer]:
    def act() -> Answer:
        with db.write() as session:
            return service(session, one.officer, one.request_id, *what)

    return act


def undoes(one: Claimed) -> Callable[[], UndoAnswer]:
    def act() -> UndoAnswer:
        with db.write() as session:
            held = session.exec(
                select(HeldDecision.id).where(
                    HeldDecision.subject_id == one.request_id, HeldDecision.state == Held.HELD
                )
            ).one()
            return undo(session, one.officer, held)

    return act


def taken_back(one: Claimed) -> None:
    """By whoever decided, so that the time is free for the next round."""
    with db.write() as session:
        held = session.exec(
            select(HeldDecision).where(
                HeldDecision.subject_id == one.request_id, HeldDecision.state == Held.HELD
            )
        ).one()
        decider = Actor(held.decided_by, one.officer.role)
        assert undo(session, decider, held.id) is UndoAnswer.DONE


def decided_once(request_id: UUID, answers: list[Answer]) -> None:
    assert [isinstance(answer, Made) for answer in answers].count(True) == 1, answers
    refused = {answer for answer in answers if not isinstance(answer, Made)}
    assert all(isinstance(answer, RequestRefusal) for answer in refused), answers
    with db.read() as session:
        decisions = session.exec(
            select(func.count()).where(
                RequestStep.request_id == request_id, col(RequestStep.move).in_(DECISIONS)
            )
        ).one()
        standing = session.exec(
            select(func.count()).where(
                HeldDecision.subject_id == request_id, HeldDecision.state == Held.HELD
            )
        ).one()
        visits = session.exec(
            select(Booking.id).where(
                Booking.subject_id == request_id, Booking.state == BookingState.ACTIVE
            )
        ).all()
        request = session.get_one(AppointmentRequest, request_id)
    assert (decisions, standing) == (1, 1)
    assert [request.booking_id] == (list(visits) or [None])


def claims_last() -> None:
    """Rounds take longer than a claim does."""
    with db.write() as session:
        session.exec(
            update(AppointmentRequest)
            .where(col(AppointmentRequest.claimed_by).is_not(None))
            .values(claimed_until=clock.wall() + ALL_DAY)
        )


def claim_ran_out(request_id: UUID) -> None:
    with db.write() as session:
        request = session.get_one(AppointmentRequest, request_id)
        request.claimed_until = clock.wall() - timedelta(seconds=1)
        session.add(request)
