"""Officers decide: what goes out, who may, and which of two was faster."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.code_requests import Confirmed, EndReason, Refusal
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.openings import OpeningReason
from cx_app.models import (
    AccessCode,
    Account,
    AuditEntry,
    Case,
    CaseOpening,
    CodeRequest,
    InboxMessage,
    OutboundEvent,
    OutboxMessage,
    Party,
)
from cx_app.services.access_codes.decide import (
    Decided,
    Decision,
    approve,
    end,
    looked,
    refuse,
    replace_code,
)
from cx_app.services.access_codes.redeem import Claim, Redeemed, Refused, redeem
from cx_app.services.access_codes.request import RequestState
from tests import factories
from tests.factories import actor_for
from tests.services.access_codes.desk import (
    asks,
    filed,
    moved_lately,
    newest,
    opens,
    staff,
    too_late_to_undo,
)
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


def does(act: Callable[..., Decided], actor: Actor, *what: object) -> Decided:
    with db.write() as session:
        return act(session, actor, *what)


def ready(**facts: object) -> tuple[Actor, CodeRequest]:
    """A request in review, and an officer who has opened its case."""
    request = asks(moved_lately(filed(**facts)))
    officer = staff()
    opens(officer, request.case_id or UUID(int=0))
    return officer, request


def test_an_approved_request_sends_a_code_to_the_address_on_file() -> None:
    officer, request = ready()
    assert does(approve, officer, request.id, Confirmed.CALL) == Decided(Decision.DONE)
    too_late_to_undo()
    request = newest()
    assert (request.state, request.decision) == (RequestState.ISSUED, Confirmed.CALL)
    assert request.decided_by == officer.account_id
    with db.read() as session:
        letters = session.exec(
            select(OutboxMessage).where(OutboxMessage.code_id == request.code_id)
        ).all()
        sent_back = session.exec(select(OutboundEvent.dedupe_key)).all()
    assert [letter.channel for letter in letters] == [Channel.LETTER]
    assert {key.rpartition(":")[2] for key in sent_back} == {"review", "issued"}


def test_a_refused_request_sends_nothing_and_the_agency_hears_of_it() -> None:
    officer, request = ready()
    assert does(refuse, officer, request.id, Refusal.ADDRESS_FIRST).decision is Decision.DONE
    assert (newest().state, newest().decision) == (RequestState.REFUSED, Refusal.ADDRESS_FIRST)
    too_late_to_undo()
    with db.read() as session:
        notices = session.exec(
            select(OutboxMessage).where(OutboxMessage.kind == Kind.ACCEPTANCE_NOTICE)
        )
        assert notices.all() == []
        sent_back = session.exec(select(OutboundEvent.dedupe_key)).all()
    assert {key.rpartition(":")[2] for key in sent_back} == {"review", "refused"}


def test_of_two_officers_at_the_same_instant_one_decides_and_the_other_is_told() -> None:
    for _ in range(5):
        officer, request = ready()
        other = staff(Role.SUPERVISOR)
        opens(other, request.case_id or UUID(int=0))
        answers = together(
            partial(does, approve, officer, request.id, Confirmed.CALL),
            partial(does, refuse, other, request.id, Refusal.NOT_CONFIRMED),
        )
        assert sorted(one.decision for one in answers) == [Decision.DONE, Decision.TOO_LATE]
        [late] = [one for one in answers if one.decision is Decision.TOO_LATE]
        assert late.by in {officer.name, other.name}
        assert late.at


@pytest.mark.parametrize(
    ("act", "what"),
    [(approve, Confirmed.CALL), (refuse, Refusal.NOT_CONFIRMED)],
    ids=["approve", "refuse"],
)
def test_nothing_is_decided_unseen(act: Callable[..., Decided], what: object) -> None:
    request = asks(moved_lately(filed()))
    assert does(act, staff(), request.id, what).decision is Decision.NOT_OPENED
    assert newest().state == RequestState.REVIEW


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REPRESENTATIVE])
def test_only_staff_decide(role: Role) -> None:
    request = asks(moved_lately(filed()))
    with db.write() as session:
        person = actor_for(factories.account(session), role)
    for act, what in ((approve, Confirmed.CALL), (refuse, Refusal.HAS_CODE)):
        with pytest.raises(Forbidden):
            does(act, person, request.id, what)
    assert newest().state == RequestState.REVIEW


def test_nobody_decides_on_their_own_case_or_about_their_own_request() -> None:
    filing = moved_lately(filed())
    request = asks(filing)
    with db.write() as session:
        account = factories.account(session, roles=(Role.OFFICER,))
        factories.link(session, account, filing.party)
    for actor in (actor_for(account, Role.OFFICER), actor_for(filing.account, Role.OFFICER)):
        with pytest.raises(Forbidden):
            does(approve, actor, request.id, Confirmed.CALL)


def test_a_protected_request_is_for_the_narrow_role_and_goes_by_letter_alone() -> None:
    request = asks(filed(protected=True, form="I-134A", email="ines@example.org"))
    with pytest.raises(NotFound):
        does(approve, staff(), request.id, Confirmed.CALL)
    supervisor = staff(Role.SUPERVISOR)
    opens(supervisor, request.case_id or UUID(int=0))
    assert does(approve, supervisor, request.id, Confirmed.CALL).decision is Decision.DONE
    too_late_to_undo()
    with db.read() as session:
        code = session.get_one(AccessCode, newest().code_id)
        assert code.channel == Channel.LETTER


def test_where_several_match_the_officer_says_whose_code_it_is() -> None:
    filing = filed()
    with db.write() as session:
        twin = factories.person(session, given_name="Ramón")
        his = factories.party(session, filing.case, twin, PartyRole.DERIVATIVE)
        elsewhere = factories.filing(session).party
    request = asks(filing)
    officer = staff()
    shown = opens(officer, filing.case.id)
    assert {one.name for one in shown.requests[0].holders} == {
        filing.person.full_name,
        twin.full_name,
    }
    for holder in (None, elsewhere.id):
        answer = does(approve, officer, request.id, Confirmed.CALL, holder)
        assert answer.decision is Decision.NO_HOLDER
    assert does(approve, officer, request.id, Confirmed.CALL, his.id).decision is Decision.DONE
    too_late_to_undo()
    with db.read() as session:
        assert session.get_one(AccessCode, newest().code_id).party_id == his.id


def test_without_an_address_no_code_is_approved() -> None:
    filing = filed(residence=None)
    request = asks(filing)
    officer = staff()
    opens(officer, filing.case.id)
    answer = does(approve, officer, request.id, Confirmed.IN_PERSON)
    assert answer.decision is Decision.NO_ADDRESS
    assert newest().state == RequestState.REVIEW


def test_a_holder_who_left_the_case_gets_no_code() -> None:
    officer, request = ready()
    with db.write() as session:
        session.get_one(Party, request.party_id).ended_at = request.requested_at
    assert does(approve, officer, request.id, Confirmed.CALL).decision is Decision.NO_HOLDER


def test_a_code_that_an_officer_ends_is_of_no_use() -> None:
    filing = filed()
    officer = staff()
    opens(officer, filing.case.id, OpeningReason.CONTACT)
    assert does(end, officer, filing.code.id, EndReason.WRONG_HANDS).decision is Decision.DONE
    assert does(end, officer, filing.code.id, EndReason.WRONG_HANDS).decision is Decision.TOO_LATE
    with db.write() as session:
        assert redeem(session, filing.actor, filing.claim) == Refused()


def test_a_code_is_replaced_once_and_only_where_there_is_an_address() -> None:
    filing = filed()
    officer = staff()
    opens(officer, filing.case.id, OpeningReason.CONTACT)
    replaced = does(replace_code, officer, filing.code.id, EndReason.LETTER_LOST)
    again = does(replace_code, officer, filing.code.id, EndReason.LETTER_LOST)
    assert (replaced.decision, again.decision) == (Decision.DONE, Decision.TOO_LATE)
    nowhere = filed(residence=None)
    opens(officer, nowhere.case.id, OpeningReason.CONTACT)
    answer = does(replace_code, officer, nowhere.code.id, EndReason.LETTER_LOST)
    assert answer.decision is Decision.NO_ADDRESS
    with db.read() as session:
        assert session.get_one(AccessCode, nowhere.code.id).voided_at is None


@pytest.mark.parametrize("act", [end, replace_code])
def test_codes_are_not_touched_unseen(act: Callable[..., Decided]) -> None:
    filing = filed()
    answer = does(act, staff(), filing.code.id, EndReason.LETTER_LOST)
    assert answer.decision is Decision.NOT_OPENED
    with pytest.raises(NotFound):
        does(act, staff(), UUID(int=5), EndReason.LETTER_LOST)
    with pytest.raises(NotFound):
        does(looked, staff(), UUID(int=5))


def test_the_own_accounts_are_told_and_nobody_else() -> None:
    filing = moved_lately(filed())
    with db.write() as session:
        redeem(session, filing.actor, filing.claim)
        stranger = factories.account(session)
    request = asks(filing, actor_for(stranger))
    officer = staff()
    opens(officer, filing.case.id)
    does(approve, officer, request.id, Confirmed.EVIDENCE)
    too_late_to_undo()
    told = {}
    with db.read() as session:
        for account in (filing.account, stranger):
            kinds = select(InboxMessage.kind).where(InboxMessage.account_id == account.id)
            told[account.id] = session.exec(kinds.order_by(col(InboxMessage.id))).all()
    assert told[filing.account.id] == [Kind.CASE_LINKED, Kind.CODE_REVIEW, Kind.CODE_APPROVED]
    assert told[stranger.id] == [Kind.CODE_REQUESTED]


def test_deciding_is_on_record_with_codes_only() -> None:
    officer, request = ready()
    does(approve, officer, request.id, Confirmed.CALL)
    with db.read() as session:
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.action == "access_code.approve")
        ).one()
        opening = session.exec(select(CaseOpening)).one()
    assert entry.details == {"reason": "address_changed", "confirmed": "call"}
    assert (entry.account_id, entry.subject_id) == (officer.account_id, request.id)
    assert (opening.reason, opening.explanation) == (OpeningReason.REQUEST, "code_request")


def test_the_new_code_works() -> None:
    officer, request = ready()
    does(approve, officer, request.id, Confirmed.CALL)
    too_late_to_undo()
    with db.write() as session:
        code = session.get_one(AccessCode, newest().code_id)
        person = session.get_one(Account, request.account_id)
        case = session.get_one(Case, request.case_id)
        claim = Claim(case.receipt_number, code.code or "", factories.BORN)
        assert redeem(session, actor_for(person), claim) == Redeemed(case.id)
