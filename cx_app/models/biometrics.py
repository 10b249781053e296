"""Moves of biometrics appointments, asked for or done, and the notices to bring."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import instant, key, sealed, word

OPEN: Final = "state IN ('asked', 'approved', 'awaiting')"
"""`domain.biometrics.OPEN`, as both databases read it."""

IN_INDEX: Final = text(f"reschedule.{OPEN}")
"""The same for queries that look for such requests: with bound values SQLite does not see that its
index holds them, and reads every move there ever was."""


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Reschedule(SQLModel, table=True):
    """One wish to move an appointment, from asking to its end; done at once where the rules allow.
    A party has one at most that is not over."""

    __tablename__ = "reschedule"
    __table_args__ = (
        Index("uq_reschedule_open", "party_id", unique=True, **_where(OPEN)),
        Index("ix_reschedule_state", "state", "asked_at", **_where(OPEN)),
        CheckConstraint(
            "(state = 'done') = (to_booking_id IS NOT NULL)", name="ck_reschedule_done"
        ),
        CheckConstraint("state = 'done' OR NOT counts", name="ck_reschedule_counts"),
    )

    id: UUID = key()
    case_id: UUID = Field(foreign_key="case.id", index=True)
    party_id: UUID = Field(foreign_key="party.id", index=True)
    from_booking_id: UUID = Field(foreign_key="booking.id", index=True)
    """The appointment that was to be moved."""
    to_booking_id: UUID | None = Field(default=None, foreign_key="booking.id", unique=True)
    cause: str = word(20)
    """`domain.biometrics.Cause`; empty where the person asked for nothing."""
    words_sealed: str | None = Field(default=None)
    """Another cause, in the person's own words."""
    channel: str = word(10)
    """`domain.biometrics.Channel`."""
    state: str = word(10)
    """`domain.biometrics.RescheduleState`."""
    timely: bool = True
    """Asked before the appointment began (BIO-7, BIO-8)."""
    counts: bool = False
    """Whether it is one of the person's own moves (BIO-20)."""
    asked_at: datetime = instant()
    asked_by: UUID | None = Field(default=None, foreign_key="account.id")
    """None where the portal did it."""
    acting_for: bool = False
    """Asked by a representative for their client."""
    decided_at: datetime | None = instant(nullable=True)
    decided_by: UUID | None = Field(default=None, foreign_key="account.id")
    reason: str = word(40, default="")
    """Why an officer decided so, as a code."""

    words = sealed("words_sealed")


class BiometricsNotice(SQLModel, table=True):
    """The notice of one booking. It is typeset from its rows when somebody wants it."""

    __tablename__ = "biometrics_notice"

    id: UUID = key()
    booking_id: UUID = Field(foreign_key="booking.id", unique=True)
    party_id: UUID = Field(foreign_key="party.id", index=True)
    number: str = word(16, unique=True)
    """Its bar code: drawn, with two check digits."""
    replaces_id: UUID | None = Field(default=None, foreign_key="biometrics_notice.id", unique=True)
    made_at: datetime = instant()


class BiometricsFollow(SQLModel, table=True):
    """An account that showed receipt number, A-Number and date of birth of a party: it sees and
    moves that party's appointment, and nothing else (design 7)."""

    __tablename__ = "biometrics_follow"
    __table_args__ = (
        Index(
            "uq_biometrics_follow",
            "account_id",
            "party_id",
            unique=True,
            **_where("ended_at IS NULL"),
        ),
    )

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    party_id: UUID = Field(foreign_key="party.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    matched_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
