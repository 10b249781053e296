"""myProgress: each day's tables, what was said of cases, how right it was, who wants to hear."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, LargeBinary
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from cx_app.models.base import instant, key, word


class ProgressTable(SQLModel, table=True):
    """The counts of one milestone at the end of a day. The database refuses to change or remove
    one (MP-25)."""

    __tablename__ = "progress_table"
    __table_args__ = (UniqueConstraint("milestone", "day", "version"),)

    id: UUID = key()
    milestone: str = word(20)
    day: date
    version: str = word(20)
    snapshot: str = word(16, index=True)
    body: bytes = Field(sa_type=LargeBinary)
    cases: int
    set_aside: int = 0
    """Cases whose dates contradict each other."""
    public_figures: Any = Field(sa_type=JSON)
    """[form, office, days] What the public page says that day; of decisions only."""
    fitted_at: datetime = instant()


class ProgressSwitch(SQLModel, table=True):
    """A form whose estimates staff have stopped."""

    __tablename__ = "progress_switch"

    form: str = word(12, primary_key=True)
    stopped_at: datetime = instant()
    stopped_by: UUID = Field(foreign_key="account.id")
    reason: str = word(200)


class ProgressStatement(SQLModel, table=True):
    """What was said of a case when it had moved: what it was made from, and why it moved."""

    __tablename__ = "progress_statement"
    __table_args__ = (UniqueConstraint("case_id", "as_of"),)

    id: UUID = key()
    case_id: UUID = Field(foreign_key="case.id", index=True)
    as_of: date
    snapshot: str = word(16)
    facts: Any = Field(sa_type=JSON)
    status: str = word(24)
    half: date | None = None
    most: date | None = None
    """By when 50 and 80 of 100 were to be done."""
    lines: Any = Field(sa_type=JSON)


class ProgressWish(SQLModel, table=True):
    """What an account asked for about the estimates of a case; without a row, nothing."""

    __tablename__ = "progress_wish"
    __table_args__ = (UniqueConstraint("account_id", "case_id"),)

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    tell_days: int = 0
    """By how many days it must move to be told; 0 is never."""
    told_half: date | None = None
    """The date from which the next move counts."""
    share: bool = True
    """Whether the person's representative sees it."""


class ProgressRecord(SQLModel, table=True):
    """How right the estimates of a day were, for one milestone, form and office, once enough days
    had passed. Never made again."""

    __tablename__ = "progress_record"
    __table_args__ = (
        UniqueConstraint(
            *("milestone", "day", "horizon", "form", "office"), name="uq_progress_record"
        ),
        Index("ix_progress_record_form", "form", "day"),
    )

    id: UUID = key()
    milestone: str = word(20, default="decision")
    day: date
    horizon: int
    """Days."""
    form: str = word(12)
    office: str = word(40)
    version: str = word(20)
    snapshot: str = word(16)
    figures: Any = Field(sa_type=JSON)
    """`domain.progress.record.Figures`."""
