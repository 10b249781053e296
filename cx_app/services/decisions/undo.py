"""Undo a decision of a moment ago, or take longer to think about it (UNDO-2, UNDO-3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from cx_app.domain.decisions import Held, Kind, extended, may_undo
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import HeldDecision
from cx_app.services.access_codes import held as codes
from cx_app.services.appointment_requests import held as visits
from cx_app.services.audit.record import record
from cx_app.services.biometrics import held as biometrics
from cx_app.services.cases.access import refuse
from cx_app.services.cases.staff import require_staff
from cx_app.services.decisions.put_back import PutBack
from cx_app.services.policy.current import policy
from cx_app.services.representation import held as representatives
from cx_app.services.support import held as support

MAY: Final[dict[Kind, Callable[[Session, Actor, HeldDecision], None]]] = {
    Kind.CODE_APPROVED: codes.check,
    Kind.CODE_REFUSED: codes.check,
    Kind.VISIT_BOOKED: visits.check,
    Kind.VISIT_UNNEEDED: visits.check,
    Kind.VISIT_ASKED: visits.check,
    Kind.VISIT_MOVED: visits.check,
    Kind.VISIT_CANCELLED: visits.check,
    Kind.BIOMETRICS_APPROVED: biometrics.check,
    Kind.BIOMETRICS_REFUSED: biometrics.check,
    Kind.SUPPORT_ANSWERED: support.check,
    Kind.REPRESENTATIVE_ACCEPTED: representatives.check,
    Kind.REPRESENTATIVE_REFUSED: representatives.check,
    Kind.REPRESENTATIVE_SUSPENDED: representatives.check,
}
"""Whether the actor may still reach what was decided about; raises as the deciding service does."""
PUTS_BACK: Final[dict[Kind, Callable[[Session, Actor, HeldDecision], PutBack]]] = {
    Kind.CODE_APPROVED: codes.put_back,
    Kind.CODE_REFUSED: codes.put_back,
    Kind.VISIT_BOOKED: visits.put_back,
    Kind.VISIT_UNNEEDED: visits.put_back,
    Kind.VISIT_ASKED: visits.put_back,
    Kind.VISIT_MOVED: visits.put_move_back,
    Kind.VISIT_CANCELLED: visits.put_cancel_back,
    Kind.BIOMETRICS_APPROVED: biometrics.put_back,
    Kind.BIOMETRICS_REFUSED: biometrics.put_back,
    Kind.SUPPORT_ANSWERED: support.put_back,
    Kind.REPRESENTATIVE_ACCEPTED: representatives.put_acceptance_back,
    Kind.REPRESENTATIVE_REFUSED: representatives.put_refusal_back,
    Kind.REPRESENTATIVE_SUSPENDED: representatives.put_suspension_back,
}
"""What stood before stands again, or why not."""
STANDS_IN: Final = frozenset({Role.SUPERVISOR, Role.ADMIN})


class UndoAnswer(StrEnum):
    DONE = "done"
    TOO_LATE = "too_late"
    """It has left, was undone before, or its person has acted on it."""
    OFTEN_ENOUGH = "often_enough"
    IMPOSSIBLE = "impossible"
    """What stood before can't stand again; the decision goes on."""


def undo(session: Session, actor: Actor, held_id: UUID) -> UndoAnswer:
    """Nothing leaves, and what was before stands again. Raises `NotFound` for somebody else's
    decision, but for supervisors."""
    held = _held(session, actor, held_id)
    now = clock.business(session)
    answer = UndoAnswer.TOO_LATE
    if may_undo(held.leaves_at, now) and _end(session, actor, held, now):
        match PUTS_BACK[Kind(held.kind)](session, actor, held):
            case PutBack.DONE:
                answer = UndoAnswer.DONE
            case PutBack.OVERTAKEN:
                held.state = Held.OVERTAKEN
            case PutBack.IMPOSSIBLE:
                answer = UndoAnswer.IMPOSSIBLE
                held.state, held.ended_at, held.undone_by = Held.HELD, None, None
        session.add(held)
    _note(session, actor, "decision.undo", answer, held)
    return answer


def take_longer(session: Session, actor: Actor, held_id: UUID) -> UndoAnswer:
    """Hold it back for as long again."""
    held = _held(session, actor, held_id)
    now = clock.business(session)
    rules = policy(session, now).undo
    until = extended(held.decided_at, held.leaves_at, rules, now)
    if held.state != Held.HELD or not may_undo(held.leaves_at, now):
        answer = UndoAnswer.TOO_LATE
    elif until is None:
        answer = UndoAnswer.OFTEN_ENOUGH
    else:
        answer = UndoAnswer.DONE if _move(session, held, until) else UndoAnswer.TOO_LATE
    _note(session, actor, "decision.hold_longer", answer, held)
    return answer


def _held(session: Session, actor: Actor, held_id: UUID) -> HeldDecision:
    require_staff(actor)
    held = session.get(HeldDecision, held_id)
    if held is None or (held.decided_by != actor.account_id and actor.role not in STANDS_IN):
        raise refuse()
    MAY[Kind(held.kind)](session, actor, held)
    return held


def _end(session: Session, actor: Actor, held: HeldDecision, now: datetime) -> bool:
    ended = session.exec(
        update(HeldDecision)
        .where(col(HeldDecision.id) == held.id, col(HeldDecision.state) == Held.HELD)
        .values(state=Held.UNDONE, ended_at=now, undone_by=actor.account_id)
    )
    session.refresh(held)
    return bool(ended.rowcount == 1)


def _move(session: Session, held: HeldDecision, until: datetime) -> bool:
    """As it was seen: of two who press at once, one moves it."""
    moved = session.exec(
        update(HeldDecision)
        .where(
            col(HeldDecision.id) == held.id,
            col(HeldDecision.state) == Held.HELD,
            col(HeldDecision.leaves_at) == held.leaves_at,
        )
        .values(leaves_at=until)
    )
    session.refresh(held)
    return bool(moved.rowcount == 1)


def _note(
    session: Session, actor: Actor, action: str, answer: UndoAnswer, held: HeldDecision
) -> None:
    record(
        session,
        actor,
        action,
        answer,
        subject_type="held_decision",
        subject_id=held.id,
        details={"kind": held.kind},
    )
