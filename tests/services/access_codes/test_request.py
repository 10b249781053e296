"""Asking for a new code: one answer for everyone, then a match that nobody sees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import AccessCode, CodeRequest, InboxMessage, OutboxMessage
from cx_app.services.access_codes.match import match_requests
from cx_app.services.access_codes.request import (
    Asked,
    AskLater,
    NoCodes,
    RequestState,
    request_code,
)
from tasks.access_codes import match
from tests import factories
from tests.factories import BORN, Filing, actor_for
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")


def make(**facts: object) -> Filing:
    with db.write() as session:
        return factories.filing(session, **facts)


def someone() -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session))


def ask(actor: Actor, receipt_number: str, born: date = BORN) -> Asked | AskLater | NoCodes:
    with db.write() as session:
        return request_code(session, actor, receipt_number, born)


def advance(days: int) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(days=days))


def states() -> list[str]:
    with db.read() as session:
        return list(session.exec(select(CodeRequest.state).order_by(CodeRequest.id)))


def new_codes(filing: Filing) -> list[AccessCode]:
    with db.read() as session:
        codes = session.exec(select(AccessCode).where(AccessCode.case_id == filing.case.id))
        return [code for code in codes if code.id != filing.code.id]


def test_a_request_that_matches_sends_a_new_code_to_the_party() -> None:
    filing = make()
    assert isinstance(ask(filing.actor, filing.case.receipt_number), Asked)
    assert match() == 1
    [code] = new_codes(filing)
    assert code.party_id == filing.party.id
    with db.read() as session:
        request = session.exec(select(CodeRequest)).one()
        assert (request.state, request.code_id) == (RequestState.ISSUED, code.id)
        letters = session.exec(select(OutboxMessage).where(OutboxMessage.code_id == code.id))
        assert letters.one().person_id == filing.person.id


def test_matching_twice_sends_one_code() -> None:
    filing = make()
    ask(filing.actor, filing.case.receipt_number)
    assert [match(), match()] == [1, 0]
    assert len(new_codes(filing)) == 1


def test_what_was_typed_is_sealed_and_gone_once_matched() -> None:
    filing = make()
    ask(filing.actor, filing.case.receipt_number)
    with db.read() as session:
        waiting = session.exec(select(CodeRequest)).one()
        assert filing.case.receipt_number not in f"{waiting.typed_sealed} {waiting.receipt_hash}"
        assert filing.case.receipt_number in (waiting.typed or "")
    match()
    with db.read() as session:
        assert session.exec(select(CodeRequest)).one().typed_sealed is None


def test_asking_answers_alike_whether_or_not_anything_matches() -> None:
    filing, protected = make(), make(protected=True)
    asked = []
    for receipt_number, born in [
        (filing.case.receipt_number, BORN),
        (filing.case.receipt_number, date(1971, 1, 1)),
        (protected.case.receipt_number, BORN),
        (factories.receipt_number(), BORN),
    ]:
        actor = someone()
        with statements() as seen:
            answer = ask(actor, receipt_number, born)
        assert isinstance(answer, Asked)
        assert not answer.again
        asked.append(seen)
    assert asked == [asked[0]] * 4
    with db.read() as session:
        told = session.exec(select(InboxMessage)).all()
        assert len({(message.subject, message.body) for message in told}) == 1


def test_asking_again_tells_nothing_either() -> None:
    asked = []
    for receipt_number in (
        make().case.receipt_number,
        make(protected=True).case.receipt_number,
        factories.receipt_number(),
    ):
        actor = someone()
        ask(actor, receipt_number)
        with statements() as seen:
            answer = ask(actor, receipt_number)
        assert isinstance(answer, Asked)
        assert answer.again
        asked.append(seen)
    assert asked == [asked[0]] * 3


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, RequestState.ISSUED),
        ({"protected": True}, RequestState.REVIEW),
        ({"residence": None}, RequestState.REVIEW),
    ],
    ids=["plain", "protected", "no residence"],
)
def test_only_sure_matches_are_mailed_at_once(
    facts: dict[str, object], state: RequestState
) -> None:
    filing = make(**facts)
    ask(filing.actor, filing.case.receipt_number)
    match()
    assert states() == [state]
    assert len(new_codes(filing)) == (state is RequestState.ISSUED)


@pytest.mark.parametrize(("ago", "state"), [(29, "review"), (31, "issued")])
def test_a_residence_that_changed_lately_is_looked_at_first(ago: int, state: str) -> None:
    filing = make()
    with db.write() as session:
        person = session.merge(filing.person)
        person.residence_changed_at = clock.wall() - timedelta(days=ago)
    ask(filing.actor, filing.case.receipt_number)
    match()
    assert states() == [state]


def test_a_wrong_date_of_birth_matches_nobody() -> None:
    filing = make()
    ask(filing.actor, filing.case.receipt_number, date(1971, 1, 1))
    match()
    assert states() == [RequestState.UNMATCHED]
    assert new_codes(filing) == []


def test_two_parties_with_the_same_date_of_birth_are_looked_at() -> None:
    filing = make()
    with db.write() as session:
        twin = factories.person(session, given_name="Ramón")
        factories.party(session, filing.case, twin, PartyRole.DERIVATIVE)
    ask(filing.actor, filing.case.receipt_number)
    match()
    assert states() == [RequestState.REVIEW]


def test_asking_again_within_30_days_answers_with_the_first_request() -> None:
    filing = make()
    first = ask(filing.actor, filing.case.receipt_number)
    again = ask(filing.actor, filing.case.receipt_number)
    assert isinstance(first, Asked)
    assert again == Asked(first.asked_at, again=True)
    advance(31)
    assert ask(filing.actor, filing.case.receipt_number) != again
    assert len(states()) == 2


def test_a_party_gets_one_code_in_30_days_whoever_asks() -> None:
    filing = make()
    for _ in range(2):
        ask(someone(), filing.case.receipt_number)
    match()
    ask(someone(), filing.case.receipt_number)
    match()
    assert states() == [RequestState.ISSUED, RequestState.CAPPED, RequestState.CAPPED]
    assert len(new_codes(filing)) == 1
    advance(31)
    ask(someone(), filing.case.receipt_number)
    match()
    assert len(new_codes(filing)) == 2


def test_requests_are_matched_oldest_first_and_a_few_at_a_time() -> None:
    filings = [make() for _ in range(3)]
    for filing in filings:
        ask(filing.actor, filing.case.receipt_number)
    with db.write() as session:
        assert match_requests(session, limit=2) == 2
    assert states() == [RequestState.ISSUED, RequestState.ISSUED, RequestState.REQUESTED]
