"""Where people want to be reached, what proves it, and what they agreed to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from cx_app.models.base import hashed, instant, key, sealed, word


class ContactPoint(SQLModel, table=True):
    """An e-mail address or a phone number of an account. The living one is the newest not ended."""

    __tablename__ = "contact_point"
    __table_args__ = (Index("ix_contact_account", "account_id", "channel"),)

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id")
    channel: str = word(10)
    value_sealed: str | None = Field(default=None)
    value_hash: str = hashed()
    line: str = word(20, default="")
    """Of a number: mobile, landline, voip, or empty when nobody knows (domain 1.3-11)."""
    zone: str = word(40, default="America/New_York")
    """The person's own time zone, asked and not derived from the number (domain 1.3-9)."""
    safe: bool = False
    """Nobody else reads it, says the person (domain 9.4 h)."""
    created_at: datetime = instant()
    verified_at: datetime | None = instant(nullable=True)
    lost_at: datetime | None = instant(nullable=True)
    """Since when nothing arrives there."""
    lost_reason: str = word(40, default="")
    ended_at: datetime | None = instant(nullable=True)

    value = sealed("value_sealed")


class ContactCode(SQLModel, table=True):
    """A one-time code that proves an address or number; kept as a keyed hash."""

    __tablename__ = "contact_code"

    id: UUID = key()
    contact_id: UUID = Field(foreign_key="contact_point.id", index=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    value_hash: str = hashed()
    code_hash: str = hashed(index=False)
    issued_at: datetime = instant()
    expires_at: datetime = instant()
    tries: int = 0
    used_at: datetime | None = instant(nullable=True)


class TextConsent(SQLModel, table=True):
    """Agreed to texts, or took it back: what was shown, when, and where from (SMS-10). Rows are
    added and never changed; the newest counts."""

    __tablename__ = "text_consent"

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    contact_id: UUID = Field(foreign_key="contact_point.id", index=True)
    given: bool = True
    source: str = word(20)
    """settings, text, or provider."""
    wording: str = word(1000, default="")
    """The very sentence that was shown."""
    wording_version: str = word(20, default="")
    language: str = word(8, default="en")
    network: str = word(64, default="")
    at: datetime = instant()
    recorded_at: datetime = instant()


class TextStop(SQLModel, table=True):
    """A number that said STOP. It counts for whoever has the number, and wins over everything."""

    __tablename__ = "text_stop"

    id: UUID = key()
    phone_hash: str = hashed(index=False, unique=True)
    stopped_at: datetime = instant()
    source: str = word(20)
    confirmed_at: datetime | None = instant(nullable=True)
    ended_at: datetime | None = instant(nullable=True)


class MessageWish(SQLModel, table=True):
    """What an account chose for one topic."""

    __tablename__ = "message_wish"
    __table_args__ = (UniqueConstraint("account_id", "topic"),)

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id")
    topic: str = word(20)
    email: bool = True
    sms: bool = False
    paper: bool = False
    language: str = word(8, default="")
    updated_at: datetime = instant()
