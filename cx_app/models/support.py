"""Questions about the account, and complaints."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import hashed, instant, key, sealed, word


class SupportRequest(SQLModel, table=True):
    """What somebody asked or complained of, who works on it, and the answer (SUP-1)."""

    __tablename__ = "support_request"
    __table_args__ = (
        CheckConstraint("(owner_id IS NULL) = (taken_at IS NULL)", name="ck_support_request_owner"),
        CheckConstraint(
            "(answered_at IS NULL) = (answer_sealed IS NULL)", name="ck_support_request_answer"
        ),
        Index("ix_support_request_queue", "state", "kind", "due_at", "id"),
        Index("ix_support_request_owner", "owner_id", "state", "due_at"),
        Index("ix_support_request_answered", "state", "answered_at"),
        Index("ix_support_request_account", "account_id", "asked_at"),
    )

    id: UUID = key()
    reference: str = word(12, unique=True)
    """`domain.references`, without dashes."""
    submit_key: str = word(80, unique=True)
    """Of the form that was sent: the same one again finds the request."""
    kind: str = word(12)
    """`domain.support.SupportKind`."""
    topic: str = word(20)
    """`domain.support.Topic`, or the `Fact` of a correction."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    """Who asked; none for somebody signed out."""
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    """What it is about, if it is about a case that the account reaches in full."""
    contact_email_sealed: str | None = Field(default=None)
    """Of somebody signed out, proven before it is here."""
    contact_email_hash: str | None = hashed(
        "contact", sealed_in="contact_email_sealed", nullable=True
    )
    contact_phone_sealed: str | None = Field(default=None)
    contact_phone_hash: str | None = hashed(
        "contact", sealed_in="contact_phone_sealed", nullable=True
    )
    language: str = word(8, default="en")
    """In which it was asked, and is answered."""
    note_sealed: str | None = Field(default=None)
    shown_sealed: str | None = Field(default=None)
    """How the fact stood on their page as they said that it is not right."""
    state: str = word(12)
    asked_at: datetime = instant()
    due_at: datetime = instant()
    """The first instant that is too late, by the rule of the day it was asked."""
    owner_id: UUID | None = Field(default=None, foreign_key="account.id")
    taken_at: datetime | None = instant(nullable=True)
    answer_sealed: str | None = Field(default=None)
    cause: str | None = word(20, default=None, nullable=True)
    changed_sealed: str | None = Field(default=None)
    """What was changed because of it."""
    answered_at: datetime | None = instant(nullable=True)
    answered_by: UUID | None = Field(default=None, foreign_key="account.id")

    contact_email = sealed("contact_email_sealed")
    contact_phone = sealed("contact_phone_sealed")
    note = sealed("note_sealed")
    shown = sealed("shown_sealed")
    answer = sealed("answer_sealed")
    changed = sealed("changed_sealed")
