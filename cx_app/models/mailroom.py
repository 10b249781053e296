"""Letters that were printed together, until they are mailed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from cx_app.models.base import instant, key, sealed, word


class LetterBatch(SQLModel, table=True):
    """One PDF of letters and what it must count. Written whole, with all its letters, or not at
    all; the PDF lies in the file store, under a key of its own that ends with the mailing."""

    __tablename__ = "letter_batch"

    id: UUID = key()
    number: str = word(8, unique=True)
    state: str = word(10, index=True)
    made_at: datetime = instant()
    letters: int
    sheets: int
    pages: int
    pdf_bytes: int
    pdf_sha256: str = word(64)
    key_sealed: str | None = Field(default=None)
    """Opens the stored PDF; destroyed when the mailing is confirmed."""
    handed_over_at: datetime | None = instant(nullable=True)
    """When it lay in the folder of the print provider."""
    downloaded_at: datetime | None = instant(nullable=True)
    """When staff first fetched the PDF."""
    mailed_at: datetime | None = instant(nullable=True)
    mailed_by: UUID | None = Field(default=None, foreign_key="account.id")

    key = sealed("key_sealed")


class Letter(SQLModel, table=True):
    """One letter of one batch: a message can be in no two of them."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("batch_id", "position", name="uq_letter_position"),)

    id: UUID = key()
    batch_id: UUID = Field(foreign_key="letter_batch.id")
    position: int
    """Its sheet in the batch, from 1."""
    message_id: UUID = Field(foreign_key="outbox_message.id", unique=True)
    code_id: UUID | None = Field(default=None, foreign_key="access_code.id", index=True)
    number: str = word(16, unique=True)
    """Its bar code."""
    spoilt_at: datetime | None = instant(nullable=True)
    returned_at: datetime | None = instant(nullable=True, index=True)


class PostOrder(SQLModel, table=True):
    """A supervisor wants all letters that are due to be made now, not in the morning (MAIL-1)."""

    __tablename__ = "post_order"

    id: UUID = key()
    ordered_by: UUID = Field(foreign_key="account.id")
    ordered_at: datetime = instant()
    """Business clock: letters that were due by then are in it."""
    done_at: datetime | None = instant(nullable=True)
