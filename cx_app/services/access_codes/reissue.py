"""Put a new code in the place of one whose letter is spoilt, came back or was lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Kind
from cx_app.models import AccessCode, Case, CodeRequest
from cx_app.services.access_codes.issue import issue
from cx_app.services.access_codes.told import say_by, tell_own
from cx_app.services.audit.record import record
from cx_app.services.cases.access import is_own
from cx_app.services.policy.current import policy


def reissue(
    session: Session, actor: Actor, code: AccessCode, reason: str, now: datetime
) -> AccessCode | None:
    """End the old code and issue a new one to the same holder; None when the old one had an end
    already, so that of two who reissue at the same instant one does.

    An expired code may be reissued. Raises `Forbidden` for anyone but staff and the system, and on
    the actor's own case.
    """
    if actor.role is not Role.SYSTEM and not actor.role.is_staff:
        raise Forbidden("staff only")
    if is_own(session, actor, code.case_id):
        raise Forbidden("nobody works on their own case")
    if not end_code(session, actor, code, reason, now):
        return None
    fresh = issue(
        session,
        case=session.get_one(Case, code.case_id),
        party_id=code.party_id,
        representation_id=code.representation_id,
        now=now,
    )
    fresh.replaces_id = code.id
    session.add(fresh)
    session.exec(
        update(CodeRequest).where(col(CodeRequest.code_id) == code.id).values(code_id=fresh.id)
    )
    record(
        session,
        actor,
        "access_code.reissue",
        case_id=code.case_id,
        subject_type="access_code",
        subject_id=fresh.id,
        details={"reason": reason},
    )
    by_day = say_by(now, policy(session, now))
    tell_own(session, Kind.CODE_APPROVED, fresh, fresh.id, by_day=by_day)
    return fresh


def end_code(session: Session, actor: Actor, code: AccessCode, reason: str, now: datetime) -> bool:
    """Void a code that is neither used nor void, and destroy what is kept of it; False if somebody
    was faster."""
    ended = session.exec(
        update(AccessCode)
        .where(
            col(AccessCode.id) == code.id,
            col(AccessCode.redeemed_at).is_(None),
            col(AccessCode.voided_at).is_(None),
        )
        .values(voided_at=now, void_reason=reason, code_sealed=None)
    )
    done = bool(ended.rowcount == 1)
    record(
        session,
        actor,
        "access_code.void",
        "done" if done else "too_late",
        case_id=code.case_id,
        subject_type="access_code",
        subject_id=code.id,
        details={"reason": reason},
    )
    session.refresh(code)
    return done
