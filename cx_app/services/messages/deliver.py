"""Move messages out: claim, prepare, send, settle. No transaction is open while a provider works.

The one window for a duplicate: a worker that dies after a provider took a message and before it is
settled. It is at most one batch for each worker's hand; what must not come twice is marked
`at_most_once`, and is then never sent again.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from cx_app import database
from cx_app.domain.delivery import LOSES_CONTACT, Reason
from cx_app.domain.sending import Trouble
from cx_app.gateways import clock
from cx_app.gateways.provider import DeliveryError
from cx_app.models import AccessCode, OutboxMessage
from cx_app.services.access_codes.told import code_left
from cx_app.services.messages import outbox, switch
from cx_app.services.messages.lost import contact_lost
from cx_app.services.messages.prepare import Later, NotSent, Paused, Ready, prepare

log = structlog.get_logger(__name__)
BATCH: Final = 10
HANDS: Final = 8
"""Messages of one worker process that are with providers at the same time."""
LEAST_LEASE: Final = timedelta(seconds=30)
"""Of a lease, what must be left to begin a call with."""


@dataclass(frozen=True, slots=True)
class Accepted:
    provider_id: str
    to_hash: str


@dataclass(frozen=True, slots=True)
class Refused:
    trouble: Trouble
    reason: Reason
    detail: str
    retry_after: timedelta | None = None
    to_hash: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Not tried at all."""


Outcome = Accepted | Refused | NotSent | Later | Held


def deliver(message_id: UUID) -> str:
    """What became of the message: `sent`, `not_due`, `later`, `failed`, or why it will never be
    sent."""
    with database.write() as session:
        message = outbox.claim(session, message_id)
    if message is None:
        return "not_due"
    outcome = _attempt(message)
    with database.write() as session:
        return _settle(session, message, outcome)


def deliver_due(limit: int = BATCH) -> int:
    """A batch of what is due, in as many hands as there are; how many there were."""
    with database.write() as session:
        messages = outbox.claim_due(session, limit)
    outcomes = list(_hands().map(_attempt, messages))
    try:
        with database.write() as session:
            for message, outcome in zip(messages, outcomes, strict=True):
                _settle(session, message, outcome)
            for channel in _went_through(messages, outcomes):
                switch.ease(session, channel)
    except SQLAlchemyError:  # one that can't be settled must not undo the others
        for message, outcome in zip(messages, outcomes, strict=True):
            with database.write() as session:
                _settle(session, message, outcome)
    return len(messages)


def _attempt(message: OutboxMessage) -> Outcome:
    """Never raises: one message that can't be made must not stop the others."""
    if message.lease_until is None or message.lease_until - clock.wall() < LEAST_LEASE:
        return Held()
    to_hash = ""
    try:
        with database.read() as session:
            prepared = prepare(session, message)
        if isinstance(prepared, Paused):
            return Held()
        if not isinstance(prepared, Ready):
            return prepared
        to_hash = prepared.to_hash
        return Accepted(prepared.send(), to_hash)
    except DeliveryError as error:
        log.warning("message.failed", message_id=str(message.id), reason=str(error))
        return Refused(error.trouble, error.reason, str(error), error.retry_after, to_hash)
    except Exception as error:
        log.error("message.broken", message_id=str(message.id), reason=type(error).__name__)
        return Refused(Trouble.RETRYABLE, Reason.BROKEN, type(error).__name__)


def _settle(session: Session, message: OutboxMessage, outcome: Outcome) -> str:
    match outcome:
        case Accepted(provider_id, to_hash):
            if outbox.settle(session, message, provider_id, to_hash):
                _after(session, message)
            return "sent"
        case NotSent(reason):
            outbox.cancel(session, message, reason)
            return str(reason)
        case Later(at):
            outbox.postpone(session, message, at)
            return "later"
        case Held():
            outbox.release(session, message)
            return "not_due"
        case Refused():
            _refused(session, message, outcome)
            return "failed"


def _refused(session: Session, message: OutboxMessage, refused: Refused) -> None:
    if refused.trouble is Trouble.PERMANENT:
        outbox.cancel(session, message, refused.reason, detail=refused.detail)
        if refused.reason in LOSES_CONTACT:
            contact_lost(session, message, refused.to_hash, refused.reason)
    elif refused.trouble is Trouble.THROTTLED:
        switch.slow_down(session, message.channel, refused.retry_after)
        outbox.release(session, message)
    elif refused.trouble is Trouble.UNKNOWN and message.at_most_once:
        outbox.lose_track(session, message, refused.detail)
    else:
        outbox.give_back(session, message, refused.detail, refused.reason)


def _after(session: Session, message: OutboxMessage) -> None:
    """Once its mailing is confirmed, the readable code is destroyed (design 7, access codes)."""
    if message.code_id is None:
        return
    code = session.get_one(AccessCode, message.code_id)
    code.code = None
    code.mailed_at = clock.business(session)
    session.add(code)
    code_left(session, code)


def _went_through(messages: list[OutboxMessage], outcomes: list[Outcome]) -> set[str]:
    pairs = zip(messages, outcomes, strict=True)
    return {message.channel for message, outcome in pairs if isinstance(outcome, Accepted)}


@cache
def _hands() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(HANDS, thread_name_prefix="send")
