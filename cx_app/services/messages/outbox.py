"""The outbox: intents to send, written with their cause, moved along by tasks.

Claim, send and settle are three steps; no transaction is open while a provider is called.
Running any of them twice is harmless: the attempt number fences a late worker out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from random import random
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, or_, update
from sqlmodel import Session, col, func, select

from cx_app.domain.delivery import Delivery, Reason
from cx_app.domain.messages import BY_WIRE, Channel, Kind, OutboxState, Why
from cx_app.domain.sending import gives_up, wait_before_retry
from cx_app.gateways import clock
from cx_app.models import OutboxMessage
from cx_app.models.base import insert_new
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.changes import touch
from cx_app.services.messages.switch import blocked, take_turn
from cx_app.services.policy.current import policy

LEASE: Final = timedelta(minutes=2)
DEAD_TOPIC: Final = "dead_messages"
"""Of pages that show how many messages were given up, or which."""
LETTERS_LEASE: Final = timedelta(minutes=15)
"""A batch of letters is claimed, typeset and settled together."""


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
    contact_id: UUID | None = None,
    inbox_id: UUID | None = None,
    why: Why | None = None,
    facts: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    at_most_once: bool = False,
) -> bool:
    """Add one intent; False when the same intent is already there, also when it comes at the same
    instant from somewhere else."""
    now = clock.business(session)
    ready = max(now, not_before or now)
    message = OutboxMessage(
        dedupe_key=dedupe_key,
        kind=kind,
        channel=channel,
        language=language,
        why=why or "",
        account_id=account_id,
        person_id=person_id,
        case_id=case_id,
        code_id=code_id,
        contact_id=contact_id,
        inbox_id=inbox_id,
        at_most_once=at_most_once,
        due_at=ready,
        ready_at=ready,
        not_before=not_before,
        not_after=not_after,
        created_at=now,
    )
    message.facts = json.dumps(facts) if facts else None
    return insert_new(session, message, "dedupe_key")


def due(session: Session, limit: int = 100) -> list[UUID]:
    """Messages that may go now: waiting and due, or sending with a lease that ran out."""
    may_go = or_(_waiting(clock.business(session)), _abandoned(clock.wall()))
    return list(
        session.exec(
            select(OutboxMessage.id)
            .where(may_go, _open(blocked(session)))
            .order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))
            .limit(limit)
        )
    )


def claim(session: Session, message_id: UUID) -> OutboxMessage | None:
    """Lease a message to the caller; None when someone else has it, it is not due, or its channel
    is paused."""
    claimed = _claim(session, 1, col(OutboxMessage.id) == message_id, _open(blocked(session)))
    return claimed[0] if claimed else None


def claim_due(session: Session, limit: int) -> list[OutboxMessage]:
    """Lease what is due, oldest first. Of a channel that its provider slowed, one at a time."""
    closed = blocked(session)
    slow, ready = take_turn(session, closed)
    claimed = _claim(session, limit, _open(closed | slow))
    for channel in sorted(ready):
        claimed += _claim(session, 1, col(OutboxMessage.channel) == channel)
    return claimed


def claim_letters(session: Session, limit: int, due_by: datetime) -> list[OutboxMessage]:
    """Lease letters that were due by then to whoever makes a batch of them; none while their
    channel is paused."""
    if Channel.LETTER in blocked(session):
        return []
    since = func.coalesce(col(OutboxMessage.ready_at), col(OutboxMessage.created_at))
    letters = (col(OutboxMessage.channel) == Channel.LETTER, since <= due_by)
    return _claim(session, limit, *letters, lease=LETTERS_LEASE)


def settle(session: Session, message: OutboxMessage, provider_id: str, to_hash: str = "") -> bool:
    """The provider accepted this attempt; False when a later attempt has taken over. Its own report
    may have been faster."""
    now = clock.business(session)
    since = message.ready_at or message.created_at
    return _leave(
        session,
        message,
        _REPORTED,
        state=OutboxState.SENT,
        sent_at=now,
        took_ms=max(0, int((now - since) / timedelta(milliseconds=1))),
        provider_id=provider_id,
        to_hash=to_hash,
        facts_sealed=None,
        last_error="",
        delivery=case(
            (col(OutboxMessage.delivery) == "", Delivery.ACCEPTED.value),
            else_=col(OutboxMessage.delivery),
        ),
    )


def give_back(
    session: Session,
    message: OutboxMessage,
    error: str,
    reason: Reason = Reason.PROVIDER_AWAY,
) -> bool:
    """This attempt failed: the first retry comes at once, later ones wait longer, and in the end it
    is dead, which staff see."""
    now = clock.business(session)
    rules = policy(session, now).messages
    limit = rules.letter_give_up if message.channel == Channel.LETTER else rules.give_up
    if gives_up(message.first_tried_at or now, now, limit):
        return give_up(session, message, error, reason)
    failures = message.failures + 1
    return _leave(
        session,
        message,
        state=OutboxState.WAITING,
        due_at=now + wait_before_retry(failures, random()),  # noqa: S311
        failures=failures,
        last_error=error,
    )


def give_up(session: Session, message: OutboxMessage, error: str, reason: Reason) -> bool:
    """Dead: work for staff, since trying again would not help."""
    died = _leave(
        session,
        message,
        state=OutboxState.DEAD,
        last_error=error,
        failures=message.failures + 1,
        failed_at=clock.business(session),
        failure=reason,
    )
    if died:
        details = {"kind": message.kind, "channel": message.channel}
        _note(session, "message.dead", message.id, details)
        touch(session, DEAD_TOPIC)
    return died


def postpone(session: Session, message: OutboxMessage, until: datetime) -> bool:
    """Not now, through nobody's fault: it starts afresh at another time."""
    return _leave(
        session,
        message,
        state=OutboxState.WAITING,
        due_at=until,
        ready_at=until,
        first_tried_at=None,
    )


