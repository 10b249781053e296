"""Who sees what of a case, and in which order cases stand."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.language import using
from cx_app.models import Case, CaseEvent, CaseFollow
from cx_app.services.cases.overview import my_cases
from cx_app.services.cases.page import case_page
from cx_app.services.cases.views import CasePage
from tests import factories
from tests.factories import Filing, actor_for

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def filing(database: str) -> Filing:
    """A linked case of a petitioner, with two events."""
    with db.write() as session:
        made = factories.filing(session, role=PartyRole.PETITIONER, status_code="FH")
        factories.link(session, made.account, made.party)
        for n, code in enumerate(["IAF", "FH"]):
            at = clock.wall() - timedelta(days=10 - n)
            session.add(
                CaseEvent(feed_id=f"E{n}", case_id=made.case.id, code=code, at=at, recorded_at=at)
            )
        return made


def page(actor: Actor, filing: Filing) -> CasePage:
    with db.read() as session:
        return case_page(session, actor, filing.case.id)


def beneficiary_of(session: Session, filing: Filing) -> Actor:
    person = factories.person(session, given_name="Bea")
    party = factories.party(session, filing.case, person, PartyRole.BENEFICIARY)
    account = factories.account(session, email="bea@example.org")
    factories.link(session, account, party)
    return actor_for(account)


def test_a_party_sees_the_newest_event_first_and_its_own_capacity(filing: Filing) -> None:
    seen = page(filing.actor, filing)
    assert [line.title for line in seen.history] == [
        "Waiting for an interview date",
        "Case received",
    ]
    assert seen.capacity == "You are the petitioner."


def test_other_parties_never_learn_who_linked(filing: Filing) -> None:
    with db.write() as session:
        beneficiary = beneficiary_of(session, filing)
    assert [link.account for link in page(filing.actor, filing).links] == ["You"]
    theirs = page(beneficiary, filing)
    assert [link.account for link in theirs.links] == ["You"]
    assert "example.org" not in str(theirs)


def test_a_second_account_of_the_same_party_is_shown_masked(filing: Filing) -> None:
    with db.write() as session:
        second = factories.account(session, email="maria@example.org")
        factories.link(session, second, filing.party)
    links = page(filing.actor, filing).links
    assert sorted(link.account for link in links) == ["You", "ma•••@example.org"]


def test_strangers_get_the_answer_of_a_case_that_does_not_exist(filing: Filing) -> None:
    with db.write() as session:
        stranger = actor_for(factories.account(session))
    with db.read() as session:
        with pytest.raises(NotFound) as theirs:
            case_page(session, stranger, filing.case.id)
        with pytest.raises(NotFound) as nobodys:
            case_page(session, stranger, uuid4())
    assert str(theirs.value) == str(nobodys.value)


def test_a_link_that_ended_shows_nothing(filing: Filing) -> None:
    with db.write() as session:
        account = factories.account(session)
        factories.link(session, account, filing.party).ended_at = clock.wall()
    with pytest.raises(NotFound):
        page(actor_for(account), filing)


def test_a_representative_sees_the_history_but_not_who_linked(filing: Filing) -> None:
    with db.write() as session:
        account = factories.account(session)
        factories.representation(session, filing.party, account=account)
    actor = actor_for(account, Role.REPRESENTATIVE)
    seen = page(actor, filing)
    assert seen.card.represented
    assert len(seen.history) == 2
    assert seen.links == []
    assert page(filing.actor, filing).representative == "Ana Attorney"
    with db.read() as session:
        assert [card.represented for card in my_cases(session, actor).cards] == [True]


def test_the_turn_of_a_client_is_not_told_as_the_representatives(filing: Filing) -> None:
    with db.write() as session:
        account = factories.account(session)
        factories.representation(session, filing.party, account=account)
        case = session.get_one(Case, filing.case.id)
        case.status_code = "FBA"
        session.add(case)
    actor = actor_for(account, Role.REPRESENTATIVE)
    with db.read() as session:
        listed = [card.turn_label for card in my_cases(session, actor).cards]
    theirs, own = page(actor, filing), page(filing.actor, filing)
    assert [theirs.card.turn_label, *listed] == ["Your client’s turn"] * 2
    assert own.card.turn_label == "Your turn"
    assert (theirs.progress.turn, own.progress.turn) == ("Your client", "You")


def test_a_representation_that_ended_shows_nothing(filing: Filing) -> None:
    with db.write() as session:
        account = factories.account(session)
        factories.representation(session, filing.party, account=account, ended_at=clock.wall())
    actor = actor_for(account, Role.REPRESENTATIVE)
    with pytest.raises(NotFound):
        page(actor, filing)
    with db.read() as session:
        assert my_cases(session, actor).cards == []
    assert page(filing.actor, filing).representative == ""


def test_in_a_protected_case_the_protected_person_sees_what_they_always_saw(database: str) -> None:
    with db.write() as session:
        filing = factories.filing(session, role=PartyRole.APPLICANT)
        factories.link(session, filing.account, filing.party)
    before = page(filing.actor, filing)
    with db.write() as session:
        session.merge(filing.case).protected = True
    assert page(filing.actor, filing) == before


def test_in_a_protected_case_a_follower_sees_nothing(filing: Filing) -> None:
    with db.write() as session:
        account = factories.account(session)
        session.add(
            CaseFollow(account_id=account.id, case_id=filing.case.id, followed_at=clock.wall())
        )
        session.merge(filing.case).protected = True
    with pytest.raises(NotFound):
        page(actor_for(account), filing)


def test_an_event_without_plain_words_is_kept_as_a_recorded_step(filing: Filing) -> None:
    with db.write() as session:
        now = clock.wall()
        session.add(
            CaseEvent(feed_id="X", case_id=filing.case.id, code="ZZ9", at=now, recorded_at=now)
        )
    assert page(filing.actor, filing).history[0].title == "Update recorded"


def test_the_person_s_own_turn_comes_first() -> None:
    with db.write() as session:
        account = factories.account(session)
        for code in ("LEA", "IAF", "FJ"):
            case = factories.case(session, status_code=code)
            factories.link(
                session, account, factories.party(session, case, factories.person(session))
            )
    with db.read() as session:
        turns = [card.turn for card in my_cases(session, actor_for(account)).cards]
    assert turns == ["you", "agency", "nobody"]


def test_a_case_that_is_both_linked_and_followed_stands_once_as_linked(filing: Filing) -> None:
    with db.write() as session:
        session.add(
            CaseFollow(
                account_id=filing.account.id, case_id=filing.case.id, followed_at=clock.wall()
            )
        )
    with db.read() as session:
        cards = my_cases(session, filing.actor).cards
    assert [(card.followed, card.represented) for card in cards] == [(False, False)]


def test_dates_are_said_in_the_language_of_the_page(filing: Filing) -> None:
    english = page(filing.actor, filing).received
    with using("es"):
        spanish = page(filing.actor, filing).received
    assert english != spanish
    assert "de" in spanish.split()
