"""What a person has typed and not yet sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from cx_app.models.base import instant, key, sealed, word


class Draft(SQLModel, table=True):
    """One form of one account, sealed as JSON; it survives reload, reconnect and sign-out."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account_id", "form"),)

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id")
    form: str = word(60)
    values_sealed: str | None = Field(default=None)
    updated_at: datetime = instant(index=True)

    values = sealed("values_sealed")