def release(session: Session, message: OutboxMessage, until: datetime | None = None) -> bool:
    """Give a message back untried, for the next one who looks; or from a later moment on."""
    return _leave(session, message, state=OutboxState.WAITING, due_at=until or message.due_at)


def cancel(session: Session, message: OutboxMessage, reason: str, *, detail: str = "") -> bool:
    """Never to be sent, for a reason that stays on record."""
    return _leave(
        session,
        message,
        state=OutboxState.CANCELLED,
        last_error=detail or reason,
        failure=reason,
        failed_at=clock.business(session),
        facts_sealed=None,
    )


def lose_track(session: Session, message: OutboxMessage, error: str) -> bool:
    """At most once and no answer came: never sent again (design 7)."""
    return _leave(session, message, state=OutboxState.UNKNOWN, last_error=error, facts_sealed=None)


def lose_abandoned(session: Session) -> int:
    """The same for those whose worker died: it may have sent them."""
    lost = session.exec(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.at_most_once),
            col(OutboxMessage.state) == OutboxState.SENDING,
            col(OutboxMessage.lease_until) <= clock.wall(),
        )
        .values(
            state=OutboxState.UNKNOWN,
            lease_until=None,
            last_error="worker lost",
            facts_sealed=None,
        )
    )
    return int(lost.rowcount)


def _claim(
    session: Session, limit: int, *which: ColumnElement[bool], lease: timedelta = LEASE
) -> list[OutboxMessage]:
    """Those of dead workers first. Two questions, so that each finds its answer in the index on
    state and time, however many messages wait."""
    now, wall = clock.business(session), clock.wall()
    until = wall + lease
    claimed = _lease(session, limit, now, until, _abandoned(wall), *which)
    if len(claimed) < limit:
        claimed += _lease(session, limit - len(claimed), now, until, _waiting(now), *which)
    return sorted(claimed, key=lambda message: (message.due_at, message.id))


def _lease(
    session: Session, limit: int, now: datetime, until: datetime, *which: ColumnElement[bool]
) -> list[OutboxMessage]:
    """`SKIP LOCKED` where there is more than one writer; SQLite has one and leaves it out."""
    chosen = (
        select(OutboxMessage.id)
        .where(*which)
        .order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("chosen")
    )
    claimed = session.scalars(
        update(OutboxMessage)
        .where(col(OutboxMessage.id).in_(select(chosen.c.id)))
        .values(
            state=OutboxState.SENDING,
            lease_until=until,
            attempts=col(OutboxMessage.attempts) + 1,
            first_tried_at=func.coalesce(col(OutboxMessage.first_tried_at), now),
        )
        .returning(OutboxMessage)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return list(claimed)


def _waiting(now: datetime) -> ColumnElement[bool]:
    return (col(OutboxMessage.state) == OutboxState.WAITING) & (col(OutboxMessage.due_at) <= now)


def _abandoned(wall: datetime) -> ColumnElement[bool]:
    return (
        (col(OutboxMessage.state) == OutboxState.SENDING)
        & (col(OutboxMessage.lease_until) <= wall)
        & col(OutboxMessage.at_most_once).is_(False)
    )


def _open(closed: Collection[str]) -> ColumnElement[bool]:
    """Letters leave together, by the mailroom."""
    return col(OutboxMessage.channel).in_([c for c in BY_WIRE if c not in closed])


_IN_HAND: Final = col(OutboxMessage.state) == OutboxState.SENDING
_REPORTED: Final = or_(
    _IN_HAND, (col(OutboxMessage.state) == OutboxState.SENT) & (OutboxMessage.provider_id == "")
)


def _leave(
    session: Session,
    message: OutboxMessage,
    may: ColumnElement[bool] = _IN_HAND,
    **values: object,
) -> bool:
    left = session.exec(
        update(OutboxMessage)
        .where(
            may,
            col(OutboxMessage.id) == message.id,
            col(OutboxMessage.attempts) == message.attempts,
        )
        .values(lease_until=None, **values)
        .execution_options(synchronize_session=False)
    )
    return bool(left.rowcount == 1)


def _note(session: Session, action: str, message_id: UUID, details: dict[str, Any]) -> None:
    record(
        session,
        SYSTEM_ACTOR,
        action,
        subject_type="outbox_message",
        subject_id=message_id,
        details=details,
    )
