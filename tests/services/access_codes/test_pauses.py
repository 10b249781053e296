"""Who fails too often pauses: the account and the network, never the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from cx_app import database as db
from cx_app.domain import access_codes as rules
from cx_app.domain.access_codes import Scope, Verdict
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import AccessCode, Attempt, AuditEntry, Lock
from cx_app.services.access_codes.limits import NEVER
from cx_app.services.access_codes.redeem import Claim, Redeemed, Refused, redeem
from cx_app.services.access_codes.request import Asked, AskLater, request_code
from cx_app.services.cases.follow import Followed, NotFollowed, follow
from tests import factories
from tests.factories import Filing, actor_for

pytestmark = pytest.mark.usefixtures("database")
LIMIT = 5
NETWORK_LIMIT = 50
PAUSE = timedelta(minutes=20)
WINDOW = timedelta(minutes=15)


def make() -> Filing:
    with db.write() as session:
        return factories.filing(session)


def someone(session: Session, network: str = "") -> Actor:
    return actor_for(factories.account(session), network=network)


def attempt(actor: Actor, claim: Claim) -> Redeemed | Refused:
    with db.write() as session:
        return redeem(session, actor, claim)


def wrong(claim: Claim) -> Claim:
    return replace(claim, code=rules.generate())


def fail(actor: Actor, claim: Claim, times: int) -> list[Redeemed | Refused]:
    return [attempt(actor, wrong(claim)) for _ in range(times)]


def advance(by: timedelta) -> None:
    with db.write() as session:
        clock.advance(session, by)


def test_the_fifth_failure_pauses_the_account() -> None:
    filing = make()
    *early, last = fail(filing.actor, filing.claim, LIMIT)
    assert early == [Refused()] * (LIMIT - 1)
    assert isinstance(last, Refused)
    assert last.locked_until is not None
    assert timedelta() < last.locked_until - clock.wall() <= PAUSE


def test_while_paused_the_right_code_is_not_even_looked_at() -> None:
    filing = make()
    paused = fail(filing.actor, filing.claim, LIMIT)[-1]
    assert attempt(filing.actor, filing.claim) == paused
    with db.read() as session:
        assert session.get_one(AccessCode, filing.code.id).redeemed_at is None
        outcomes = session.exec(select(AuditEntry.outcome).order_by(col(AuditEntry.id))).all()
        assert outcomes[-1] == Verdict.LOCKED
        tries = session.exec(select(Attempt).where(Attempt.scope == Scope.ACCOUNT)).all()
        assert len(tries) == LIMIT


def test_a_pause_ends_when_the_business_clock_has_moved_past_it() -> None:
    filing = make()
    fail(filing.actor, filing.claim, LIMIT)
    advance(PAUSE - timedelta(minutes=1))
    assert isinstance(attempt(filing.actor, filing.claim), Refused)
    advance(timedelta(minutes=2))
    assert attempt(filing.actor, filing.claim) == Redeemed(filing.case.id)


def test_failures_older_than_the_window_do_not_count() -> None:
    filing = make()
    fail(filing.actor, filing.claim, LIMIT - 1)
    advance(WINDOW + timedelta(seconds=1))
    assert fail(filing.actor, filing.claim, LIMIT - 1) == [Refused()] * (LIMIT - 1)


def test_a_second_pause_extends_the_same_lock() -> None:
    filing = make()
    fail(filing.actor, filing.claim, LIMIT)
    advance(PAUSE + timedelta(seconds=1))
    again = fail(filing.actor, filing.claim, LIMIT)[-1]
    assert isinstance(again, Refused)
    assert again.locked_until is not None
    with db.read() as session:
        locks = session.exec(select(Lock).where(col(Lock.until) > NEVER)).all()
        assert [lock.scope for lock in locks] == [Scope.ACCOUNT]
        assert locks[0].until == again.locked_until


def test_another_network_does_not_help_a_paused_account() -> None:
    filing = make()
    fail(filing.actor, filing.claim, LIMIT)
    elsewhere = replace(filing.actor, network="198.51.100.7")
    assert isinstance(attempt(elsewhere, filing.claim), Refused)


def test_a_network_is_paused_only_after_many_more_failures() -> None:
    filing = make()
    network = "203.0.113.9"
    with db.write() as session:
        people = [someone(session, network) for _ in range(NETWORK_LIMIT // (LIMIT - 1) + 1)]
    tried = [answer for one in people for answer in fail(one, filing.claim, LIMIT - 1)]
    assert tried[: NETWORK_LIMIT - 1] == [Refused()] * (NETWORK_LIMIT - 1)
    last = tried[NETWORK_LIMIT - 1]
    assert isinstance(last, Refused)
    assert last.locked_until is not None
    same_network = replace(filing.actor, network=network)
    assert isinstance(attempt(same_network, filing.claim), Refused)
    assert attempt(filing.actor, filing.claim) == Redeemed(filing.case.id)


def test_networks_that_cannot_be_told_share_one_counter() -> None:
    filing = make()
    fail(replace(filing.actor, network=""), filing.claim, 1)
    with db.write() as session:
        fail_from = replace(someone(session), network="")
    fail(fail_from, filing.claim, 1)
    with db.read() as session:
        hashes = session.exec(select(Attempt.subject_hash).where(Attempt.scope == Scope.NETWORK))
        assert len(set(hashes)) == 1


def test_nobody_can_lock_someone_else_out_of_their_case() -> None:
    filing = make()
    with db.write() as session:
        strangers = [someone(session) for _ in range(8)]
    for stranger in strangers:
        fail(stranger, filing.claim, LIMIT)
    assert attempt(filing.actor, filing.claim) == Redeemed(filing.case.id)


def test_many_failures_on_one_receipt_number_are_reported_once() -> None:
    filing = make()
    with db.write() as session:
        strangers = [someone(session) for _ in range(3)]
    for stranger in strangers:
        fail(stranger, filing.claim, LIMIT - 1)
    with db.read() as session:
        alerts = session.exec(
            select(AuditEntry).where(AuditEntry.action == "access_code.alert")
        ).all()
        assert len(alerts) == 1


def test_counters_hold_no_receipt_number_and_no_account_id() -> None:
    filing = make()
    fail(filing.actor, filing.claim, 1)
    with db.read() as session:
        kept = " ".join(session.exec(select(Attempt.subject_hash)))
        assert filing.case.receipt_number not in kept
        assert str(filing.account.id) not in kept


def test_asking_for_a_code_and_following_count_as_tries_too() -> None:
    with db.write() as session:
        actor = someone(session)
        for _ in range(2):
            asked = request_code(session, actor, factories.receipt_number(), date(1990, 1, 1))
            assert isinstance(asked, Asked)
        for _ in range(2):
            assert follow(session, actor, factories.receipt_number()) == NotFollowed()
        fifth = follow(session, actor, factories.receipt_number())
        assert isinstance(fifth, NotFollowed)
        assert fifth.locked_until is not None
        later = request_code(session, actor, factories.receipt_number(), date(1990, 1, 1))
        assert later == AskLater(fifth.locked_until)
        visible = factories.case(session)
        assert follow(session, actor, visible.receipt_number) == fifth


def test_following_what_is_there_costs_no_try() -> None:
    with db.write() as session:
        actor = someone(session)
        for _ in range(LIMIT + 2):
            assert isinstance(
                follow(session, actor, factories.case(session).receipt_number), Followed
            )
