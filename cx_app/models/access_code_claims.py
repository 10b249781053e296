"""Disputes between accounts that added a case as the same person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import instant, key, word


class ClaimDispute(SQLModel, table=True):
    """One account says that another one of the same party should not have the case. While it
    stands, the other reads and meets deadlines, and does nothing else (CLAIM-3)."""

    __tablename__ = "claim_dispute"
    __table_args__ = (Index("ix_claim_dispute_party_disputed", "party_id", "disputed_id"),)

    id: UUID = key()
    case_id: UUID = Field(foreign_key="case.id", index=True)
    party_id: UUID = Field(foreign_key="party.id")
    disputed_id: UUID = Field(foreign_key="account.id")
    opened_by: UUID = Field(foreign_key="account.id")
    ground: str = word(20)
    opened_at: datetime = instant()
    lapses_at: datetime = instant(index=True)
    """From this instant on it is over, whoever looks; by the policy of the day it was opened."""
    first_by: UUID | None = Field(default=None, foreign_key="account.id")
    """The officer whose word waits for another's."""
    first_at: datetime | None = instant(nullable=True)
    first_reason: str | None = word(20, default=None, nullable=True)
    decided_by: UUID | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = instant(nullable=True)
    outcome: str | None = word(20, default=None, nullable=True)
    reason: str | None = word(20, default=None, nullable=True)
    lapse_told_at: datetime | None = instant(nullable=True)
