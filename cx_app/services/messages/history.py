"""What became of a message: which ways it went, when it arrived, and why it was sent at all."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import true
from sqlmodel import Session, col, select

from cx_app.domain.delivery import Delivery
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import OutboxState
from cx_app.gateways.provider import Attachment
from cx_app.language import say_moment
from cx_app.models import Case, InboxAttachment, InboxMessage, OutboxMessage
from cx_app.services.cases.access import follows_of, may_reach
from cx_app.services.messages.inbox import may_be_read


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    channel: str
    status: str
    """waiting, sent, under_way, delivered, failed, not_sent, unknown."""
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
    case_id: str = ""
    """Of the case it is about, while the actor still reaches that; empty otherwise."""
    receipt_number: str = ""
    about_a_case: bool = False


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
    case = _reached(session, actor, message.case_id) if message.case_id else None
    return MessageHistory(
        why=message.why,
        attachments=[(str(file_id), name) for file_id, name in files],
        deliveries=[_line(row) for row in rows],
        case_id=str(case.id) if case else "",
        receipt_number=case.receipt_number if case else "",
        about_a_case=message.case_id is not None,
    )


def attachment(session: Session, actor: Actor, inbox_id: UUID, attachment_id: UUID) -> Attachment:
    """A file of a message in the actor's own inbox. Raises `NotFound`."""
    message = _mine(session, actor, inbox_id)
    row = session.get(InboxAttachment, attachment_id)
    if row is None or row.content is None or row.message_id != message.id:
        raise NotFound("no such file")
    return Attachment(row.name, row.media_type, base64.b64decode(row.content))


def status_of(row: OutboxMessage) -> str:
    """One word for outbox and receipts together."""
    match row.state:
        case OutboxState.CANCELLED | OutboxState.DEAD | OutboxState.CLOSED:
            return "not_sent"
        case OutboxState.WAITING | OutboxState.SENDING:
            return "waiting"
        case OutboxState.UNKNOWN:
            return "unknown"
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
    message = session.exec(
        select(InboxMessage).where(
            InboxMessage.id == inbox_id,
            InboxMessage.account_id == actor.account_id,
            may_be_read(actor),
        )
    ).first()
    if message is None:
        raise NotFound("no such message")
    return message


def _reached(session: Session, actor: Actor, case_id: UUID) -> Case | None:
    this: Any = col(Case.id)
    followed = any(case.id == case_id for _follow, case in follows_of(session, actor.account_id))
    reached = true() if followed else may_reach(actor.account_id, this)
    return session.exec(select(Case).where(Case.id == case_id, reached)).first()
