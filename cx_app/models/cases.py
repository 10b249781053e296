"""Cases, the people in them, what happened, and which accounts reach them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from cx_app.models.base import instant, key, word


class Case(SQLModel, table=True):
    """A filing. The receipt number is a unique attribute, never a key and never in a URL."""

    __tablename__ = "case"

    id: UUID = key()
    receipt_number: str = word(13, unique=True)
    form: str = word(12, index=True)
    designation: str = word(40, default="")
    """The designation of a programme that the case is under, by the agency's name (MP-29)."""
    category: str = word(40, default="")
    office: str = word(40, default="")
    channel: str = word(10, default="paper")
    received_on: date
    protected: bool = False
    """8 USC 1367: outsiders get the answer of a case that does not exist (domain 9.4)."""
    closed: bool = False
    status_code: str = word(12, default="")
    status_at: datetime | None = instant(nullable=True)
    inquiry_on: date | None = None
    """The day from which the agency takes questions about the case (MP-6)."""
    hold_reason: str = word(40, default="")
    """Why the agency has put the case aside; empty while it has not."""
    hold_since: datetime | None = instant(nullable=True)
    updated_at: datetime = instant()
    """The `as_of` of the record that these facts are from, and its event id."""
    source_event: str = word(64, default="")


class Party(SQLModel, table=True):
    """A person in a case, in one role (`domain.cases.PartyRole`)."""

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("case_id", "person_id", "role"),)

    id: UUID = key()
    case_id: UUID = Field(foreign_key="case.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: str = word(20)
    ended_at: datetime | None = instant(nullable=True)
    """Since when the person is no part of the case any more."""


class CaseOffice(SQLModel, table=True):
    """Which office the agency said had the case, at an instant; two that differ make a move."""

    __tablename__ = "case_office"
    __table_args__ = (UniqueConstraint("case_id", "at"),)

    id: UUID = key()
    case_id: UUID = Field(foreign_key="case.id")
    office: str = word(40)
    at: datetime = instant()
    source_event: str = word(64)


class CaseEvent(SQLModel, table=True):
    """Something the back office says happened. Unknown codes are kept as they came."""

    __tablename__ = "case_event"
    __table_args__ = (
        Index("ix_case_event_case_at", "case_id", "at"),
        Index("ix_case_event_case_recorded", "case_id", "recorded_at"),
    )

    id: UUID = key()
    feed_id: str = word(64, unique=True)
    case_id: UUID = Field(foreign_key="case.id")
    code: str = word(12)
    at: datetime = instant()
    recorded_at: datetime = instant()
    corrected_as_of: datetime | None = instant(nullable=True)
    """When the agency said what now stands here, if that is not what it said at first."""
    correction: str = word(64, default="")
    withdrawn: bool = False
    """The agency took it back: it did not happen."""


class CaseLink(SQLModel, table=True):
    """A redeemed code: this account is this party of the case."""

    __tablename__ = "case_link"
    __table_args__ = (UniqueConstraint("account_id", "party_id"),)

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    party_id: UUID = Field(foreign_key="party.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    linked_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    end_reason: str | None = word(20, default=None, nullable=True)
    """`domain.code_claims.EndReason`; none where the party itself ended."""
    undo_until: datetime | None = instant(nullable=True)
    """Until then its person may take back that they removed the case (CLAIM-7)."""


class CaseFollow(SQLModel, table=True):
    """A receipt number added without a code: what a status checker would show, nothing else."""

    __tablename__ = "case_follow"
    __table_args__ = (UniqueConstraint("account_id", "case_id"),)

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    followed_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
