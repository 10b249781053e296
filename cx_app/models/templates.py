"""The words of messages, as versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, UniqueConstraint

from cx_app.models.base import instant, key, word


class MessageTemplate(SQLModel, table=True):
    """All languages and parts of one kind, so that they change together. The newest that was
    activated is in force; no version is ever edited once it was."""

    __tablename__ = "message_template"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: UUID = key()
    kind: str = word(40)
    version: int = 1
    words: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """language -> part -> text."""
    created_at: datetime = instant()
    created_by: str = word(200)
    activated_at: datetime | None = instant(nullable=True)
    activated_by: str = word(200, default="")
