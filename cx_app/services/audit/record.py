"""Writes audit rows. The trail is append-only; details hold codes and counts, never a value
that identifies a person."""

from __future__ import annotations

from typing import Any, Final, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import AuditEntry
from cx_app.models.base import uuid7

SYSTEM_ACTOR: Final = Actor(account_id=UUID(int=0), role=Role.SYSTEM)
WITHOUT_ACCOUNT: Final = frozenset({Role.SYSTEM, Role.VISITOR})

_ENTRY: Final = insert(SQLModel.metadata.tables["audit_entry"])


class About(TypedDict, total=False):
    """What an act was about, as far as it was about something."""

    case_id: UUID | None
    subject_type: str
    subject_id: UUID | None
    details: dict[str, Any] | None


def record(
    session: Session, actor: Actor, action: str, outcome: str = "done", **about: Unpack[About]
) -> AuditEntry:
    """One row for one act (`noun.verb`), in the transaction of the act itself."""
    entry = AuditEntry(**_values(session, actor, action, outcome, about))
    session.add(entry)
    return entry


def record_at_once(
    session: Session, actor: Actor, action: str, outcome: str = "done", **about: Unpack[About]
) -> None:
    """The same row by a statement of its own, for acts that many do at the same moment and that
    have no object of the session: a flush costs as much as the act."""
    values = _values(session, actor, action, outcome, about)
    session.connection().execute(_ENTRY, {"id": uuid7(), **values})


def _values(
    session: Session, actor: Actor, action: str, outcome: str, about: About
) -> dict[str, Any]:
    return {
        "at": clock.business(session),
        "recorded_at": clock.wall(),
        "account_id": None if actor.role in WITHOUT_ACCOUNT else actor.account_id,
        "role": actor.role,
        "session_id": actor.session_id,
        "network": actor.network,
        "action": action,
        "outcome": outcome,
        "case_id": about.get("case_id"),
        "subject_type": about.get("subject_type", ""),
        "subject_id": about.get("subject_id"),
        "details": about.get("details") or {},
    }
