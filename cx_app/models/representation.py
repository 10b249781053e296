"""Who represents whom in which case (Form G-28)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from cx_app.models.base import instant, key, sealed, word


class Representation(SQLModel, table=True):
    """A capacity per case, not a party. `account_id` is set once the representative's own code is
    redeemed (OAC-11)."""

    __tablename__ = "representation"

    id: UUID = key()
    feed_id: str = word(64, unique=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    client_party_id: UUID = Field(foreign_key="party.id", index=True)
    representative_name: str = word(200)
    address_sealed: str | None = Field(default=None)
    """Business address as JSON lines, for the representative's own notices (OAC-11)."""
    capacity: str = word(20, default="attorney")
    notices_to_representative: bool = False
    """The client asked that notices go to the representative alone (REP-4)."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    state: str = word(20, default="active")
    since: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)

    address = sealed("address_sealed")
