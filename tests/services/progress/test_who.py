"""Who sees the estimate of a case, and who may keep it to themselves."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.code_claims import EndReason
from cx_app.domain.errors import NotFound
from cx_app.gateways import clock
from cx_app.models import CaseLink, Party, PolicySetting, ProgressWish
from cx_app.services.cases.page import case_page
from cx_app.services.cases.unlink import unlink
from cx_app.services.progress.wishes import ask_to_be_told
from tests import factories
from tests.services.progress.test_shown import Filed, represented, version_of
from tests.services.progress.test_tables import fit, many


@pytest.fixture(autouse=True)
def counted(database: str) -> None:
    many()
    fit()


def test_a_representative_sees_it_unless_the_client_says_no() -> None:
    filed = Filed()
    lawyer = represented(filed)
    assert filed.sees(lawyer).status == "estimated"
    assert not filed.sees(lawyer).may_wish
    with db.write() as session:
        assert ask_to_be_told(session, filed.actor, filed.case_id, 0, share=False)
    assert not filed.sees(lawyer).shown
    assert filed.sees().shown


def test_a_no_to_a_representative_stands_until_it_is_taken_back() -> None:
    """Who asks for messages meanwhile, with nobody to share it with, is not asked and keeps
    it."""
    filed = Filed()
    with db.write() as session:
        ask_to_be_told(session, filed.actor, filed.case_id, 0, share=False)
        ask_to_be_told(session, filed.actor, filed.case_id, 14, share=None)
    lawyer = represented(filed)
    assert not filed.sees(lawyer).shown
    with db.write() as session:
        ask_to_be_told(session, filed.actor, filed.case_id, 14, share=True)
    assert filed.sees(lawyer).shown


def test_a_no_outlives_the_case_in_the_account_that_said_it() -> None:
    """To remove a case shares nothing. Whoever adds it then is asked, and their word counts."""
    filed = Filed()
    lawyer = represented(filed)
    with db.write() as session:
        ask_to_be_told(session, filed.actor, filed.case_id, 0, share=False)
        unlink(session, filed.actor, filed.case_id)
    assert not filed.sees(lawyer).shown
    with db.write() as session:
        account = factories.account(session)
        factories.link(session, account, session.get_one(Party, filed.party.id))
    assert filed.sees(lawyer).shown
    with db.write() as session:
        new = factories.actor_for(account)
        ask_to_be_told(session, new, filed.case_id, 0, share=False)
    assert not filed.sees(lawyer).shown


def test_a_no_of_somebody_whose_access_others_ended_does_not_stand() -> None:
    filed = Filed()
    lawyer = represented(filed)
    with db.write() as session:
        ask_to_be_told(session, filed.actor, filed.case_id, 0, share=False)
        link = session.exec(select(CaseLink)).one()
        link.ended_at, link.end_reason = clock.wall(), EndReason.DISPUTED
        session.add(link)
    assert filed.sees(lawyer).shown


def test_a_no_to_a_representative_reaches_their_open_pages() -> None:
    filed = Filed()
    seen = [version_of(filed)]
    for share in (True, False, False, True):
        with db.write() as session:
            ask_to_be_told(session, filed.actor, filed.case_id, 14, share=share)
        seen.append(version_of(filed))
    assert [before != after for before, after in pairwise(seen)] == [False, True, False, True]


def test_the_agency_may_leave_representatives_out() -> None:
    filed = Filed()
    lawyer = represented(filed)
    with db.write() as session:
        rule = "progress.representatives"
        row = PolicySetting(name=rule, value=False, effective_from=clock.wall(), set_by="tests")
        session.add(row)
    assert not filed.sees(lawyer).shown


def test_of_a_protected_case_only_its_person_sees_it() -> None:
    filed = Filed(protected=True)
    assert filed.sees().status == "estimated"
    assert not filed.sees(represented(filed)).shown


def test_a_stranger_neither_sees_nor_asks() -> None:
    filed = Filed()
    with db.write() as session:
        stranger = factories.actor_for(factories.account(session))
        with pytest.raises(NotFound):
            case_page(session, stranger, filed.case_id)
        with pytest.raises(NotFound):
            ask_to_be_told(session, stranger, filed.case_id, 14, share=True)


def test_only_what_is_offered_can_be_asked_for() -> None:
    filed = Filed()
    with db.write() as session:
        assert not ask_to_be_told(session, filed.actor, filed.case_id, 13, share=True)
        assert session.exec(select(ProgressWish)).first() is None
        assert ask_to_be_told(session, filed.actor, filed.case_id, 14, share=True)
    assert filed.sees().wish.tell_days == "14"
