"""Two officers for each dispute, and neither of them on the case."""

from __future__ import annotations

from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.code_claims import DecisionAnswer, Reason
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.models import AccessCode, AuditEntry, CaseLink, CaseOpening
from cx_app.services.cases.unlink import Undone, undo_unlink, unlink
from cx_app.services.claims.desk import disputes, look_at
from tests import factories
from tests.factories import actor_for
from tests.services.claims.shared import (
    acts,
    decides,
    disputes_it,
    later,
    officer,
    shared,
    stored,
    told,
)
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
FINAL = (DecisionAnswer.PROPOSED, DecisionAnswer.DECIDED)


def lines(who: Actor) -> list[str]:
    with db.read() as session:
        return [line.state for line in disputes(session, who)]


def test_two_officers_remove_an_account_and_the_code_stays_used() -> None:
    one = shared()
    disputes_it(one)
    first, second = officer(), officer()
    assert lines(first) == ["Needs two officers"]
    assert decides(first, Reason.NOT_THE_PERSON) is DecisionAnswer.PROPOSED
    assert lines(second) == ["Needs a second officer"]
    with db.read() as session:
        assert session.get_one(CaseLink, one.other_link.id).ended_at is None
    assert decides(second, Reason.WITHOUT_CONSENT) is DecisionAnswer.DECIDED
    with db.read() as session:
        link = session.get_one(CaseLink, one.other_link.id)
        assert (link.ended_at is not None, link.end_reason) == (True, "disputed")
        assert session.get_one(AccessCode, one.filing.code.id).voided_at is None
    assert not acts(one, one.other)
    assert acts(one, one.actor)
    assert told(one.actor) == ["dispute_opened", "dispute_upheld"]
    assert told(one.other) == ["acting_paused", "case_taken_away"]
    assert lines(first) == []


def test_one_officer_is_never_both() -> None:
    one = shared()
    disputes_it(one)
    first = officer()
    decides(first, Reason.NOT_THE_PERSON)
    assert decides(first, Reason.NOT_THE_PERSON) is DecisionAnswer.SAME_OFFICER
    assert decides(first, Reason.AGREED) is DecisionAnswer.SAME_OFFICER
    with db.read() as session:
        assert session.get_one(CaseLink, one.other_link.id).ended_at is None


def test_who_says_otherwise_needs_another_to_agree() -> None:
    one = shared()
    disputes_it(one)
    first, second = officer(), officer()
    decides(first, Reason.NOT_THE_PERSON)
    assert decides(second, Reason.AGREED) is DecisionAnswer.PROPOSED
    assert acts(one, one.other) is False
    assert decides(first, Reason.NOT_SHOWN) is DecisionAnswer.DECIDED
    assert acts(one, one.other)
    assert decides(officer(), Reason.NOT_THE_PERSON) is DecisionAnswer.OVER


def test_nobody_decides_on_their_own_case_or_dispute() -> None:
    one = shared()
    disputes_it(one)
    with db.write() as session:
        attorney = factories.account(session)
        factories.representation(session, one.filing.party, account=attorney)
        unlink(session, one.other, one.filing.case.id)
    on_it = [one.filing.account.id, one.other.account_id, attorney.id]
    for account_id in on_it:
        who = Actor(account_id, Role.SUPERVISOR)
        assert lines(who) == []
        with pytest.raises(Forbidden):
            decides(who, Reason.AGREED)
    for role in (Role.APPLICANT, Role.REPRESENTATIVE):
        with pytest.raises(Forbidden):
            decides(officer(role), Reason.AGREED)
    with pytest.raises(NotFound):
        decides(officer(), Reason.AGREED, uuid4())


def test_a_protected_case_is_for_a_narrower_role() -> None:
    one = shared(protected=True)
    disputes_it(one)
    with pytest.raises(NotFound):
        decides(officer(), Reason.AGREED)
    assert lines(officer()) == []
    assert lines(officer(Role.SUPERVISOR)) == ["Needs two officers"]
    decides(officer(Role.SUPERVISOR), Reason.AGREED)
    assert decides(officer(Role.ADMIN), Reason.AGREED) is DecisionAnswer.DECIDED


def test_a_lapsed_dispute_is_not_decided() -> None:
    one = shared()
    disputes_it(one)
    decides(officer(), Reason.NOT_THE_PERSON)
    later(30)
    assert lines(officer()) == []
    assert decides(officer(), Reason.NOT_THE_PERSON) is DecisionAnswer.OVER
    assert acts(one, one.other)


def test_looking_opens_the_case_for_its_people_to_see() -> None:
    one = shared()
    disputes_it(one)
    who = officer()
    with db.write() as session:
        page = look_at(session, who, stored().id)
    assert {line.side for line in page.claimants} == {"disputed", "disputes it"}
    assert all("•••@" in line.account for line in page.claimants)
    with db.read() as session:
        opening = session.exec(select(CaseOpening)).one()
        assert (opening.account_id, opening.reason) == (who.account_id, "request")
        assert opening.explanation == "code_request"


def test_what_was_removed_by_its_own_person_does_not_come_back_after_a_decision() -> None:
    one = shared()
    disputes_it(one)
    with db.write() as session:
        unlink(session, one.other, one.filing.case.id)
    decides(officer(), Reason.NOT_THE_PERSON)
    decides(officer(), Reason.NOT_THE_PERSON)
    with db.write() as session:
        assert undo_unlink(session, one.other, one.other_link.id) is Undone.TOO_LATE


def test_two_officers_at_the_same_instant_are_heard_one_after_the_other() -> None:
    for _round in range(10):
        one = shared()
        disputes_it(one)
        with db.read() as session:
            found = disputes(session, officer())[0].id
        both = [officer(), officer()]

        answers = together(
            *(partial(decides, who, Reason.NOT_THE_PERSON, UUID(found)) for who in both)
        )
        assert sorted(answers) == sorted(FINAL)
        with db.read() as session:
            link = session.get_one(CaseLink, one.other_link.id)
            assert link.end_reason == "disputed"
            outcomes = session.exec(
                select(AuditEntry.outcome).where(
                    AuditEntry.action == "claim.decide", AuditEntry.case_id == one.filing.case.id
                )
            ).all()
        assert sorted(outcomes) == sorted(FINAL)


def test_the_account_of_an_officer_who_was_on_the_case_long_ago_counts_as_on_it() -> None:
    one = shared()
    disputes_it(one)
    with db.write() as session:
        member = factories.account(session)
        link = factories.link(session, member, one.filing.party)
        link.ended_at = link.linked_at
    who = actor_for(member, Role.OFFICER)
    assert lines(who) == []
    with pytest.raises(Forbidden):
        decides(who, Reason.AGREED)
