"""Decisions about visits that wait for a second officer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import instant, key, word


class RequestProposal(SQLModel, table=True):
    """One officer would decide so; another agrees or does not (AP-21). Never changed but for its
    end. A request has one that is open."""

    __tablename__ = "request_proposal"
    __table_args__ = (
        Index(
            "uq_request_proposal_open",
            "request_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = key()
    request_id: UUID = Field(foreign_key="appointment_request.id", index=True)
    override: str = word(40)
    """`domain.appointment_decisions.Override`."""
    move: str = word(20)
    outcome: str = word(40)
    slot_id: UUID | None = Field(default=None, foreign_key="slot.id")
    """The time, where a visit is proposed; nobody keeps it free."""
    proposed_by: UUID = Field(foreign_key="account.id")
    proposed_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    ended_by: UUID | None = Field(default=None, foreign_key="account.id")
    agreed: bool | None = None
