"""Reminders before a code expires, and the question whether a requested one has come."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import AccessCode, InboxMessage
from cx_app.services.access_codes.redeem import redeem
from cx_app.services.cases.follow import follow, unfollow
from tasks.access_codes import remind
from tests.factories import Filing
from tests.services.access_codes.desk import advance, asks, filed, moved_lately, someone

pytestmark = pytest.mark.usefixtures("database")


def mailed(**facts: object) -> Filing:
    filing = filed(**facts)
    with db.write() as session:
        session.merge(filing.code).mailed_at = clock.business(session)
    return filing


def follower(filing: Filing) -> Actor:
    actor = someone()
    with db.write() as session:
        follow(session, actor, filing.case.receipt_number)
    return actor


def told(actor: Actor) -> list[str]:
    with db.read() as session:
        kinds = select(InboxMessage.kind).where(
            InboxMessage.account_id == actor.account_id,
            col(InboxMessage.kind).in_([Kind.CODE_EXPIRES, Kind.CODE_DUE]),
        )
        return list(session.exec(kinds.order_by(col(InboxMessage.id))))


def test_a_follower_is_reminded_30_and_7_days_before_and_once_each() -> None:
    actor = follower(mailed())
    counts = []
    for days in (60, 1, 22, 1, 1, 10):
        advance(days=days)
        remind()
        remind()
        counts.append(len(told(actor)))
    assert counts == [0, 1, 1, 2, 2, 2]


def test_whoever_comes_late_gets_one_reminder_and_not_two() -> None:
    filing = mailed()
    advance(days=86)
    actor = follower(filing)
    remind()
    assert told(actor) == [Kind.CODE_EXPIRES]


def test_what_is_no_use_any_more_is_no_reminder() -> None:
    used, ended, left, returned = (mailed() for _ in range(4))
    actors = [follower(filing) for filing in (used, ended, left, returned)]
    with db.write() as session:
        redeem(session, used.actor, used.claim)
        session.get_one(AccessCode, ended.code.id).voided_at = clock.business(session)
        unfollow(session, actors[2], left.case.id)
        session.get_one(AccessCode, returned.code.id).returned_at = clock.business(session)
    advance(days=85)
    remind()
    assert [told(actor) for actor in actors] == [[], [], [], []]


def test_a_follower_never_learns_that_somebody_asked_for_a_code() -> None:
    filing = filed()
    with db.write() as session:
        session.get_one(AccessCode, filing.code.id).voided_at = clock.business(session)
    actor = follower(filing)
    request = asks(filing)
    with db.write() as session:
        session.get_one(AccessCode, request.code_id).mailed_at = clock.business(session)
    advance(days=85)
    remind()
    assert told(actor) == []


def test_a_case_that_became_protected_reminds_nobody() -> None:
    filing = mailed()
    actor = follower(filing)
    with db.write() as session:
        session.merge(filing.case).protected = True
    advance(days=85)
    remind()
    assert told(actor) == []


def test_whoever_asked_is_told_by_the_calendar_alone() -> None:
    """A code on its way, a request in review, and one that matched nobody."""
    askers = []
    for filing in (filed(), moved_lately(filed())):
        actor = someone()
        asks(filing, actor)
        askers.append(actor)
    nobody = someone()
    unknown = filed()
    with db.write() as session:
        session.merge(unknown.person).birth_date_hash = None
    asks(unknown, nobody)
    askers.append(nobody)
    seen = []
    for days in (10, 10, 40, 10, 20):
        advance(days=days)
        remind()
        each = [told(actor) for actor in askers]
        assert each == [each[0]] * 3
        seen.append(len(each[0]))
    assert seen == [0, 1, 1, 2, 3]
    assert told(askers[0]) == [Kind.CODE_DUE, Kind.CODE_EXPIRES, Kind.CODE_EXPIRES]


def test_whoever_added_the_case_since_is_left_in_peace() -> None:
    filing = filed()
    asks(filing)
    with db.write() as session:
        redeem(session, filing.actor, filing.claim)
    advance(days=85)
    remind()
    assert told(filing.actor) == []


def test_a_reminder_holds_no_date_of_a_code() -> None:
    actor = follower(mailed())
    advance(days=70)
    remind()
    with db.read() as session:
        [body] = [
            message.body or ""
            for message in session.exec(
                select(InboxMessage).where(InboxMessage.kind == Kind.CODE_EXPIRES)
            )
        ]
        year = str(clock.business(session).year)
    assert f" {year}" not in body
    assert told(actor) == [Kind.CODE_EXPIRES]
