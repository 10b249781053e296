"""The demo's far end: reports about what it took, and people who answer a text."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from cx_app.domain.delivery import Delivery, Reason
from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel
from cx_app.gateways import clock
from cx_app.gateways.simulator import Outcome
from cx_app.models import DemoDelivery
from cx_app.services.changes import DEMO_MAILBOX, touch
from cx_app.services.messages.inbound import Heard, receive
from cx_app.services.messages.receipts import take
from cx_app.settings import settings

DELAY: Final = timedelta(minutes=2)
PAGE: Final = 200


def report_due(session: Session) -> int:
    """Hands in what is due, through the same door as a provider's webhook; how many there were."""
    now = clock.business(session)
    rows = session.exec(
        select(DemoDelivery)
        .where(col(DemoDelivery.report_at) <= now, col(DemoDelivery.message_id).is_not(None))
        .order_by(col(DemoDelivery.report_at))
        .limit(PAGE)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        delivery, reason = _report(row)
        event_key = f"demo:{row.id}:{row.outcome}"
        if row.message_id:
            take(session, row.message_id, event_key, delivery, reason, now)
        delayed = row.outcome == Outcome.DELAYED
        row.outcome = Outcome.DELIVERED if delayed else ""
        row.report_at = now + DELAY if delayed else None
        session.add(row)
    if rows:
        touch(session, DEMO_MAILBOX)
    return len(rows)


def answer(session: Session, delivery_id: UUID, typed: str) -> Heard:
    """Somebody answers a text of the demo's mailbox as from a phone. Raises `NotFound`."""
    row = session.get(DemoDelivery, delivery_id) if settings.demo else None
    if row is None or row.channel != Channel.SMS or row.to is None:
        raise NotFound("no such text")
    heard = receive(session, f"demo:{uuid4()}", row.to, typed)
    touch(session, DEMO_MAILBOX)
    return heard


def _report(row: DemoDelivery) -> tuple[Delivery, Reason | None]:
    match row.outcome:
        case Outcome.DELAYED:
            return Delivery.UNDER_WAY, None
        case Outcome.PERMANENT:
            return Delivery.FAILED, Reason.BOUNCED
        case Outcome.OPTED_OUT:
            return Delivery.DELIVERED, Reason.COMPLAINED
    return Delivery.DELIVERED, None
