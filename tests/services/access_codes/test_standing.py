"""What people see of requests and codes: one calendar for strangers, each step for their own."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.code_requests import Confirmed, Refusal
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import AccessCode, Account, Change, CodeRequest, InboxMessage, OutboxMessage
from cx_app.services.access_codes.decide import approve, refuse
from cx_app.services.access_codes.redeem import redeem
from cx_app.services.access_codes.request import request_code
from cx_app.services.access_codes.standing import my_requests
from cx_app.services.access_codes.told import code_left
from cx_app.services.cases.overview import my_cases
from cx_app.services.cases.page import case_page
from cx_app.services.cases.views import CodeLine
from cx_app.services.changes import account_topic
from tasks.access_codes import match
from tests import factories
from tests.factories import BORN, Filing, actor_for
from tests.services.access_codes.desk import (
    advance,
    asks,
    filed,
    moved_lately,
    newest,
    opens,
    someone,
    staff,
    too_late_to_undo,
)

pytestmark = pytest.mark.usefixtures("database")


def sees(actor: Actor) -> list[CodeLine]:
    with db.read() as session:
        return my_requests(session, actor)


def on_case(actor: Actor, case_id: UUID) -> list[CodeLine]:
    with db.read() as session:
        return case_page(session, actor, case_id).codes


def linked(**facts: object) -> Filing:
    filing = filed(**facts)
    with db.write() as session:
        redeem(session, filing.actor, filing.claim)
    return filing


def mail(code_id: UUID | None) -> None:
    with db.write() as session:
        code = session.get_one(AccessCode, code_id)
        code.mailed_at = clock.business(session)
        code_left(session, code)


def without_title(lines: list[CodeLine]) -> list[tuple[object, ...]]:
    return [(line.state, line.tone, line.next, line.steps) for line in lines]


def test_a_stranger_sees_the_same_whatever_became_of_the_request() -> None:
    """Matched and mailed, in review, refused, matched by nobody: on each day the same."""
    mailed, reviewed, refused = filed(), moved_lately(filed()), moved_lately(filed())
    strangers = [someone() for _ in range(4)]
    receipts = [one.case.receipt_number for one in (mailed, reviewed, refused)]
    for actor, receipt in zip(strangers, [*receipts, factories.receipt_number()], strict=True):
        with db.write() as session:
            request_code(session, actor, receipt, BORN)
    seen = {"asked": [without_title(sees(actor)) for actor in strangers]}
    match()
    seen["looked up"] = [without_title(sees(actor)) for actor in strangers]
    with db.read() as session:
        code = session.exec(select(AccessCode).where(AccessCode.id != mailed.code.id)).all()
    mail(next(one.id for one in code if one.case_id == mailed.case.id))
    officer = staff()
    request = next(one for one in requests() if one.case_id == refused.case.id)
    opens(officer, refused.case.id)
    with db.write() as session:
        refuse(session, officer, request.id, Refusal.NOT_CONFIRMED)
    seen["decided"] = [without_title(sees(actor)) for actor in strangers]
    for days in (20, 15):
        advance(days=days)
        seen[f"{days} days later"] = [without_title(sees(actor)) for actor in strangers]
    for when, shown in seen.items():
        assert shown == [shown[0]] * 4, when
    assert len({str(shown[0]) for shown in seen.values()}) == 3


def requests() -> list[CodeRequest]:
    with db.read() as session:
        return list(session.exec(select(CodeRequest)))


def test_a_stranger_hears_the_same_and_no_open_page_of_theirs_stirs() -> None:
    filing, stranger, other = filed(), someone(), someone()
    for actor, receipt in ((stranger, filing.case.receipt_number), (other, "IOE0999999999")):
        with db.write() as session:
            request_code(session, actor, receipt, BORN)
    before = {one: version(one) for one in (stranger, other)}
    match()
    mail(newest_code(filing))
    assert {one: version(one) for one in (stranger, other)} == before
    with db.read() as session:
        told = session.exec(select(InboxMessage.account_id, InboxMessage.kind)).all()
    assert sorted(told) == sorted(
        (one.account_id, Kind.CODE_REQUESTED) for one in (stranger, other)
    )


def version(actor: Actor) -> int:
    with db.read() as session:
        change = session.get(Change, account_topic(actor.account_id))
        return change.version if change else 0


def newest_code(filing: Filing) -> UUID | None:
    with db.read() as session:
        codes = session.exec(select(AccessCode).where(AccessCode.case_id == filing.case.id))
        return max(codes, key=lambda code: code.issued_at).id


def test_whoever_has_the_case_sees_each_step_and_is_told_of_it() -> None:
    filing = moved_lately(linked())
    request = asks(filing)
    assert [line.state for line in sees(filing.actor)] == ["An officer looks at it first"]
    officer = staff()
    opens(officer, filing.case.id)
    with db.write() as session:
        approve(session, officer, request.id, Confirmed.CALL)
    [line] = sees(filing.actor)
    assert line.state == "Approved, the letter is being made"
    assert line.next.startswith("It should be there by ")
    too_late_to_undo()
    mail(newest().code_id)
    [line] = sees(filing.actor)
    assert [step.what for step in line.steps] == [
        "Asked for",
        "An officer looks at it first",
        "Approved, the letter is being made",
        "Mailed to the address on file",
    ]
    assert "The code is good until the end of" in line.next
    with db.read() as session:
        told = session.exec(select(InboxMessage.kind).order_by(InboxMessage.id)).all()
    assert told[1:] == [
        Kind.CODE_REQUESTED,
        Kind.CODE_REVIEW,
        Kind.CODE_APPROVED,
        Kind.CODE_MAILED,
    ]


def test_a_refusal_says_why_and_what_to_do() -> None:
    filing = moved_lately(linked())
    request = asks(filing)
    officer = staff()
    opens(officer, filing.case.id)
    with db.write() as session:
        refuse(session, officer, request.id, Refusal.ADDRESS_FIRST)
    [line] = sees(filing.actor)
    assert line.state == "No code was sent"
    assert line.next.startswith("The address on file has to be changed first. Call ")


def test_the_page_of_the_case_shows_the_party_s_codes_to_the_party_alone() -> None:
    filing = linked()
    with db.write() as session:
        other = factories.party(
            session,
            filing.case,
            factories.person(session, born=BORN.replace(year=1970)),
            PartyRole.BENEFICIARY,
        )
        their_account = factories.account(session)
        factories.link(session, their_account, other)
    asks(filing, someone())
    assert [line.state for line in on_case(filing.actor, filing.case.id)] == [
        "Approved, the letter is being made",
        "Used to add the case",
    ]
    assert on_case(actor_for(their_account), filing.case.id) == []


def test_attorney_and_client_see_their_own_codes_only() -> None:
    filing = linked()
    with db.write() as session:
        attorney = actor_for(factories.account(session), Role.REPRESENTATIVE)
        factories.representation(
            session, filing.party, account=session.get(Account, attorney.account_id)
        )
    asks(filing, attorney)
    assert len(on_case(attorney, filing.case.id)) == 1
    assert [line.state for line in on_case(filing.actor, filing.case.id)] == [
        "Used to add the case"
    ]
    assert [line.state for line in sees(attorney)] == ["Approved, the letter is being made"]


def test_my_cases_say_how_far_an_open_request_is() -> None:
    filing = linked()
    with db.read() as session:
        assert [card.code_news for card in my_cases(session, filing.actor).cards] == [""]
    asks(filing)
    with db.read() as session:
        [card] = my_cases(session, filing.actor).cards
    assert card.code_news == "Approved, the letter is being made"
    advance(days=20)
    with db.read() as session:
        assert [card.code_news for card in my_cases(session, filing.actor).cards] == [""]


def test_nothing_about_a_protected_case_leaves_but_by_letter() -> None:
    filing = linked(protected=True)
    asks(filing)
    with db.read() as session:
        kinds = session.exec(select(OutboxMessage.kind, OutboxMessage.channel)).all()
    assert {kind for kind, channel in kinds if channel == "email"} == {Kind.CODE_REQUESTED}


def test_a_request_says_which_case_it_was_for() -> None:
    filing, stranger = filed(), someone()
    asks(filing, stranger)
    assert [line.title for line in sees(stranger)] == [filing.case.receipt_number]
