"""Offices as the agency knows them, and when they are closed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import instant, key, word


class Office(SQLModel, table=True):
    """A place that people visit or that works on cases. Its address is public."""

    __tablename__ = "office"

    id: UUID = key()
    feed_id: str = word(64, unique=True)
    kind: str = word(20)
    name: str = word(40, index=True)
    address: str = word(600, default="")
    """Lines as on an envelope, a JSON list; empty for none."""
    time_zone: str = word(40)
    updated_at: datetime = instant()
    source_event: str = word(64, default="")


class OfficeClosure(SQLModel, table=True):
    """An office is closed from `begins` until `ends` (not included; null while nobody knows)."""

    __tablename__ = "office_closure"
    __table_args__ = (Index("ix_office_closure_office_begins", "office_id", "begins"),)

    id: UUID = key()
    feed_id: str = word(64, unique=True)
    office_id: UUID = Field(foreign_key="office.id")
    begins: datetime = instant()
    ends: datetime | None = instant(nullable=True)
    reason: str = word(40)
    withdrawn: bool = False
    updated_at: datetime = instant()
    source_event: str = word(64, default="")
