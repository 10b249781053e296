"""What a case page says of other accounts and of the other's code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Actor, Role
from cx_app.services.access_codes.redeem import Redeemed, redeem
from cx_app.services.cases.page import case_page
from cx_app.services.cases.views import CasePage
from tests import factories
from tests.factories import Filing, actor_for
from tests.services.claims.shared import Shared, disputes_it, shared, told

pytestmark = pytest.mark.usefixtures("database")
SENT = "has been sent a code of their own"


def page(actor: Actor, filing: Filing) -> CasePage:
    with db.read() as session:
        return case_page(session, actor, filing.case.id)


def test_accounts_of_the_same_party_see_each_other_masked() -> None:
    one = shared()
    lines = page(one.actor, one.filing).links
    assert [line.own for line in lines] == [True, False]
    assert lines[1].account.endswith("•••@example.org")
    assert [line.can_dispute for line in lines] == [False, True]


def test_while_disputed_nobody_is_offered_another_dispute() -> None:
    one = shared()
    disputes_it(one)
    assert [line.disputed for line in page(one.actor, one.filing).links] == [False, True]
    for who in (one.actor, one.other):
        assert not any(line.can_dispute for line in page(who, one.filing).links)


def test_other_parties_see_nothing_of_it() -> None:
    one = shared()
    disputes_it(one)
    with db.write() as session:
        petitioner = factories.account(session)
        person = factories.person(session)
        party = factories.party(session, one.filing.case, person, PartyRole.PETITIONER)
        factories.link(session, petitioner, party)
        attorney = factories.account(session)
        factories.representation(session, one.filing.party, account=attorney)
    theirs = page(actor_for(petitioner), one.filing)
    assert [line.account for line in theirs.links] == ["You"]
    acting = page(actor_for(attorney, Role.REPRESENTATIVE), one.filing)
    assert (acting.links, acting.paused, theirs.paused) == ([], "", "")


def joins(one: Shared) -> Actor:
    """A third account adds the case with a fresh code of the same party."""
    with db.write() as session:
        _code, secret = factories.code(session, one.filing.party)
        third = factories.account(session)
        claim = replace(one.filing.claim, code=secret)
        assert isinstance(redeem(session, actor_for(third), claim), Redeemed)
    return actor_for(third)


def test_who_is_there_hears_of_who_comes_and_only_they() -> None:
    one = shared()
    with db.write() as session:
        petitioner = factories.account(session)
        person = factories.person(session)
        party = factories.party(session, one.filing.case, person, PartyRole.PETITIONER)
        factories.link(session, petitioner, party)
    third = joins(one)
    assert told(one.actor) == told(one.other) == ["case_claimed"]
    assert told(actor_for(petitioner)) == []
    assert told(third) == ["case_linked"]


def test_a_pair_sees_that_the_other_was_sent_a_code_and_not_which() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        factories.link(session, filing.account, filing.party)
        attorney = factories.account(session)
        representation = factories.representation(session, filing.party, account=attorney)
    acting = actor_for(attorney, Role.REPRESENTATIVE)
    assert page(filing.actor, filing).pair == "Your representative has not been sent a code."
    assert f"The person you represent {SENT}" in page(acting, filing).pair
    with db.write() as session:
        stored, secret = factories.code(session, representation)
    said = page(filing.actor, filing).pair
    assert f"Your representative {SENT}" in said
    assert secret not in said
    assert page(filing.actor, filing).representative == "Ana Attorney"
    with db.write() as session:
        session.get_one(type(stored), stored.id).redeemed_at = stored.issued_at
    assert page(filing.actor, filing).pair == said


def test_no_pair_on_a_protected_case_and_none_without_a_representative() -> None:
    with db.write() as session:
        filing = factories.filing(session, protected=True)
        factories.link(session, filing.account, filing.party)
        attorney = factories.account(session)
        representation = factories.representation(session, filing.party, account=attorney)
        factories.code(session, representation)
        alone = factories.filing(session)
        factories.link(session, alone.account, alone.party)
    assert page(filing.actor, filing).pair == ""
    assert page(actor_for(attorney, Role.REPRESENTATIVE), filing).pair == ""
    assert page(alone.actor, alone).pair == ""
