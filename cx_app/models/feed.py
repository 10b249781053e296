"""What the back office sent, so that nothing counts twice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from cx_app.models.base import instant, key, sealed, word


class FeedRecord(SQLModel, table=True):
    """An event id that has been applied, what it said, and what it caused."""

    __tablename__ = "feed_record"

    id: str = word(64, primary_key=True)
    kind: str = word(20)
    digest: str = word(16)
    caused: str = word(20)
    """`domain.feed.Caused`: told, issued, or why nothing followed from it."""
    applied_at: datetime = instant()


class FeedWaiting(SQLModel, table=True):
    """A record that names another one which has not come yet. It is applied when that one is."""

    __tablename__ = "feed_waiting"

    id: UUID = key()
    event_id: str = word(64, unique=True)
    needs: str = word(160, index=True)
    """What it waits for, such as `case:IOE0912345678`."""
    line_sealed: str | None = Field(default=None)
    history: bool = False
    reason: str = word(200, default="")
    """Why it can't be applied although what it needs has come; empty while it waits."""
    since: datetime = instant(index=True)

    line = sealed("line_sealed")


class FeedBatch(SQLModel, table=True):
    """One import: its file's hash, how far it came, and counts, never its contents."""

    __tablename__ = "feed_batch"

    id: UUID = key()
    source: str = word(255)
    sha256: str = word(64, index=True)
    history: bool = False
    started_at: datetime = instant()
    finished_at: datetime | None = instant(nullable=True)
    read_lines: int = 0
    """Lines of the file that are dealt with, empty ones too: where a stopped import goes on."""
    applied: int = 0
    repeated: int = 0
    waiting: int = 0
    rejected: int = 0


class FeedCall(SQLModel, table=True):
    """A signed call that has been taken, so that it can't be played again while it is fresh."""

    __tablename__ = "feed_call"

    signature: str = word(64, primary_key=True)
    at: datetime = instant(index=True)
    """Wall clock."""
