"""The outbox: each intent goes out once, whoever dies on the way."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.messages import Channel, Kind, OutboxState
from cx_app.gateways import clock
from cx_app.models import OutboxMessage
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


def test_waiting_runs_on_the_business_clock(message: OutboxMessage) -> None:
    give_back(message)
    again = claimed()
    give_back(again)
    assert due() == []
    advance(timedelta(seconds=31))
    assert due() == [message.id]


def test_failures_wait_longer_and_then_it_is_dead(message: OutboxMessage) -> None:
    attempt = message
    waits = []
    while give_back(attempt) and stored().state == OutboxState.WAITING:
        with db.read() as session:
            waits.append(stored().due_at - clock.business(session))
        advance(timedelta(hours=2))
        attempt = claimed()
    assert [round(wait.total_seconds(), -1) for wait in waits] == [0, 30, 300, 3600]
    dead = stored()
    assert (dead.state, dead.last_error) == (OutboxState.DEAD, "provider away")
    assert due() == []


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
