"""Appointments that the agency made, as its feed tells them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import instant, key, word


class Appointment(SQLModel, table=True):
    """Somebody is to come to an office at an instant."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_case_starts", "case_id", "starts_at"),)

    id: UUID = key()
    feed_id: str = word(64, unique=True)
    case_id: UUID = Field(foreign_key="case.id")
    party_id: UUID = Field(foreign_key="party.id", index=True)
    office_id: UUID = Field(foreign_key="office.id", index=True)
    kind: str = word(20)
    starts_at: datetime = instant()
    state: str = word(20)
    updated_at: datetime = instant()
    source_event: str = word(64, default="")
