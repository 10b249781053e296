"""Messages that were given up: each is work for an officer until it is tried again or closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from cx_app.domain.identity import Actor
from cx_app.domain.messages import OutboxState
from cx_app.gateways import clock
from cx_app.language import say_moment
from cx_app.models import Case, OutboxMessage
from cx_app.services.audit.record import record
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff

PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class DeadLine:
    id: str
    kind: str
    channel: str
    reason: str
    detail: str
    """What the provider answered last."""
    created: str
    given_up: str
    attempts: int
    case_id: str
    """Empty without a case, or with one that this officer may not know of (domain 9.4 e)."""


def dead_messages(session: Session, actor: Actor) -> list[DeadLine]:
    """The oldest first."""
    require_staff(actor)
    rows = session.exec(
        select(OutboxMessage, Case)
        .join(Case, col(Case.id) == OutboxMessage.case_id, isouter=True)
        .where(OutboxMessage.state == OutboxState.DEAD)
        .order_by(col(OutboxMessage.failed_at), col(OutboxMessage.id))
        .limit(PAGE)
    )
    sees_all = actor.role in SEES_PROTECTED
    return [_line(row, case, sees_all) for row, case in rows]


def dead_count(session: Session, actor: Actor) -> int:
    require_staff(actor)
    return session.exec(
        select(func.count())
        .select_from(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.DEAD)
    ).one()


def retry(session: Session, actor: Actor, message_id: UUID) -> bool:
    """Start afresh; consent, hours and all else are looked at again. False when it is not dead."""
    now = clock.business(session)
    return _leave_dead(
        session,
        actor,
        message_id,
        "message.retry",
        state=OutboxState.WAITING,
        due_at=now,
        ready_at=now,
        first_tried_at=None,
        failures=0,
        failed_at=None,
        failure="",
    )


def close(session: Session, actor: Actor, message_id: UUID) -> bool:
    """Looked at and left unsent; what it carried is destroyed. False when it is not dead."""
    return _leave_dead(
        session, actor, message_id, "message.close", state=OutboxState.CLOSED, facts_sealed=None
    )


def _leave_dead(
    session: Session,
    actor: Actor,
    message_id: UUID,
    action: str,
    **values: datetime | str | int | None,
) -> bool:
    require_staff(actor)
    left = session.exec(
        update(OutboxMessage)
        .where(col(OutboxMessage.id) == message_id, col(OutboxMessage.state) == OutboxState.DEAD)
        .values(**values)
    )
    done = left.rowcount == 1
    record(
        session,
        actor,
        action,
        "done" if done else "not_dead",
        subject_type="outbox_message",
        subject_id=message_id,
    )
    return done


def _line(row: OutboxMessage, case: Case | None, sees_all: bool) -> DeadLine:
    known = case is not None and (sees_all or not case.protected)
    return DeadLine(
        id=str(row.id),
        kind=row.kind,
        channel=row.channel,
        reason=row.failure,
        detail=row.last_error,
        created=say_moment(row.created_at),
        given_up=say_moment(row.failed_at) if row.failed_at else "",
        attempts=row.attempts,
        case_id=str(row.case_id) if known else "",
    )
