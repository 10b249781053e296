"""Messages that were given up: each is work for an officer until it is tried again or closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from cx_app.domain.identity import Actor
from cx_app.domain.messages import Channel, Kind, OutboxState, WhyClose, WhyRetry
from cx_app.gateways import clock
from cx_app.language import say_age, say_moment
from cx_app.models import Case, OutboxMessage
from cx_app.services.audit.record import record
from cx_app.services.cases.access import is_own
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff
from cx_app.services.changes import touch
from cx_app.services.messages.outbox import DEAD_TOPIC
from cx_app.services.messages.words import CHANNELS, KINDS, reason_words

PAGE: Final = 25
WHY_RETRY: Final = frozenset(WhyRetry)
WHY_CLOSE: Final = frozenset(WhyClose)


class Left(StrEnum):
    """What became of the wish to retry or to close."""

    DONE = "done"
    NOT_DEAD = "not_dead"
    """A colleague was faster."""
    NO_REASON = "no_reason"
    OWN_CASE = "own_case"
    """About the officer's own case or account (design 3)."""


@dataclass(frozen=True, slots=True)
class DeadLine:
    id: str
    kind: str
    channel: str
    reason: str
    detail: str
    """What the provider answered last, in our words: never what was sent, nor to whom."""
    created: str
    given_up: str
    age: str
    """Since it was given up."""
    attempts: int
    case_id: str
    """Empty without a case, or with one that this officer may not know of (domain 9.4 e)."""


@dataclass(frozen=True, slots=True)
class DeadPage:
    lines: list[DeadLine]
    total: int
    first: int
    """The place of the first line, counted from 1; 0 when there is none."""


def dead_page(session: Session, actor: Actor, skip: int = 0) -> DeadPage:
    """The oldest first; the first page where the one asked for is gone."""
    lines = dead_messages(session, actor, skip)
    if skip and not lines:
        return dead_page(session, actor)
    return DeadPage(lines, dead_count(session, actor), skip + 1 if lines else 0)


def dead_messages(session: Session, actor: Actor, skip: int = 0) -> list[DeadLine]:
    require_staff(actor)
    now = clock.business(session)
    rows = session.exec(
        select(OutboxMessage, Case)
        .join(Case, col(Case.id) == OutboxMessage.case_id, isouter=True)
        .where(OutboxMessage.state == OutboxState.DEAD)
        .order_by(col(OutboxMessage.failed_at), col(OutboxMessage.id))
        .offset(skip)
        .limit(PAGE)
    )
    sees_all = actor.role in SEES_PROTECTED
    return [_line(row, case, now, sees_all) for row, case in rows]


def dead_count(session: Session, actor: Actor) -> int:
    require_staff(actor)
    return session.exec(
        select(func.count())
        .select_from(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.DEAD)
    ).one()


def retry(session: Session, actor: Actor, message_id: UUID, why: str) -> Left:
    """Start afresh; consent, hours and all else are looked at again."""
    require_staff(actor)
    if why not in WHY_RETRY:
        return Left.NO_REASON
    now = clock.business(session)
    return _leave_dead(
        session,
        actor,
        message_id,
        "message.retry",
        why,
        state=OutboxState.WAITING,
        due_at=now,
        ready_at=now,
        first_tried_at=None,
        failures=0,
        failed_at=None,
        failure="",
    )


def close(session: Session, actor: Actor, message_id: UUID, why: str) -> Left:
    """Looked at and left unsent; what it carried is destroyed."""
    require_staff(actor)
    if why not in WHY_CLOSE:
        return Left.NO_REASON
    return _leave_dead(
        session,
        actor,
        message_id,
        "message.close",
        why,
        state=OutboxState.CLOSED,
        facts_sealed=None,
    )


def _leave_dead(
    session: Session,
    actor: Actor,
    message_id: UUID,
    action: str,
    why: str,
    **values: datetime | str | int | None,
) -> Left:
    outcome = Left.OWN_CASE if _own(session, actor, message_id) else Left.NOT_DEAD
    if outcome is not Left.OWN_CASE:
        left = session.exec(
            update(OutboxMessage)
            .where(
                col(OutboxMessage.id) == message_id,
                col(OutboxMessage.state) == OutboxState.DEAD,
            )
            .values(**values)
        )
        if left.rowcount == 1:
            outcome = Left.DONE
            touch(session, DEAD_TOPIC)
    record(
        session,
        actor,
        action,
        outcome,
        subject_type="outbox_message",
        subject_id=message_id,
        details={"why": why},
    )
    return outcome


def _own(session: Session, actor: Actor, message_id: UUID) -> bool:
    row = session.get(OutboxMessage, message_id)
    if row is None:
        return False
    mine = row.account_id is not None and row.account_id == actor.account_id
    return mine or (row.case_id is not None and is_own(session, actor, row.case_id))


def _line(row: OutboxMessage, case: Case | None, now: datetime, sees_all: bool) -> DeadLine:
    known = case is not None and (sees_all or not case.protected)
    return DeadLine(
        id=str(row.id),
        kind=KINDS[Kind(row.kind)],
        channel=CHANNELS[Channel(row.channel)],
        reason=reason_words(row.failure),
        detail=row.last_error,
        created=say_moment(row.created_at),
        given_up=say_moment(row.failed_at) if row.failed_at else "",
        age=say_age(now - row.failed_at) if row.failed_at else "",
        attempts=row.attempts,
        case_id=str(row.case_id) if known else "",
    )
