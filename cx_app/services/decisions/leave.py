"""Let decisions leave that can't be undone any more: each in its own transaction, once (UNDO-1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from cx_app.domain.decisions import Held, Kind, again_in, is_late
from cx_app.gateways import clock
from cx_app.models import HeldDecision
from cx_app.services.access_codes import held as codes
from cx_app.services.appointment_requests import held as visits
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.biometrics import held as biometrics
from cx_app.services.changes import touch
from cx_app.services.messages.outbox import DEAD_TOPIC
from cx_app.services.representation import held as representatives
from cx_app.services.support import held as support

Leaves = Callable[[Session, HeldDecision], bool]
LEAVES: Final[dict[Kind, Leaves]] = {
    Kind.CODE_APPROVED: codes.approval_leaves,
    Kind.CODE_REFUSED: codes.refusal_leaves,
    Kind.VISIT_BOOKED: visits.booking_leaves,
    Kind.VISIT_UNNEEDED: visits.message_leaves,
    Kind.VISIT_ASKED: visits.message_leaves,
    Kind.VISIT_MOVED: visits.move_leaves,
    Kind.VISIT_CANCELLED: visits.cancel_leaves,
    Kind.BIOMETRICS_APPROVED: biometrics.decision_leaves,
    Kind.BIOMETRICS_REFUSED: biometrics.decision_leaves,
    Kind.SUPPORT_ANSWERED: support.answer_leaves,
    Kind.REPRESENTATIVE_ACCEPTED: representatives.decision_leaves,
    Kind.REPRESENTATIVE_REFUSED: representatives.decision_leaves,
    Kind.REPRESENTATIVE_SUSPENDED: representatives.suspension_leaves,
}
"""What each writes as it leaves; False when it must not leave any more, and has been put back
(UNDO-4)."""


def due(session: Session, limit: int = 100) -> list[UUID]:
    now = clock.business(session)
    return list(
        session.exec(
            select(HeldDecision.id)
            .where(
                HeldDecision.state == Held.HELD,
                col(HeldDecision.leaves_at) <= now,
                or_(col(HeldDecision.again_at).is_(None), col(HeldDecision.again_at) <= now),
            )
            .order_by(col(HeldDecision.leaves_at))
            .limit(limit)
        )
    )


def leave(session: Session, held_id: UUID) -> bool:
    """False when it was undone, has left, or is not due. The database says who was faster."""
    now = clock.business(session)
    left = session.exec(
        update(HeldDecision)
        .where(
            col(HeldDecision.id) == held_id,
            col(HeldDecision.state) == Held.HELD,
            col(HeldDecision.leaves_at) <= now,
        )
        .values(state=Held.LEFT, ended_at=now)
    )
    if left.rowcount != 1:
        return False
    held = session.get_one(HeldDecision, held_id, populate_existing=True)
    if is_late(held.leaves_at, now):
        touch(session, DEAD_TOPIC)
    if LEAVES[Kind(held.kind)](session, held):
        return True
    held.state = Held.OVERTAKEN
    session.add(held)
    record(
        session,
        SYSTEM_ACTOR,
        "decision.leave",
        "overtaken",
        subject_type="held_decision",
        subject_id=held.id,
        details={"kind": held.kind},
    )
    return False


def put_off(session: Session, held_id: UUID) -> None:
    """It could not leave, and is tried again: ever later, so that it holds nothing else up."""
    now = clock.business(session)
    held = session.exec(
        select(HeldDecision)
        .where(HeldDecision.id == held_id, HeldDecision.state == Held.HELD)
        .with_for_update()
    ).first()
    if held is None:
        return
    held.failures += 1
    held.again_at = now + again_in(held.failures)
    session.add(held)
    if is_late(held.leaves_at, now):
        touch(session, DEAD_TOPIC)
