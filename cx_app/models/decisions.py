"""Decisions of officers that can still be undone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import instant, key, word


class HeldDecision(SQLModel, table=True):
    """A decision that is in force here, and of which nothing has left yet. It is the promise that
    something will: what leaves is written when its time comes, in one transaction with `state`."""

    __tablename__ = "held_decision"
    __table_args__ = (
        Index("ix_held_decision_state_leaves", "state", "leaves_at"),
        Index(
            "uq_held_decision_subject",
            "subject_id",
            unique=True,
            sqlite_where=text("state = 'held'"),
            postgresql_where=text("state = 'held'"),
        ),
    )

    id: UUID = key()
    kind: str = word(40)
    """`domain.decisions.Kind`: who knows what leaves and how to undo it."""
    subject_id: UUID
    """What was decided about, such as the request for a code."""
    decided_by: UUID = Field(foreign_key="account.id")
    decided_at: datetime = instant()
    leaves_at: datetime = instant()
    """Business clock: from this instant on it can't be undone."""
    before: str = word(400, default="{}")
    """What undoing puts back, as JSON of codes and ids only."""
    state: str = word(10)
    ended_at: datetime | None = instant(nullable=True)
    failures: int = 0
    """So often it could not leave."""
    again_at: datetime | None = instant(nullable=True)
    """Business clock: it is not tried before; only after it failed."""
    undone_by: UUID | None = Field(default=None, foreign_key="account.id")
