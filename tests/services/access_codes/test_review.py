"""Which requests an officer looks at first, and which are nobody's business but the task's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.access_codes import generate
from cx_app.domain.cases import PartyRole
from cx_app.domain.code_requests import ReviewReason
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import AccessCode, CodeRequest, OutboxMessage, Person
from cx_app.services.access_codes.redeem import redeem
from cx_app.services.access_codes.request import NoCodes, RequestState, request_code
from tests import factories
from tests.factories import BORN, Filing, actor_for
from tests.services.access_codes.desk import advance, asks, filed, moved_lately, someone

pytestmark = pytest.mark.usefixtures("database")


def guesses(actor: Actor, filing: Filing, times: int) -> None:
    for _ in range(times):
        with db.write() as session:
            redeem(session, actor, replace(filing.claim, code=generate()))


def came_back(filing: Filing) -> None:
    with db.write() as session:
        code = session.merge(filing.code)
        code.mailed_at = clock.business(session) - timedelta(days=8)
        code.returned_at = clock.business(session)


def reasons() -> list[str | None]:
    with db.read() as session:
        return list(session.exec(select(CodeRequest.review_reason).order_by(CodeRequest.id)))


def test_a_plain_request_needs_nobody() -> None:
    assert asks(filed()).state == RequestState.ISSUED
    assert reasons() == [None]


def test_each_reason_is_kept_with_the_request() -> None:
    asks(filed(protected=True))
    asks(moved_lately(filed()))
    asks(filed(residence=None))
    twins = filed()
    with db.write() as session:
        twin = factories.person(session, given_name="Ramón")
        factories.party(session, twins.case, twin, PartyRole.DERIVATIVE)
    asks(twins)
    returned = filed()
    came_back(returned)
    asks(returned)
    assert reasons() == [
        ReviewReason.PROTECTED,
        ReviewReason.ADDRESS_CHANGED,
        ReviewReason.NO_ADDRESS,
        ReviewReason.SEVERAL_MATCH,
        ReviewReason.RETURNED_MAIL,
    ]


def test_a_returned_letter_is_no_reason_once_the_address_is_another() -> None:
    filing = filed()
    came_back(filing)
    advance(days=31)
    with db.write() as session:
        session.merge(filing.person).residence_changed_at = clock.business(session)
    advance(days=31)
    assert asks(filing).state == RequestState.ISSUED


def test_whoever_guessed_waits_for_an_officer() -> None:
    filing = filed()
    guesser = someone()
    for _ in range(2):
        guesses(guesser, filing, 5)
        advance(minutes=21)
    request = asks(filing, guesser)
    assert request.review_reason == ReviewReason.LOCK_OUTS


def test_nobody_can_hold_up_somebody_else_s_request_by_guessing() -> None:
    filing = filed()
    for stranger in [someone() for _ in range(4)]:
        guesses(stranger, filing, 4)
    assert asks(filing).state == RequestState.ISSUED


def test_a_code_that_goes_by_email_needs_an_email_address_and_no_residence() -> None:
    moved = filed(form="I-134A", residence=None, email="ines@example.org")
    assert asks(moved_lately(moved)).state == RequestState.ISSUED
    assert asks(filed(form="I-134A")).review_reason == ReviewReason.NO_ADDRESS


def test_a_representative_asks_for_their_own_code_to_their_own_address() -> None:
    filing = filed(residence=None)
    with db.write() as session:
        held = factories.representation(session, filing.party)
    attorney = someone(Role.REPRESENTATIVE)
    request = asks(filing, attorney)
    assert (request.state, request.party_id) == (RequestState.ISSUED, None)
    assert request.representation_id == held.id
    with db.read() as session:
        code = session.get_one(AccessCode, request.code_id)
        assert (code.party_id, code.representation_id) == (None, held.id)


def test_attorney_and_client_each_have_a_request_of_their_own() -> None:
    filing = filed()
    with db.write() as session:
        factories.representation(session, filing.party)
    asks(filing, someone(Role.REPRESENTATIVE))
    asks(filing)
    with db.read() as session:
        states = session.exec(select(CodeRequest.state)).all()
    assert states == [RequestState.ISSUED] * 2


def test_a_representative_s_request_is_one_in_30_days_like_everyone_s() -> None:
    filing = filed()
    with db.write() as session:
        factories.representation(session, filing.party)
    asks(filing, someone(Role.REPRESENTATIVE))
    assert asks(filing, someone(Role.REPRESENTATIVE)).state == RequestState.CAPPED


@pytest.mark.parametrize(
    "facts", [{"form": "I-134A"}, {}], ids=["a form closed to them", "nobody they represent"]
)
def test_a_representative_without_a_representation_gets_nothing(facts: dict[str, str]) -> None:
    filing = filed(**facts)
    if facts:
        with db.write() as session:
            factories.representation(session, filing.party)
    assert asks(filing, someone(Role.REPRESENTATIVE)).state == RequestState.UNMATCHED


def test_the_other_side_of_a_protected_case_finds_nobody() -> None:
    filing = filed(protected=True, role=PartyRole.BENEFICIARY)
    with db.write() as session:
        spouse = factories.person(session, born=BORN.replace(year=1985))
        factories.party(session, filing.case, spouse, PartyRole.PETITIONER)
        request_code(session, actor_for(factories.account(session)), *_of(filing, spouse))
    request = asks(filed())
    with db.read() as session:
        states = session.exec(select(CodeRequest.state).order_by(CodeRequest.id)).all()
        assert states == [RequestState.UNMATCHED, RequestState.ISSUED]
        assert session.exec(select(CodeRequest.review_reason)).all() == [None, None]
    assert request.state == RequestState.ISSUED


def _of(filing: Filing, person: Person) -> tuple[str, date]:
    return filing.case.receipt_number, date.fromisoformat(person.birth_date or "")


def test_numbers_that_get_no_codes_are_told_so_at_once_and_cost_no_try() -> None:
    filing = filed(receipt_number="LIN0912345678")
    for _ in range(8):
        with db.write() as session:
            answer = request_code(session, filing.actor, filing.case.receipt_number, BORN)
        assert answer == NoCodes(frozenset({"IOE"}))
    with db.read() as session:
        assert session.exec(select(CodeRequest)).all() == []


def test_whoever_has_the_case_may_ask_again_as_soon_as_nothing_is_open() -> None:
    filing = filed()
    with db.write() as session:
        redeem(session, filing.actor, filing.claim)
    first = asks(filing)
    assert asks(filing).id == first.id
    with db.write() as session:
        session.get_one(AccessCode, first.code_id).voided_at = clock.business(session)
    second = asks(filing)
    assert (second.id == first.id, second.state) == (False, RequestState.ISSUED)
    with db.read() as session:
        letters = session.exec(
            select(OutboxMessage).where(col(OutboxMessage.code_id) == second.code_id)
        )
        assert len(letters.all()) == 1
