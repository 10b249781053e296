"""The outbox: each intent goes out once, whoever dies on the way."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.delivery import Reason
from cx_app.domain.messages import Channel, Kind, OutboxState
from cx_app.domain.sending import FIRST_WAIT
from cx_app.gateways import clock
from cx_app.models import AuditEntry, OutboxMessage
from cx_app.services.messages import outbox
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


def add(key: str = "one") -> bool:
    with db.write() as session:
        return outbox.enqueue(session, Kind.CASE_LINKED, Channel.EMAIL, dedupe_key=key)


def due() -> list[UUID]:
    with db.read() as session:
        return outbox.due(session)


def claim(message_id: UUID) -> OutboxMessage | None:
    with db.write() as session:
        return outbox.claim(session, message_id)


def claimed() -> OutboxMessage:
    [message_id] = due()
    message = claim(message_id)
    assert message is not None
    return message


def settle(message: OutboxMessage) -> bool:
    with db.write() as session:
        return outbox.settle(session, message, "provider-1")


def give_back(message: OutboxMessage) -> bool:
    with db.write() as session:
        return outbox.give_back(session, message, "provider away")


def stored() -> OutboxMessage:
    with db.read() as session:
        return session.exec(select(OutboxMessage)).one()


def advance(by: timedelta) -> None:
    with db.write() as session:
        clock.advance(session, by)


@pytest.fixture
def message(database: str) -> OutboxMessage:
    add()
    return claimed()


def test_the_same_intent_is_kept_once() -> None:
    assert [add(), add(), add("two")] == [True, False, True]
    assert len(due()) == 2


def test_a_claimed_message_is_nobody_else_s(message: OutboxMessage) -> None:
    assert (message.state, message.attempts) == (OutboxState.SENDING, 1)
    assert claim(message.id) is None
    assert due() == []


def test_settling_marks_it_sent_once(message: OutboxMessage) -> None:
    assert [settle(message), settle(message)] == [True, False]
    sent = stored()
    assert (sent.state, sent.provider_id, sent.lease_until) == ("sent", "provider-1", None)
    assert sent.sent_at is not None
    assert claim(message.id) is None


def test_after_its_lease_another_worker_takes_over_and_the_first_is_fenced_out(
    message: OutboxMessage,
) -> None:
    late = clock.wall() + outbox.LEASE + timedelta(seconds=1)
    with time_machine.travel(late, tick=False):
        second = claimed()
        assert second.attempts == 2
        assert not settle(message)
        assert not give_back(message)
        with db.write() as session:
            assert not outbox.cancel(session, message, "no")
        assert stored().state == OutboxState.SENDING
        assert settle(second)


def test_a_lease_runs_on_the_wall_clock(message: OutboxMessage) -> None:
    advance(timedelta(days=3))
    assert due() == []


def test_the_first_retry_comes_at_once_and_later_ones_wait_on_the_business_clock(
    message: OutboxMessage,
) -> None:
    give_back(message)
    assert due() == [message.id]
    give_back(claimed())
    wait = stored().due_at - clock.wall()
    assert wait <= FIRST_WAIT
    advance(FIRST_WAIT)
    assert due() == [message.id]


def test_after_four_hours_it_is_dead_and_staff_can_see_why(message: OutboxMessage) -> None:
    advance(timedelta(hours=3, minutes=59))
    give_back(message)
    assert stored().state == OutboxState.WAITING
    advance(timedelta(minutes=1))
    give_back(claimed())
    dead = stored()
    assert (dead.state, dead.last_error) == (OutboxState.DEAD, "provider away")
    assert (dead.failure, dead.failures) == (Reason.PROVIDER_AWAY, 2)
    assert due() == []
    with db.read() as session:
        noted = session.exec(select(AuditEntry).where(AuditEntry.action == "message.dead")).one()
    assert noted.details == {"kind": Kind.CASE_LINKED, "channel": Channel.EMAIL}


def test_a_pause_does_not_count_as_trying(message: OutboxMessage) -> None:
    with db.write() as session:
        outbox.postpone(session, message, clock.business(session) + timedelta(hours=10))
    assert due() == []
    advance(timedelta(hours=10, minutes=1))
    give_back(claimed())
    assert stored().state == OutboxState.WAITING


def test_nothing_goes_before_its_time() -> None:
    with db.write() as session:
        later = clock.business(session) + timedelta(hours=1)
        outbox.enqueue(
            session, Kind.CASE_LINKED, Channel.EMAIL, dedupe_key="later", not_before=later
        )
    assert due() == []
    advance(timedelta(hours=1))
    assert len(due()) == 1


def test_at_most_once_is_never_sent_again_whoever_died(database: str) -> None:
    with db.write() as session:
        outbox.enqueue(session, Kind.CASE_LINKED, Channel.SMS, dedupe_key="ask", at_most_once=True)
    lost = claimed()
    late = clock.wall() + outbox.LEASE + timedelta(seconds=1)
    with time_machine.travel(late, tick=False):
        assert due() == []
        with db.write() as session:
            assert outbox.lose_abandoned(session) == 1
            assert outbox.lose_abandoned(session) == 0
        assert stored().state == OutboxState.UNKNOWN
        assert claim(lost.id) is None
        assert not settle(lost)


def test_what_it_carried_is_destroyed_once_it_is_sent() -> None:
    with db.write() as session:
        outbox.enqueue(
            session, Kind.CONTACT_CODE, Channel.SMS, dedupe_key="code", facts={"code": "123456"}
        )
    message = claimed()
    assert message.facts == '{"code": "123456"}'
    assert "123456" not in (message.facts_sealed or "")
    settle(message)
    assert stored().facts_sealed is None


def test_the_same_intent_at_the_same_instant_is_kept_once(soak: bool) -> None:
    for n in range(50 if soak else 5):
        assert sorted(together(*[lambda key=str(n): add(key)] * 4)) == [False, False, False, True]


def test_a_cancelled_message_keeps_its_reason(message: OutboxMessage) -> None:
    with db.write() as session:
        assert outbox.cancel(session, message, "protected_case")
    gone = stored()
    assert (gone.state, gone.last_error) == (OutboxState.CANCELLED, "protected_case")
    assert claim(message.id) is None


def test_the_oldest_goes_first_and_only_so_many_at_a_time() -> None:
    for n in range(3):
        add(str(n))
        advance(timedelta(seconds=5))
    with db.read() as session:
        first = outbox.due(session, limit=2)
        keys = [session.get_one(OutboxMessage, one).dedupe_key for one in first]
    assert keys == ["0", "1"]


def test_an_intent_is_gone_with_the_change_that_caused_it() -> None:
    with db.write() as session:
        outbox.enqueue(session, Kind.CASE_LINKED, Channel.EMAIL, dedupe_key="undone")
        session.flush()
        session.rollback()
    assert due() == []


def test_of_many_workers_one_gets_a_message(soak: bool) -> None:
    for n in range(100 if soak else 10):
        add(str(n))
        [message_id] = due()
        taken = together(*[lambda one=message_id: claim(one)] * 6)
        [winner] = [one for one in taken if one is not None]
        assert settle(winner)
