"""Files that people send with a request."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from cx_app.models.base import instant, key, sealed, word


class RequestAttachment(SQLModel, table=True):
    """One file. Until its request is sent it belongs to whoever sent it: an account, or a visitor's
    pass. The content lies in the file store under a key of its own, which ends when it is removed
    (ATT-4)."""

    __tablename__ = "request_attachment"
    __table_args__ = (
        CheckConstraint(
            "(account_id IS NULL) <> (pass_id IS NULL)", name="ck_request_attachment_owner"
        ),
        CheckConstraint(
            "(removed_at IS NULL) = (key_sealed IS NOT NULL)", name="ck_request_attachment_key"
        ),
    )

    id: UUID = key()
    request_id: UUID | None = Field(default=None, foreign_key="appointment_request.id", index=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    pass_id: UUID | None = Field(default=None, foreign_key="visitor_pass.id", index=True)
    name_sealed: str | None = Field(default=None)
    kind: str = word(10)
    """`domain.attachments.FileKind`, as its content says."""
    size: int
    key_sealed: str | None = Field(default=None)
    added_at: datetime = instant()
    removed_at: datetime | None = instant(nullable=True)

    name = sealed("name_sealed")
    key = sealed("key_sealed")
