"""Taking a case out of an account, and taking that back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.errors import NotFound
from cx_app.gateways import clock
from cx_app.models import AccessCode, CaseLink, InboxMessage, OutboxMessage
from cx_app.services.access_codes.redeem import Redeemed, Refused, redeem
from cx_app.services.cases.overview import my_cases
from cx_app.services.cases.page import case_page
from cx_app.services.cases.unlink import Undone, removed_cases, undo_unlink, unlink
from cx_app.services.changes import case_topic, versions
from tests import factories
from tests.factories import Filing, actor_for
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


def linked(**facts: object) -> Filing:
    with db.write() as session:
        filing = factories.filing(session, **facts)
        assert isinstance(redeem(session, filing.actor, filing.claim), Redeemed)
        return filing


def removes(filing: Filing) -> None:
    with db.write() as session:
        unlink(session, filing.actor, filing.case.id)


def undoes(filing: Filing) -> Undone:
    with db.write() as session:
        link = session.exec(select(CaseLink).where(CaseLink.account_id == filing.account.id)).one()
        return undo_unlink(session, filing.actor, link.id)


def reaches(filing: Filing) -> bool:
    with db.read() as session:
        try:
            case_page(session, filing.actor, filing.case.id)
        except NotFound:
            return False
        return True


@pytest.mark.parametrize("protected", [False, True])
def test_it_is_gone_at_once_and_comes_back_as_it_was(protected: bool) -> None:
    filing = linked(protected=protected)
    with db.read() as session:
        before = session.exec(select(CaseLink)).one().linked_at
        shown = versions(session, {case_topic(filing.case.id)})
    removes(filing)
    assert not reaches(filing)
    with db.read() as session:
        assert versions(session, {case_topic(filing.case.id)}) != shown
        assert my_cases(session, filing.actor).cards == []
        removed = removed_cases(session, filing.actor)
        assert [one.receipt_number for one in removed] == [filing.case.receipt_number]
        assert session.get_one(AccessCode, filing.code.id).redeemed_at is not None
    assert undoes(filing) is Undone.DONE
    assert reaches(filing)
    with db.read() as session:
        link = session.exec(select(CaseLink)).one()
        assert (link.linked_at, link.end_reason, link.undo_until) == (before, None, None)
        assert removed_cases(session, filing.actor) == []


def test_what_was_sent_stays_and_the_removal_is_told() -> None:
    filing = linked()
    removes(filing)
    with db.read() as session:
        kinds = {row.kind for row in session.exec(select(InboxMessage))}
        assert kinds == {"case_linked", "case_unlinked"}
        assert len(session.exec(select(OutboxMessage)).all()) == 2


def test_the_undo_ends_after_fourteen_days() -> None:
    filing = linked()
    removes(filing)
    with db.write() as session:
        clock.advance(session, timedelta(days=13, hours=23))
    assert undoes(filing) is Undone.DONE
    removes(filing)
    with db.write() as session:
        clock.advance(session, timedelta(days=14))
    assert undoes(filing) is Undone.TOO_LATE
    assert not reaches(filing)
    with db.read() as session:
        assert removed_cases(session, filing.actor) == []


def test_the_used_code_stays_used_and_a_new_one_adds_the_case_again() -> None:
    filing = linked()
    removes(filing)
    with db.write() as session:
        assert redeem(session, filing.actor, filing.claim) == Refused()
        _code, secret = factories.code(session, filing.party)
        again = redeem(session, filing.actor, replace(filing.claim, code=secret))
    assert isinstance(again, Redeemed)
    assert undoes(filing) is Undone.TOO_LATE
    assert reaches(filing)


def test_nobody_else_is_affected() -> None:
    filing = linked()
    with db.write() as session:
        other, attorney = factories.account(session), factories.account(session)
        factories.link(session, other, filing.party)
        factories.representation(session, filing.party, account=attorney)
    removes(filing)
    with db.read() as session:
        for account in (other, attorney):
            assert case_page(session, actor_for(account), filing.case.id)


def test_strangers_and_the_other_side_of_a_protected_case_find_nothing() -> None:
    filing = linked(role=PartyRole.PETITIONER)
    with db.write() as session:
        stranger = actor_for(factories.account(session))
        with pytest.raises(NotFound):
            unlink(session, stranger, filing.case.id)
        with pytest.raises(NotFound):
            undo_unlink(session, stranger, session.exec(select(CaseLink.id)).one())
        with pytest.raises(NotFound):
            undo_unlink(session, filing.actor, uuid4())
    removes(filing)
    with db.write() as session:
        factories.party(session, filing.case, factories.person(session))
        filing.case.protected = True
        session.add(filing.case)
    with pytest.raises(NotFound):
        undoes(filing)
    with db.read() as session:
        assert removed_cases(session, filing.actor) == []


def test_a_part_that_has_ended_does_not_come_back() -> None:
    filing = linked()
    removes(filing)
    with db.write() as session:
        filing.party.ended_at = clock.wall()
        session.add(filing.party)
    assert undoes(filing) is Undone.TOO_LATE


def test_removing_while_another_code_is_used_ends_in_one_of_both() -> None:
    for _round in range(10):
        filing = linked()
        with db.write() as session:
            spare, secret = factories.code(session, filing.party)

        def adds(filing: Filing = filing, secret: str = secret) -> object:
            with db.write() as session:
                return redeem(session, filing.actor, replace(filing.claim, code=secret))

        together(lambda filing=filing: removes(filing), adds)
        with db.read() as session:
            link = session.exec(
                select(CaseLink).where(CaseLink.account_id == filing.account.id)
            ).one()
            used = session.get_one(AccessCode, spare.id).redeemed_at is not None
        living = link.ended_at is None
        assert living == (link.end_reason is None) == (link.undo_until is None)
        assert used or not living
