"""What became of a message: which ways it went, when it arrived, and why it was sent at all."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.delivery import Delivery
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import OutboxState
from cx_app.gateways.provider import Attachment
from cx_app.language import say_moment
from cx_app.models import InboxAttachment, InboxMessage, OutboxMessage


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    channel: str
    status: str
    """waiting, sent, under_way, delivered, failed, not_sent."""
    reason: str
    """A code of `Reason`; empty while nothing went wrong."""
    sent: str
    delivered: str
    failed: str


@dataclass(frozen=True, slots=True)
class MessageHistory:
    why: str
    """A code of `Why`."""
    attachments: list[tuple[str, str]]
    """(id, name)."""
    deliveries: list[DeliveryLine]


def message_history(session: Session, actor: Actor, inbox_id: UUID) -> MessageHistory:
    """Of a message in the actor's own inbox. Raises `NotFound`."""
    message = _mine(session, actor, inbox_id)
    rows = session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.inbox_id == message.id)
        .order_by(col(OutboxMessage.channel))
    )
    files = session.exec(
        select(InboxAttachment.id, InboxAttachment.name)
        .where(InboxAttachment.message_id == message.id)
        .order_by(col(InboxAttachment.name))
    )
    return MessageHistory(
        why=message.why,
        attachments=[(str(file_id), name) for file_id, name in files],
        deliveries=[_line(row) for row in rows],
    )


def attachment(session: Session, actor: Actor, attachment_id: UUID) -> Attachment:
    """A file of the actor's own inbox. Raises `NotFound`."""
    row = session.get(InboxAttachment, attachment_id)
    if row is None or row.content is None:
        raise NotFound("no such file")
    _mine(session, actor, row.message_id)
    return Attachment(row.name, row.media_type, base64.b64decode(row.content))


def status_of(row: OutboxMessage) -> str:
    """One word for outbox and receipts together."""
    match row.state:
        case OutboxState.CANCELLED | OutboxState.DEAD | OutboxState.CLOSED:
            return "not_sent"
        case OutboxState.WAITING | OutboxState.SENDING:
            return "waiting"
    match row.delivery:
        case Delivery.DELIVERED | Delivery.FAILED | Delivery.UNDER_WAY:
            return row.delivery
    return "sent"


def _line(row: OutboxMessage) -> DeliveryLine:
    return DeliveryLine(
        channel=row.channel,
        status=status_of(row),
        reason=row.failure,
        sent=say_moment(row.sent_at) if row.sent_at else "",
        delivered=say_moment(row.delivered_at) if row.delivered_at else "",
        failed=say_moment(row.failed_at) if row.failed_at else "",
    )


def _mine(session: Session, actor: Actor, inbox_id: UUID) -> InboxMessage:
    message = session.get(InboxMessage, inbox_id)
    if message is None or message.account_id != actor.account_id:
        raise NotFound("no such message")
    return message
