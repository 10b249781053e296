"""The inbox comes in pages, is read message by message, and never leads to what may not be seen."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.models import Account, Case
from cx_app.services.cases.follow import follow
from cx_app.services.changes import account_topic, versions
from cx_app.services.messages.history import message_history
from cx_app.services.messages.inbox import InboxPage, inbox, mark_read, unread
from cx_app.services.messages.reach import hash_of
from cx_app.services.messages.stops import stop
from tasks.messages import sweep
from tests import factories
from tests.services.messages.people import PHONE, account, tell, texts_to

pytestmark = pytest.mark.usefixtures("database")


def read(actor: Actor, older: str = "", rows: int = 2) -> InboxPage:
    with db.read() as session:
        return inbox(session, actor, older=older, rows=rows)


def left(actor: Actor) -> int:
    with db.read() as session:
        return unread(session, actor)


def told(owner: Account, times: int) -> Actor:
    for n in range(times):
        tell(owner, str(n))
    return factories.actor_for(owner)


def test_pages_have_each_message_once_the_newest_first() -> None:
    actor = told(account(), 5)
    pages = [read(actor)]
    while pages[-1].older:
        pages.append(read(actor, pages[-1].older))
    assert [len(page.lines) for page in pages] == [2, 2, 1]
    ids = [line.id for page in pages for line in page.lines]
    assert ids == sorted(set(ids), reverse=True)


def test_the_last_page_says_that_it_is_the_last() -> None:
    actor = told(account(), 2)
    assert read(actor).older == ""


def test_reading_one_leaves_the_others_unread() -> None:
    actor = told(account(), 3)
    newest = UUID(read(actor).lines[0].id)
    with db.write() as session:
        mark_read(session, actor, [newest])
    assert left(actor) == 2
    assert [line.unread for line in read(actor, rows=3).lines] == [False, True, True]
    with db.write() as session:
        mark_read(session, actor)
    assert left(actor) == 0


def test_nobody_reads_for_somebody_else() -> None:
    actor, stranger = told(account(), 1), factories.actor_for(account())
    with db.write() as session:
        mark_read(session, stranger, [UUID(read(actor).lines[0].id)])
        mark_read(session, stranger)
    assert left(actor) == 1


def test_open_pages_hear_of_it_once() -> None:
    actor = told(account(), 1)
    topic = account_topic(actor.account_id)
    seen = []
    for _time in range(2):
        with db.write() as session:
            mark_read(session, actor)
            seen.append(versions(session, {topic})[topic])
    assert seen[0] == seen[1]


def test_a_message_leads_to_its_case_while_that_is_reached() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        link = factories.link(session, filing.account, filing.party)
    tell(filing.account, case_id=filing.case.id)
    actor = factories.actor_for(filing.account)
    message = UUID(read(actor).lines[0].id)
    with db.write() as session:
        history = message_history(session, actor, message)
        assert history.case_id == str(filing.case.id)
        assert history.receipt_number == filing.case.receipt_number
        link.ended_at = factories.utc(2026, 1, 1)
        session.add(link)
    with db.read() as session:
        history = message_history(session, actor, message)
    assert (history.case_id, history.receipt_number, history.about_a_case) == ("", "", True)


def test_a_followed_case_is_reached_too() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        follow(session, filing.actor, filing.case.receipt_number)
    with db.read() as session:
        history = message_history(session, filing.actor, UUID(read(filing.actor).lines[0].id))
    assert history.case_id == str(filing.case.id)


def test_once_a_case_is_protected_the_other_side_cannot_open_what_it_was_told() -> None:
    with db.write() as session:
        filing = factories.filing(session, role=PartyRole.PETITIONER)
        factories.link(session, filing.account, filing.party)
    tell(filing.account, case_id=filing.case.id)
    actor = factories.actor_for(filing.account)
    message = UUID(read(actor).lines[0].id)
    with db.write() as session:
        session.get_one(Case, filing.case.id).protected = True
    assert (read(actor).lines, left(actor)) == ([], 0)
    with db.read() as session:
        with pytest.raises(NotFound):
            message_history(session, actor, message)
        with pytest.raises(NotFound):
            message_history(session, actor, uuid4())


@pytest.mark.usefixtures("at_noon")
def test_open_pages_hear_that_a_message_will_not_be_sent() -> None:
    person = account()
    texts_to(person)
    tell(person)
    topic = account_topic(person.id)
    with db.write() as session:
        stop(session, hash_of(PHONE), source="text")
        before = versions(session, {topic})[topic]
    sweep()
    [line] = read(factories.actor_for(person)).lines
    with db.read() as session:
        assert versions(session, {topic})[topic] > before
        ways = message_history(session, factories.actor_for(person), UUID(line.id)).deliveries
    assert ("sms", "not_sent", "opted_out") in {(w.channel, w.status, w.reason) for w in ways}
