"""The append-only record of who did what. Triggers refuse updates and deletes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import instant, key, word


class AuditEntry(SQLModel, table=True):
    """What, when, where from, by whom, for whom, with which outcome (NIST 800-53 AU-3)."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_case_at", "case_id", "at"),
        Index("ix_audit_account_at", "account_id", "at"),
    )

    id: UUID = key()
    at: datetime = instant(index=True)
    recorded_at: datetime = instant()
    """Wall clock; `at` is the business clock."""
    action: str = word(60, index=True)
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
