"""Dated rule settings, editable with effect from a date."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, UniqueConstraint

from cx_app.models.base import instant, key, word


class PolicySetting(SQLModel, table=True):
    """The value of a rule from an instant on; the newest that has begun is in force."""

    __tablename__ = "policy_setting"
    __table_args__ = (UniqueConstraint("name", "effective_from"),)

    id: UUID = key()
    name: str = word(80)
    value: Any = Field(sa_type=JSON)
    effective_from: datetime = instant()
    set_by: str = word(200)
    rule: str = word(40, default="")
