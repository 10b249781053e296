"""What providers report about messages they took: in any order, late, twice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import structlog
from sqlmodel import Session, select

from cx_app.domain.delivery import FINAL, LOSES_CONTACT, Delivery, Reason, moves
from cx_app.domain.messages import OutboxState
from cx_app.gateways import clock
from cx_app.models import DeliveryReceipt, OutboxMessage
from cx_app.models.base import insert_new
from cx_app.services.changes import account_topic, touch
from cx_app.services.messages.lost import contact_lost

log = structlog.get_logger(__name__)


def take(
    session: Session,
    message_id: UUID,
    event_key: str,
    delivery: Delivery,
    reason: Reason | None,
    at: datetime,
) -> bool:
    """Whether the report told anything new. The row is held, so that two reports at the same
    instant are weighed one after the other; a final status stays."""
    message = session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.id == message_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if message is None:
        log.warning("receipt.unknown_message", event_key=event_key)
        return False
    counts = moves(Delivery(message.delivery), delivery)
    if not _keep(session, message_id, event_key, delivery, reason, at, counts):
        return False
    if reason in LOSES_CONTACT and reason is not None:
        contact_lost(session, message, message.to_hash, reason)
    if counts:
        _move(session, message, delivery, reason, at)
    return counts


def _move(
    session: Session,
    message: OutboxMessage,
    delivery: Delivery,
    reason: Reason | None,
    at: datetime,
) -> None:
    message.delivery = delivery
    if message.state in (OutboxState.WAITING, OutboxState.SENDING, OutboxState.UNKNOWN):
        # The provider has it, whatever the worker that called it lived to say.
        message.state, message.lease_until = OutboxState.SENT, None
        message.facts = None
        message.sent_at = message.sent_at or clock.business(session)
    if delivery is Delivery.DELIVERED:
        message.delivered_at = at
    elif delivery is Delivery.FAILED:
        message.failed_at, message.failure = at, reason or Reason.OTHER
    session.add(message)
    if delivery in FINAL and message.account_id:
        touch(session, account_topic(message.account_id))


def _keep(
    session: Session,
    message_id: UUID,
    event_key: str,
    delivery: Delivery,
    reason: Reason | None,
    at: datetime,
    counts: bool,
) -> bool:
    """False for a report that was here before."""
    row = DeliveryReceipt(
        message_id=message_id,
        event_key=event_key,
        delivery=delivery,
        reason=reason or "",
        reported_at=at,
        received_at=clock.wall(),
        counted=counts,
    )
    return insert_new(session, row, "event_key")
