"""A dispute stops an account from acting and from nothing else, and ends in every way it can."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.code_claims import DisputeAnswer, Ground, Reason
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Role
from cx_app.models import CaseLink, ClaimDispute, InboxMessage, OutboxMessage
from cx_app.services.cases.access import may_act
from cx_app.services.cases.page import case_page
from cx_app.services.claims.dispute import dispute, tell_lapsed
from tests import factories
from tests.factories import actor_for
from tests.services.claims.shared import (
    acts,
    decides,
    disputes_back,
    disputes_it,
    later,
    officer,
    shared,
    stored,
    told,
)
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


def test_who_is_disputed_reads_and_does_not_act() -> None:
    one = shared()
    assert acts(one, one.other)
    assert disputes_it(one).answer is DisputeAnswer.OPENED
    assert not acts(one, one.other)
    assert acts(one, one.actor)
    with db.read() as session:
        page = case_page(session, one.other, one.filing.case.id)
    assert page.card.receipt_number == one.filing.case.receipt_number
    assert "read it and answer what we ask" in page.paused


def test_both_sides_hear_of_it_neither_is_named_and_the_mail_is_neutral() -> None:
    one = shared()
    disputes_it(one)
    assert told(one.actor) == ["dispute_opened"]
    assert told(one.other) == ["acting_paused"]
    with db.read() as session:
        for message in session.exec(select(InboxMessage)):
            assert "@" not in (message.body or "")
        for mail in session.exec(select(OutboxMessage)):
            assert mail.channel == "email"


def test_a_protected_case_tells_its_own_side_inside_the_portal_alone() -> None:
    one = shared(protected=True)
    disputes_it(one)
    assert told(one.other) == ["acting_paused"]
    with db.read() as session:
        assert session.exec(select(OutboxMessage)).all() == []


def test_it_lapses_by_itself_and_both_sides_are_told_once() -> None:
    one = shared()
    disputes_it(one)
    later(29)
    assert not acts(one, one.other)
    later(1)
    assert acts(one, one.other)
    for told_now in (1, 0):
        with db.write() as session:
            assert tell_lapsed(session) == told_now
    assert told(one.actor) == ["dispute_opened", "dispute_lapsed"]
    assert told(one.other) == ["acting_paused", "acting_resumed"]


def test_nobody_disputes_back_nor_again_and_again() -> None:
    one = shared()
    disputes_it(one)
    assert disputes_back(one).answer is DisputeAnswer.PAUSED
    assert disputes_it(one).answer is DisputeAnswer.ANOTHER_OPEN
    later(30)
    assert disputes_it(one).answer is DisputeAnswer.TOO_SOON
    assert disputes_back(one).answer is DisputeAnswer.OPENED
    later(30)
    assert disputes_back(one).answer is DisputeAnswer.TOO_SOON
    later(30)
    assert disputes_it(one).answer is DisputeAnswer.OPENED


def test_a_third_account_can_t_open_a_second_dispute_of_the_party() -> None:
    one = shared()
    disputes_it(one)
    with db.write() as session:
        third = factories.account(session)
        factories.link(session, third, one.filing.party)
        again = dispute(
            session, actor_for(third), one.filing.case.id, one.link.id, Ground.NO_CONSENT
        )
    assert again.answer is DisputeAnswer.ANOTHER_OPEN


def test_only_accounts_of_the_same_party_and_never_oneself() -> None:
    one = shared()
    with db.write() as session:
        petitioner = factories.account(session)
        party = factories.party(
            session, one.filing.case, factories.person(session), PartyRole.PETITIONER
        )
        theirs = factories.link(session, petitioner, party)
    stranger = officer(Role.APPLICANT)
    tries = [
        (actor_for(petitioner), one.link.id),
        (one.actor, theirs.id),
        (one.actor, one.link.id),
        (stranger, one.link.id),
        (one.actor, uuid4()),
    ]
    for actor, link_id in tries:
        with db.write() as session, pytest.raises(NotFound):
            dispute(session, actor, one.filing.case.id, link_id, Ground.UNKNOWN)
    with db.read() as session:
        assert session.exec(select(ClaimDispute)).all() == []


def test_an_account_that_lost_the_case_is_not_disputed() -> None:
    one = shared()
    with db.write() as session:
        session.get_one(CaseLink, one.other_link.id).ended_at = one.link.linked_at
    with pytest.raises(NotFound):
        disputes_it(one)


def test_two_accounts_that_dispute_each_other_at_once_make_one_dispute() -> None:
    for _round in range(10):
        one = shared()
        answers = together(partial(disputes_it, one), partial(disputes_back, one))
        assert [one.answer for one in answers].count(DisputeAnswer.OPENED) == 1
        with db.write() as session:
            found = session.exec(select(ClaimDispute)).all()
            assert len(found) == 1
            session.delete(found[0])


def test_the_other_side_of_a_protected_case_may_not_act_at_all() -> None:
    one = shared(role=PartyRole.PETITIONER)
    with db.write() as session:
        factories.party(session, one.filing.case, factories.person(session))
        one.filing.case.protected = True
        session.add(one.filing.case)
    assert not acts(one, one.actor)
    with pytest.raises(NotFound):
        disputes_it(one)


def test_a_representative_acts_whatever_the_accounts_of_the_client_dispute() -> None:
    one = shared()
    disputes_it(one)
    with db.write() as session:
        attorney = factories.account(session)
        factories.representation(session, one.filing.party, account=attorney)
    who = actor_for(attorney, Role.REPRESENTATIVE)
    with db.read() as session:
        assert may_act(session, who, one.filing.case.id)
        assert may_act(session, who, one.filing.case.id, one.filing.party.id)
        assert not may_act(session, who, one.filing.case.id, uuid4())


def test_a_dispute_that_was_dismissed_lets_both_act() -> None:
    one = shared()
    disputes_it(one)
    decides(officer(), Reason.SAME_PERSON)
    assert not acts(one, one.other)
    decides(officer(), Reason.AGREED)
    assert acts(one, one.other)
    assert stored().outcome == "dismissed"
