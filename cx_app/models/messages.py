"""What must reach a person: outbox, inbox, what providers report, and the demo's mailbox."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from cx_app.models.base import hashed, instant, key, sealed, word


class OutboxMessage(SQLModel, table=True):
    """One intent to send, written with the change that causes it."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index("ix_outbox_state_due", "state", "due_at", "id"),
        Index("ix_outbox_sent_at", "sent_at"),
        Index("ix_outbox_failed_at", "failed_at"),
    )

    id: UUID = key()
    dedupe_key: str = word(200, unique=True)
    kind: str = word(40)
    channel: str = word(10)
    language: str = word(8, default="en")
    why: str = word(20, default="")
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case.id")
    code_id: UUID | None = Field(default=None, foreign_key="access_code.id")
    contact_id: UUID | None = Field(default=None, foreign_key="contact_point.id")
    """The address or number that it is for, where it is not whichever is current."""
    inbox_id: UUID | None = Field(default=None, foreign_key="inbox_message.id", index=True)
    facts_sealed: str | None = Field(default=None)
    """What the template needs beyond the rows named here, as JSON; destroyed when it is sent."""
    at_most_once: bool = False
    state: str = word(20, default="waiting")
    due_at: datetime = instant()
    """Business clock: not before this instant; retries move it."""
    not_before: datetime | None = instant(nullable=True)
    not_after: datetime | None = instant(nullable=True)
    """Business clock: from this instant on it is too late to send it."""
    ready_at: datetime | None = instant(nullable=True)
    """Business clock: since when it could have been sent; figures count from here."""
    first_tried_at: datetime | None = instant(nullable=True)
    lease_until: datetime | None = instant(nullable=True)
    """Wall clock: while it lasts, one worker has the message."""
    attempts: int = 0
    """Also the fencing token: a worker settles only the attempt that it claimed."""
    failures: int = 0
    last_error: str = word(200, default="")
    provider_id: str = word(120, default="")
    created_at: datetime = instant()
    sent_at: datetime | None = instant(nullable=True)
    took_ms: int | None = Field(default=None)
    """From `ready_at` to the provider's acceptance."""
    to_hash: str = hashed(index=False, default="")
    """Fingerprint of the address or number it went to, so that a bounce finds the right one."""
    delivery: str = word(20, default="")
    """What the provider reported since."""
    delivered_at: datetime | None = instant(nullable=True)
    failed_at: datetime | None = instant(nullable=True)
    failure: str = word(40, default="")

    facts = sealed("facts_sealed")


class InboxMessage(SQLModel, table=True):
    """A message in an account's own inbox; shown in the language it was written in."""

    __tablename__ = "inbox_message"
    __table_args__ = (
        Index("ix_inbox_account_at", "account_id", "at"),
        UniqueConstraint("account_id", "dedupe_key", name="uq_inbox_account_dedupe"),
    )

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id")
    case_id: UUID | None = Field(default=None, foreign_key="case.id")
    kind: str = word(40)
    why: str = word(20, default="")
    dedupe_key: str | None = word(200, default=None, nullable=True)
    subject: str = word(200)
    body_sealed: str | None = Field(default=None)
    at: datetime = instant()
    read_at: datetime | None = instant(nullable=True)

    body = sealed("body_sealed")


class InboxAttachment(SQLModel, table=True):
    """A file that came with an inbox message: a notice as PDF, an appointment as .ics."""

    __tablename__ = "inbox_attachment"

    id: UUID = key()
    message_id: UUID = Field(foreign_key="inbox_message.id", index=True)
    name: str = word(80)
    media_type: str = word(80)
    content_sealed: str | None = Field(default=None)
    """Base64."""

    content = sealed("content_sealed")


class DeliveryReceipt(SQLModel, table=True):
    """One report of a provider. Its own id, so that the same report twice counts once."""

    __tablename__ = "delivery_receipt"

    id: UUID = key()
    message_id: UUID = Field(foreign_key="outbox_message.id", index=True)
    event_key: str = word(160, unique=True)
    delivery: str = word(20)
    reason: str = word(40, default="")
    reported_at: datetime = instant()
    received_at: datetime = instant()
    counted: bool = False
    """Whether it told more than was known."""


class InboundText(SQLModel, table=True):
    """A text that somebody sent us, through the provider's webhook or from the demo's mailbox."""

    __tablename__ = "inbound_text"

    id: UUID = key()
    provider_id: str = word(120, unique=True)
    phone_sealed: str | None = Field(default=None)
    phone_hash: str = hashed()
    body_sealed: str | None = Field(default=None)
    meaning: str = word(10)
    answered: bool = False
    """Whether we sent a text in return."""
    at: datetime = instant()

    phone = sealed("phone_sealed")
    body = sealed("body_sealed")


class ChannelSwitch(SQLModel, table=True):
    """How a channel is doing: paused by an administrator, or slowed by its provider."""

    __tablename__ = "channel_switch"

    channel: str = word(10, primary_key=True)
    paused_at: datetime | None = instant(nullable=True)
    paused_by: UUID | None = Field(default=None)
    reason: str = word(200, default="")
    held_until: datetime | None = instant(nullable=True)
    """Wall clock: the provider asked us to wait."""
    gap_ms: int = 0
    """The pause between two messages while the provider asks for one."""


class DemoDelivery(SQLModel, table=True):
    """The far end of the wire in the demo: what arrived in somebody's mailbox."""

    __tablename__ = "demo_delivery"

    id: UUID = key()
    message_id: UUID | None = Field(default=None, index=True)
    channel: str = word(10)
    to_sealed: str | None = Field(default=None)
    subject_sealed: str | None = Field(default=None)
    body_sealed: str | None = Field(default=None)
    document_sealed: str | None = Field(default=None)
    """A letter's PDF or an e-mail's attachment, base64."""
    at: datetime = instant(index=True)
    outcome: str = word(20, default="")
    """What the simulated provider has still to report; empty when nothing is left."""
    report_at: datetime | None = instant(nullable=True, index=True)

    to = sealed("to_sealed")
    subject = sealed("subject_sealed")
    body = sealed("body_sealed")
    document = sealed("document_sealed")
