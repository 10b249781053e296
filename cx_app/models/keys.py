"""Which keys stored values are under, and how far a rotation has come. Never a key itself."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import SQLModel

from cx_app.models.base import instant, word


class KeyUse(SQLModel, table=True):
    """A key that some process had in its settings, by its name."""

    __tablename__ = "key_use"

    ring: str = word(12, primary_key=True)
    key_id: str = word(15, primary_key=True)
    mark: str = word(16)
    """Tells another key under the same name; made from the key by HMAC, and nothing leads back."""
    noted_at: datetime = instant()
    newest_since: datetime | None = instant(nullable=True)
    """When a process first had it in front. Of a ring the latest one leads and values move to it;
    a key that was overtaken never leads again, whatever an old process has in its settings."""
    looked_at: datetime | None = instant(nullable=True)
    ended_at: datetime | None = instant(nullable=True)
    """Nothing needed it when somebody last looked: it may leave the settings."""


class KeyPass(SQLModel, table=True):
    """One walk through a table, by primary key, that puts its values under the newest keys."""

    __tablename__ = "key_pass"

    table_name: str = word(60, primary_key=True)
    under: str = word(64)
    """Which keys and columns this walk is about; another answer means to walk again."""
    after: str = word(36, default="")
    """All rows up to this one are done."""
    moved: int = 0
    busy: int = 0
    """Rows passed over because somebody else was changing them; they ask for another walk."""
    broken: int = 0
    """Values that do not open; they stay as they are."""
    finished_at: datetime | None = instant(nullable=True)
