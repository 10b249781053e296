"""The append-only record of who did what, and its seals. Triggers refuse updates and deletes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import instant, key, word


def _number(**extra: Any) -> Any:
    return Field(sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}, **extra)


class AuditEntry(SQLModel, table=True):
    """What, when, where from, by whom, for whom, with which outcome (NIST 800-53 AU-3)."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_case_at", "case_id", "at"),
        Index("ix_audit_account_at", "account_id", "at"),
        Index("ix_audit_action_at", "action", "at"),
        Index("ix_audit_outcome_at", "outcome", "at"),
        Index("ix_audit_network_at", "network", "at"),
        Index("ix_audit_session_at", "session_id", "at"),
    )

    id: UUID = key()
    at: datetime = instant(index=True)
    recorded_at: datetime = instant()
    """Wall clock; `at` is the business clock."""
    action: str = word(60)
    outcome: str = word(40)
    account_id: UUID | None = Field(default=None)
    role: str = word(20)
    session_id: UUID | None = Field(default=None)
    network: str = word(64, default="")
    case_id: UUID | None = Field(default=None)
    subject_type: str = word(40, default="")
    subject_id: UUID | None = Field(default=None)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Codes and counts only; never a value that identifies a person."""


class AuditPending(SQLModel, table=True):
    """An entry that waits for its seal. A trigger writes the row with the entry itself, another
    lets it go only once the entry is sealed."""

    __tablename__ = "audit_pending"

    entry_id: UUID = Field(primary_key=True)


class AuditSeal(SQLModel, table=True):
    """The place of an entry in the chain, and its hash (`domain.audit.entry_hash`)."""

    __tablename__ = "audit_seal"

    seq: int = _number(primary_key=True)
    entry_id: UUID = Field(unique=True)
    hash: str = word(64)


class AuditBatch(SQLModel, table=True):
    """Entries sealed together (`domain.audit.chain_hash`)."""

    __tablename__ = "audit_batch"

    number: int = _number(primary_key=True)
    form: int = Field(default=1)
    first_seq: int = _number(unique=True)
    last_seq: int = _number(unique=True)
    sealed_at: datetime = instant(index=True)
    """Wall clock."""
    previous: str = word(64)
    chain: str = word(64)
