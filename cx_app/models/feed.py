"""What the back office sent, so that nothing counts twice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import SQLModel

from cx_app.models.base import instant, key, word


class FeedRecord(SQLModel, table=True):
    """An event id that has been applied."""

    __tablename__ = "feed_record"

    id: str = word(64, primary_key=True)
    kind: str = word(20)
    applied_at: datetime = instant()


class FeedBatch(SQLModel, table=True):
    """One import: its file's hash and counts, never its contents."""

    __tablename__ = "feed_batch"

    id: UUID = key()
    source: str = word(255)
    sha256: str = word(64)
    started_at: datetime = instant()
    finished_at: datetime | None = instant(nullable=True)
    applied: int = 0
    repeated: int = 0
    rejected: int = 0
