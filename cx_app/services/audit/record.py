"""Writes audit rows. The trail is append-only; details hold codes and counts, never a value
that identifies a person."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import AuditEntry

SYSTEM_ACTOR: Final = Actor(account_id=UUID(int=0), role=Role.SYSTEM)
WITHOUT_ACCOUNT: Final = frozenset({Role.SYSTEM, Role.VISITOR})


def record(
    session: Session,
    actor: Actor,
    action: str,
    outcome: str = "done",
    *,
    case_id: UUID | None = None,
    subject_type: str = "",
    subject_id: UUID | None = None,
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """One row for one act (`noun.verb`), in the transaction of the act itself."""
    entry = AuditEntry(
        at=clock.business(session),
        recorded_at=clock.wall(),
        action=action,
        outcome=outcome,
        account_id=None if actor.role in WITHOUT_ACCOUNT else actor.account_id,
        role=actor.role,
        session_id=actor.session_id,
        network=actor.network,
        case_id=case_id,
        subject_type=subject_type,
        subject_id=subject_id,
        details=details or {},
    )
    session.add(entry)
    return entry
