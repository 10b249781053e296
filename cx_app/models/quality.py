"""Samples of decisions that supervisors look at again (AP-42)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from cx_app.models.base import instant, key, sealed, word


class QualitySample(SQLModel, table=True):
    """What was drawn, and from what. The seed lets anybody draw the same again."""

    __tablename__ = "quality_sample"

    id: UUID = key()
    drawn_at: datetime = instant(index=True)
    drawn_by: UUID = Field(foreign_key="account.id")
    first_day: date
    last_day: date
    """Both included, Eastern."""
    reason: str = word(40, default="")
    """Of the requests; empty for all."""
    seed: str = word(64)
    among: int
    """How many decisions there were to draw from."""


class QualityCheck(SQLModel, table=True):
    """One decision of a sample, and what a supervisor found."""

    __tablename__ = "quality_check"
    __table_args__ = (UniqueConstraint("sample_id", "step_id"),)

    id: UUID = key()
    sample_id: UUID = Field(foreign_key="quality_sample.id", index=True)
    step_id: UUID = Field(foreign_key="request_step.id", index=True)
    place: int
    """In the order in which it was drawn, from 1 on."""
    verdict: str = word(20, default="")
    """`domain.quality.Verdict`; empty until somebody has looked."""
    note_sealed: str | None = Field(default=None)
    checked_by: UUID | None = Field(default=None, foreign_key="account.id")
    checked_at: datetime | None = instant(nullable=True)

    note = sealed("note_sealed")
