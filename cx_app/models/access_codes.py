"""Online access codes, requests for new ones, and the counters that slow guessing."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import hashed, instant, key, sealed, word


class AccessCode(SQLModel, table=True):
    """One mailed code, bound to a party or to a representation.

    Kept as a keyed hash for checking and as ciphertext only until the mailing that carries it is
    confirmed; then the ciphertext is destroyed.
    """

    __tablename__ = "access_code"
    __table_args__ = (
        Index(
            "ix_access_code_address_due",
            "id",
            sqlite_where=text("address_seen_at IS NULL"),
            postgresql_where=text("address_seen_at IS NULL"),
        ),
    )

    id: UUID = key()
    case_id: UUID = Field(foreign_key="case.id", index=True)
    party_id: UUID | None = Field(default=None, foreign_key="party.id", index=True)
    representation_id: UUID | None = Field(
        default=None, foreign_key="representation.id", index=True
    )
    code_hash: str = hashed("access_code", sealed_in="code_sealed")
    code_sealed: str | None = Field(default=None)
    channel: str = word(10)
    issued_on: date
    """The date on its notice, Eastern."""
    valid_until: datetime = instant()
    """First instant at which the code no longer counts: the end of day 90, Eastern."""
    issued_at: datetime = instant()
    letter_number: str | None = word(20, default=None, nullable=True, unique=True, index=True)
    """The bar code on its letter, by which the mailroom knows it again; says nothing else."""
    printed_at: datetime | None = instant(nullable=True)
    mailed_at: datetime | None = instant(nullable=True)
    """When its letter left, or its e-mail was accepted."""
    returned_at: datetime | None = instant(nullable=True)
    """When the post brought its letter back."""
    address_seen_at: datetime | None = instant(nullable=True)
    """When it was looked at where else codes to its address went (3.3-13); none while it is due."""
    replaces_id: UUID | None = Field(default=None, foreign_key="access_code.id", index=True)
    """The code of a spoilt, returned or lost letter that this one stands in for."""
    redeemed_at: datetime | None = instant(nullable=True)
    redeemed_by: UUID | None = Field(default=None, foreign_key="account.id")
    voided_at: datetime | None = instant(nullable=True)
    void_reason: str | None = word(40, default=None, nullable=True)

    code = sealed("code_sealed")


class CodeRequest(SQLModel, table=True):
    """Someone asked for a new code. A task matches it to a party afterwards, so that asking takes
    the same steps and time whether or not anything matches."""

    __tablename__ = "code_request"

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    party_id: UUID | None = Field(default=None, foreign_key="party.id", index=True)
    representation_id: UUID | None = Field(
        default=None, foreign_key="representation.id", index=True
    )
    """Set instead of the party when a representative asks for their own."""
    asked_as: str = word(20, default="self")
    """`domain.appointment_requests.AskedAs`: also where nobody could be named."""
    receipt_hash: str = hashed("receipt")
    receipt_sealed: str | None = Field(default=None)
    """The receipt number as it was asked for, to tell the asker which request is which."""
    typed_sealed: str | None = Field(default=None)
    """Receipt number and date of birth as JSON, until the request is matched."""
    state: str = word(20, index=True)
    requested_at: datetime = instant()
    code_id: UUID | None = Field(default=None, foreign_key="access_code.id")
    review_reason: str | None = word(40, default=None, nullable=True)
    """Why an officer must look before a code goes out."""
    decided_at: datetime | None = instant(nullable=True)
    decided_by: UUID | None = Field(default=None, foreign_key="account.id")
    decision: str | None = word(40, default=None, nullable=True)
    """The officer's reason code."""

    receipt = sealed("receipt_sealed")
    typed = sealed("typed_sealed")


class Attempt(SQLModel, table=True):
    """One failed try to reach a case, counted per account, network and receipt number (hashed)."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_scope_subject_at", "scope", "subject_hash", "at"),)

    id: UUID = key()
    scope: str = word(10)
    subject_hash: str = hashed(index=False)
    at: datetime = instant()


class Lock(SQLModel, table=True):
    """Until when an account or network may not try again."""

    __tablename__ = "lock"
    __table_args__ = (Index("ix_lock_scope_subject", "scope", "subject_hash", unique=True),)

    id: UUID = key()
    scope: str = word(10)
    subject_hash: str = hashed(index=False)
    until: datetime = instant()
