"""Reports of providers in any order, late and twice: status only moves forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.delivery import FINAL, ORDER, Delivery, Reason
from cx_app.domain.messages import Channel, Kind, OutboxState
from cx_app.gateways import clock
from cx_app.models import DeliveryReceipt, OutboxMessage
from cx_app.services.messages import outbox
from cx_app.services.messages.history import status_of
from cx_app.services.messages.receipts import take
from tasks.messages import report, sweep
from tests.services.messages.people import account, arrived, message, one, tell, texts_to
from tests.together import together

pytestmark = pytest.mark.usefixtures("database", "at_noon")
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
EVERY_REPORT = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([d for d in Delivery if d])), max_size=5
)


def sent() -> OutboxMessage:
    """A message that the provider took a moment ago."""
    with db.write() as session:
        now = clock.business(session)
        row = OutboxMessage(
            dedupe_key=str(uuid4()),
            kind=Kind.CASE_FOLLOWED,
            channel=Channel.EMAIL,
            state=OutboxState.SENT,
            provider_id="provider-1",
            delivery=Delivery.ACCEPTED,
            due_at=now,
            created_at=now,
            sent_at=now,
        )
        session.add(row)
    return row


def hand_in(
    row: OutboxMessage, delivery: Delivery, key: str = "", reason: Reason | None = None
) -> bool:
    with db.write() as session:
        return take(session, row.id, key or str(uuid4()), delivery, reason, AT)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(EVERY_REPORT)
def test_whatever_comes_the_status_only_moves_forward(reports: list[tuple[int, Delivery]]) -> None:
    row = sent()
    seen, heard = [Delivery.ACCEPTED], {}
    for n, delivery in reports:  # the same number is the same report again
        heard.setdefault(n, delivery)
        hand_in(row, delivery, f"{row.id}:{n}")
        seen.append(Delivery(message(row.id).delivery))
    for before, after in pairwise(seen):
        assert after is before or (before not in FINAL)
        assert after in FINAL or ORDER.index(after) >= ORDER.index(before)
    finals = [delivery for delivery in heard.values() if delivery in FINAL]
    assert (seen[-1] in FINAL) == bool(finals)
    assert not finals or seen[-1] is finals[0]


def test_a_report_that_comes_twice_is_kept_once() -> None:
    row = sent()
    assert [hand_in(row, Delivery.DELIVERED, "event-1") for _ in range(3)] == [True, False, False]
    with db.read() as session:
        assert len(session.exec(select(DeliveryReceipt)).all()) == 1


def test_reports_at_the_same_instant(soak: bool) -> None:
    for _ in range(50 if soak else 5):
        row = sent()
        told = together(
            lambda r=row: hand_in(r, Delivery.DELIVERED),
            lambda r=row: hand_in(r, Delivery.FAILED, reason=Reason.BLOCKED),
            lambda r=row: hand_in(r, Delivery.DELIVERED),
        )
        assert sum(told) == 1
        kept = message(row.id)
        assert (kept.delivered_at is None) != (kept.failed_at is None)


def test_a_report_before_the_worker_s_own_note_settles_the_message() -> None:
    person = account()
    tell(person)
    with db.write() as session:
        [claimed] = outbox.claim_due(session, 1)
    assert hand_in(claimed, Delivery.DELIVERED)
    assert message(claimed.id).state == OutboxState.SENT
    with db.write() as session:
        assert outbox.settle(session, claimed, "provider-1", "hash")
        assert not outbox.settle(session, claimed, "provider-2", "hash")
    kept = message(claimed.id)
    assert (kept.delivery, kept.provider_id) == (Delivery.DELIVERED, "provider-1")
    assert sweep() == 0


def test_a_complaint_after_delivery_leaves_the_status_and_closes_the_address() -> None:
    person = account(email="opted-out@simulator.example")
    tell(person, "1")
    sweep()
    with db.write() as session:
        clock.advance(session, timedelta(seconds=2))
    report()
    tell(person, "2")
    sweep()
    assert [row.delivery for row in [one(Channel.EMAIL)]] == [Delivery.DELIVERED]
    assert len(arrived()) == 1


def test_a_report_about_nothing_we_know_is_let_go() -> None:
    with db.write() as session:
        assert not take(session, uuid4(), "x", Delivery.DELIVERED, None, AT)


@pytest.mark.parametrize(
    ("address", "statuses"),
    [
        ("delivered@simulator.example", ["sent", "delivered", "delivered"]),
        ("delayed@simulator.example", ["sent", "under_way", "delivered"]),
        ("permanent@simulator.example", ["sent", "failed", "failed"]),
        ("temporary@simulator.example", ["waiting", "waiting", "waiting"]),
    ],
)
def test_the_simulator_has_an_address_for_each_outcome(address: str, statuses: list[str]) -> None:
    person = account(email=address)
    tell(person)
    sweep()
    seen = [status_of(one(Channel.EMAIL))]
    for wait in (timedelta(seconds=2), timedelta(minutes=3)):
        with db.write() as session:
            clock.advance(session, wait)
        report()
        seen.append(status_of(one(Channel.EMAIL)))
    assert seen == statuses
    assert report() == 0


def test_the_simulator_has_a_number_for_each_outcome() -> None:
    seen = []
    for n in range(1, 6):
        person = account()
        texts_to(person, value=f"+1202555010{n}")
        tell(person, str(n), not_before=None)
        sweep()
        with db.write() as session:
            clock.advance(session, timedelta(seconds=2))
        report()
        with db.read() as session:
            row = session.exec(
                select(OutboxMessage).where(
                    OutboxMessage.account_id == person.id, OutboxMessage.channel == Channel.SMS
                )
            ).one()
        seen.append((status_of(row), row.failure))
    assert seen == [
        ("delivered", ""),
        ("under_way", ""),
        ("waiting", ""),
        ("failed", Reason.BOUNCED),
        ("not_sent", Reason.OPTED_OUT),
    ]
