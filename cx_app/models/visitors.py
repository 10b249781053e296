"""People who ask without an account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from cx_app.models.base import hashed, instant, key, sealed, word


class VisitorPass(SQLModel, table=True):
    """Somebody without an account types a code that went to their own address or number, and for an
    hour that browser may ask and look things up in its name. Nothing else hangs on it (VIS-1)."""

    __tablename__ = "visitor_pass"

    id: UUID = key()
    channel: str = word(10)
    value_sealed: str | None = Field(default=None)
    value_hash: str = hashed()
    language: str = word(8, default="en")
    code_hash: str = hashed(index=False)
    code_expires_at: datetime = instant()
    """Business clock."""
    tries: int = 0
    made_at: datetime = instant()
    proven_at: datetime | None = instant(nullable=True)
    token_hash: str | None = word(64, default=None, nullable=True, unique=True)
    """Of the cookie that the browser got with the proof."""
    ends_at: datetime | None = instant(nullable=True, index=True)
    """Wall clock, as for sessions."""
    typed_sealed: str | None = Field(default=None)
    """What was typed into the form and not yet sent, as JSON; gone with the pass."""

    value = sealed("value_sealed")
    typed = sealed("typed_sealed")
