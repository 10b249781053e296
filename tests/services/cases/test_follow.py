"""Following by receipt number alone: a status, and nothing that tells more."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import AuditEntry, Case, CaseEvent, CaseFollow, InboxMessage, OutboxMessage
from cx_app.services.cases.follow import Followed, NotFollowed, follow, unfollow
from cx_app.services.cases.overview import my_cases
from cx_app.services.cases.page import case_page
from tests import factories
from tests.factories import actor_for
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def actor(database: str) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session))


def a_case(**facts: object) -> Case:
    with db.write() as session:
        return factories.case(session, **facts)


def start(actor: Actor, receipt_number: str) -> Followed | NotFollowed:
    with db.write() as session:
        return follow(session, actor, receipt_number)


def stop(actor: Actor, case_id: UUID) -> None:
    with db.write() as session:
        unfollow(session, actor, case_id)


def shown(actor: Actor) -> list[str]:
    with db.read() as session:
        return [card.id for card in my_cases(session, actor).cards]


def test_a_followed_case_shows_its_status_and_no_history(actor: Actor) -> None:
    case = a_case(status_code="FJ")
    with db.write() as session:
        now = clock.wall()
        session.add(CaseEvent(feed_id="E1", case_id=case.id, code="FJ", at=now, recorded_at=now))
    assert start(actor, case.receipt_number) == Followed(case.id)
    with db.read() as session:
        page = case_page(session, actor, case.id)
    assert page.card.followed
    assert page.card.status_title == "Interview scheduled"
    assert (page.history, page.links, page.representative) == ([], [], "")


def test_following_is_told_in_the_inbox_and_audited(actor: Actor) -> None:
    case = a_case()
    start(actor, case.receipt_number)
    with db.read() as session:
        assert case.receipt_number in (session.exec(select(InboxMessage)).one().body or "")
        entry = session.exec(select(AuditEntry)).one()
        assert (entry.action, entry.outcome, entry.case_id) == ("case.follow", "done", case.id)


def test_following_twice_tells_once(actor: Actor) -> None:
    case = a_case()
    assert start(actor, case.receipt_number) == start(actor, case.receipt_number)
    with db.read() as session:
        assert len(session.exec(select(CaseFollow)).all()) == 1
        assert len(session.exec(select(InboxMessage)).all()) == 1
        assert len(session.exec(select(OutboxMessage)).all()) == 1


def test_a_protected_case_answers_as_one_that_is_not_there(actor: Actor) -> None:
    protected = a_case(protected=True)
    asked = []
    for receipt_number in (protected.receipt_number, factories.receipt_number()):
        with statements() as seen:
            assert start(actor, receipt_number) == NotFollowed()
        asked.append([one for one in seen if "case_link" not in one])
    assert asked[0] == asked[1]
    with db.read() as session:
        entries = session.exec(select(AuditEntry)).all()
        assert {(entry.outcome, entry.case_id) for entry in entries} == {("no_case", None)}


def test_a_case_that_became_protected_is_gone_from_followers(actor: Actor) -> None:
    case = a_case()
    start(actor, case.receipt_number)
    with db.write() as session:
        session.merge(case).protected = True
    assert shown(actor) == []
    with db.read() as session, pytest.raises(NotFound):
        case_page(session, actor, case.id)


def test_a_linked_case_is_not_followed_as_well(actor: Actor) -> None:
    with db.write() as session:
        filing = factories.filing(session, protected=True)
        factories.link(session, filing.account, filing.party)
    assert start(filing.actor, filing.case.receipt_number) == Followed(filing.case.id)
    with db.read() as session:
        assert session.exec(select(CaseFollow)).all() == []


def test_stopping_and_starting_again(actor: Actor) -> None:
    case = a_case()
    start(actor, case.receipt_number)
    stop(actor, case.id)
    stop(actor, case.id)
    assert shown(actor) == []
    with db.read() as session:
        actions = session.exec(select(AuditEntry.action)).all()
        assert sorted(actions) == ["case.follow", "case.unfollow"]
    start(actor, case.receipt_number)
    assert shown(actor) == [str(case.id)]


def test_nobody_can_stop_for_someone_else(actor: Actor) -> None:
    case = a_case()
    start(actor, case.receipt_number)
    with db.write() as session:
        unfollow(session, actor_for(factories.account(session)), case.id)
    assert shown(actor) == [str(case.id)]
