"""Each opening of a case by staff, in columns that can be counted, and what is held back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import hashed, instant, key, sealed, word


class CaseOpening(SQLModel, table=True):
    """Written with the audit row it belongs to, which stays the record; this one is counted.

    What it says was true when the case was opened: whether something was waiting there, whether
    the case was protected, whether the office was closed.
    """

    __tablename__ = "case_opening"
    __table_args__ = (
        Index("ix_case_opening_case_at", "case_id", "at"),
        Index("ix_case_opening_day_account", "day", "account_id"),
        Index("ix_case_opening_account_case_at", "account_id", "case_id", "at"),
    )

    id: UUID = key()
    entry_id: UUID = Field(unique=True)
    """Its row of the audit trail."""
    account_id: UUID = Field(foreign_key="account.id")
    role: str = word(20)
    case_id: UUID = Field(foreign_key="case.id")
    at: datetime = instant()
    day: date
    """Eastern."""
    reason: str = word(20)
    """`domain.openings.OpeningReason`; empty for openings from before reasons were asked."""
    explanation: str = word(20)
    """`domain.openings.Explanation`; empty when nothing was waiting on the case."""
    off_hours: bool = False
    protected: bool = False
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    """Whom the case is about."""
    name_hash: str = hashed(index=False, default="")
    address_hash: str = hashed(index=False, default="")
    """Compared within a day; empty where there is nothing to compare."""
    mistaken_at: datetime | None = instant(nullable=True)


class OpeningHold(SQLModel, table=True):
    """An opening that its people see only from a day on. Ending early keeps the row."""

    __tablename__ = "opening_hold"

    id: UUID = key()
    entry_id: UUID = Field(index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    appears_on: date
    until: datetime = instant(index=True)
    """First instant of that day, Eastern."""
    reason: str = word(20)
    note_sealed: str | None = Field(default=None)
    held_by: UUID = Field(foreign_key="account.id")
    held_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    ended_by: UUID | None = Field(default=None, foreign_key="account.id")

    note = sealed("note_sealed")
