"""What must reach a person: the outbox, the inbox, and the demo's mailbox."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import instant, key, sealed, word


class OutboxMessage(SQLModel, table=True):
    """One intent to send, written with the change that causes it."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_state_due", "state", "due_at"),)

    id: UUID = key()
    dedupe_key: str = word(120, unique=True)
    kind: str = word(40)
    channel: str = word(10)
    language: str = word(8, default="en")
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case.id")
    code_id: UUID | None = Field(default=None, foreign_key="access_code.id")
    state: str = word(20, default="waiting")
    due_at: datetime = instant()
    """Business clock: not before this instant."""
    lease_until: datetime | None = instant(nullable=True)
    """Wall clock: while it lasts, one worker has the message."""
    attempts: int = 0
    """Also the fencing token: a worker settles only the attempt that it claimed."""
    last_error: str = word(200, default="")
    provider_id: str = word(120, default="")
    created_at: datetime = instant()
    sent_at: datetime | None = instant(nullable=True)


class InboxMessage(SQLModel, table=True):
    """A message in an account's own inbox; shown in the language it was written in."""

    __tablename__ = "inbox_message"
    __table_args__ = (Index("ix_inbox_account_at", "account_id", "at"),)

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id")
    case_id: UUID | None = Field(default=None, foreign_key="case.id")
    kind: str = word(40)
    subject: str = word(200)
    body_sealed: str | None = Field(default=None)
    at: datetime = instant()
    read_at: datetime | None = instant(nullable=True)

    body = sealed("body_sealed")


class DemoDelivery(SQLModel, table=True):
    """The far end of the wire in the demo: what arrived in somebody's mailbox."""

    __tablename__ = "demo_delivery"

    id: UUID = key()
    channel: str = word(10)
    to_sealed: str | None = Field(default=None)
    subject_sealed: str | None = Field(default=None)
    body_sealed: str | None = Field(default=None)
    document_sealed: str | None = Field(default=None)
    """A letter's PDF, base64."""
    at: datetime = instant(index=True)

    to = sealed("to_sealed")
    subject = sealed("subject_sealed")
    body = sealed("body_sealed")
    document = sealed("document_sealed")
