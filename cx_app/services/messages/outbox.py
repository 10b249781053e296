"""The outbox: intents to send, written with their cause, moved along by tasks.

Claim, send and settle are three steps; no transaction is open while a provider is called.
Running any of them twice is harmless: the attempt number fences a late worker out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import Session, col, select

from cx_app.domain.messages import Channel, Kind, OutboxState
from cx_app.gateways import clock
from cx_app.models import OutboxMessage

LEASE: Final = timedelta(minutes=2)
BACKOFF: Final = (timedelta(0), timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1))


def enqueue(
    session: Session,
    kind: Kind,
    channel: Channel,
    *,
    dedupe_key: str,
    language: str = "en",
    account_id: UUID | None = None,
    person_id: UUID | None = None,
    case_id: UUID | None = None,
    code_id: UUID | None = None,
) -> bool:
    """Add one intent; False when the same intent is already there."""
    if session.exec(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == dedupe_key)).first():
        return False
    now = clock.business(session)
    session.add(
        OutboxMessage(
            dedupe_key=dedupe_key,
            kind=kind,
            channel=channel,
            language=language,
            account_id=account_id,
            person_id=person_id,
            case_id=case_id,
            code_id=code_id,
            due_at=now,
            created_at=now,
        )
    )
    return True


def due(session: Session, limit: int = 100) -> list[UUID]:
    """Messages that may go now: waiting and due, or sending with a lease that ran out."""
    return list(
        session.exec(
            select(OutboxMessage.id)
            .where(_claimable(clock.business(session), clock.wall()))
            .order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))
            .limit(limit)
        )
    )


def claim(session: Session, message_id: UUID) -> OutboxMessage | None:
    """Lease a message to the caller; None when someone else has it or it is not due."""
    now, wall = clock.business(session), clock.wall()
    claimed = session.exec(
        update(OutboxMessage)
        .where(col(OutboxMessage.id) == message_id, _claimable(now, wall))
        .values(
            state=OutboxState.SENDING,
            lease_until=wall + LEASE,
            attempts=col(OutboxMessage.attempts) + 1,
        )
    )
    return session.get(OutboxMessage, message_id) if claimed.rowcount == 1 else None


def settle(session: Session, message: OutboxMessage, provider_id: str) -> bool:
    """The provider accepted this attempt; False when a later attempt has taken over."""
    return _leave(
        session,
        message,
        state=OutboxState.SENT,
        sent_at=clock.business(session),
        provider_id=provider_id,
        last_error="",
    )


def give_back(session: Session, message: OutboxMessage, error: str) -> bool:
    """This attempt failed: wait and try again, or give up for good after the last."""
    if message.attempts > len(BACKOFF):
        return _leave(session, message, state=OutboxState.DEAD, last_error=error)
    return _leave(
        session,
        message,
        state=OutboxState.WAITING,
        due_at=clock.business(session) + BACKOFF[message.attempts - 1],
        last_error=error,
    )


def cancel(session: Session, message: OutboxMessage, reason: str) -> bool:
    """Never to be sent, for a reason that stays on record."""
    return _leave(session, message, state=OutboxState.CANCELLED, last_error=reason)


def _claimable(now: datetime, wall: datetime) -> ColumnElement[bool]:
    waiting = (col(OutboxMessage.state) == OutboxState.WAITING) & (col(OutboxMessage.due_at) <= now)
    abandoned = (col(OutboxMessage.state) == OutboxState.SENDING) & (
        col(OutboxMessage.lease_until) <= wall
    )
    return or_(waiting, abandoned)


def _leave(session: Session, message: OutboxMessage, **values: object) -> bool:
    left = session.exec(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.id) == message.id,
            col(OutboxMessage.state) == OutboxState.SENDING,
            col(OutboxMessage.attempts) == message.attempts,
        )
        .values(lease_until=None, **values)
    )
    return bool(left.rowcount == 1)
