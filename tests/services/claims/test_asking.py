"""What a dispute and a confirmed address mean for a request for a code."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.addresses import Address, Reason
from cx_app.domain.code_claims import Reason as DisputeReason
from cx_app.domain.code_requests import ReviewReason
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import CodeRequest, Person
from cx_app.services.access_codes.match import match_requests
from cx_app.services.access_codes.request import Asked, request_code
from cx_app.services.addresses.change import note_address
from cx_app.services.addresses.desk import decide_change
from tests import factories
from tests.factories import actor_for
from tests.services.addresses.test_change import change
from tests.services.claims.shared import Shared, decides, disputes_it, later, officer, shared

pytestmark = pytest.mark.usefixtures("database")
NEW = Address(("12 Elm Street",), "Springfield", "IL", "62704")


def asks(one: Shared, who: Actor) -> str | None:
    """The reason for review of what they ask; None when a code goes out."""
    with db.write() as session:
        answer = request_code(session, who, one.filing.case.receipt_number, factories.BORN)
        assert isinstance(answer, Asked)
        match_requests(session)
        newest = session.exec(
            select(CodeRequest).order_by(CodeRequest.requested_at.desc(), CodeRequest.id.desc())
        ).first()
        return newest.review_reason


def test_who_is_disputed_asks_and_an_officer_looks_first() -> None:
    one = shared()
    disputes_it(one)
    assert asks(one, one.other) == ReviewReason.DISPUTED


def test_who_disputes_gets_a_code() -> None:
    one = shared()
    disputes_it(one)
    assert asks(one, one.actor) is None


def test_from_whom_officers_took_the_case_an_officer_looks_first() -> None:
    one = shared()
    disputes_it(one)
    decides(officer(), DisputeReason.NOT_THE_PERSON)
    decides(officer(), DisputeReason.NOT_THE_PERSON)
    later(31)
    assert asks(one, one.other) == ReviewReason.DISPUTED


def moves(one: Shared, *, confirmed: bool) -> None:
    """Tells the new address; an officer confirms it or not; the feed brings it."""
    with db.write() as session:
        note_address(session, one.actor, one.filing.person.id, NEW)
    later(14)
    if confirmed:
        with db.write() as session:
            decide_change(session, officer(), change().id, Reason.BY_CALL)
    with db.write() as session:
        person = session.get_one(Person, one.filing.person.id)
        person.residence = json.dumps(NEW.envelope)
        person.residence_changed_at = clock.business(session)
        session.add(person)


def test_a_confirmed_address_needs_no_second_review() -> None:
    one = shared()
    moves(one, confirmed=True)
    assert asks(one, one.actor) is None


def test_an_address_that_nobody_confirmed_does() -> None:
    one = shared()
    moves(one, confirmed=False)
    assert asks(one, one.actor) == ReviewReason.ADDRESS_CHANGED


def test_an_answer_says_nothing_of_a_dispute() -> None:
    one = shared()
    with db.write() as session:
        stranger = actor_for(factories.account(session))
    disputes_it(one)
    answers = []
    for who in (one.other, stranger):
        with db.write() as session:
            answer = request_code(session, who, one.filing.case.receipt_number, factories.BORN)
        answers.append(replace(answer, asked_at=clock.wall()).again)
    assert answers == [False, False]
