"""Files that name many cases at once, and what came of each line (REP-17)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from cx_app.models.base import instant, key, sealed, word

_WAITING = text("outcome = '' AND going")
_KEPT = text("state <> 'going' AND state <> 'forgotten'")


class CaseList(SQLModel, table=True):
    """A file that a representative or a paralegal sent."""

    __tablename__ = "case_list"
    __table_args__ = (
        Index("ix_case_list_account", "account_id", "made_at"),
        Index("ix_case_list_kept", "made_at", sqlite_where=_KEPT, postgresql_where=_KEPT),
    )

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id")
    representative_id: UUID | None = Field(default=None, foreign_key="account.id")
    """For whom a paralegal sends it."""
    state: str = word(20)
    made_at: datetime = instant()
    done_at: datetime | None = instant(nullable=True)


class ListedCase(SQLModel, table=True):
    """One line. Its code is gone once it was tried."""

    __tablename__ = "listed_case"
    __table_args__ = (
        UniqueConstraint("list_id", "number", name="uq_listed_case_number"),
        Index("ix_listed_case_waiting", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: UUID = key()
    list_id: UUID = Field(foreign_key="case_list.id")
    number: int
    """The line of the file."""
    line_sealed: str | None = Field(default=None)
    """`domain.representation.lists.Line` as JSON."""
    going: bool = False
    """Whoever sent the file said: add these."""
    outcome: str = word(20, default="")

    line = sealed("line_sealed")
