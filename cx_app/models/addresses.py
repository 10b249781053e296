"""New addresses that people told the portal about. The residence on file stays the feed's."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from cx_app.models.base import instant, key, sealed, word


class AddressChange(SQLModel, table=True):
    """A notification to the agency, and what an officer found out about it."""

    __tablename__ = "address_change"

    id: UUID = key()
    person_id: UUID = Field(foreign_key="person.id", index=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    """The case under which it was told; a protected one where the person has one."""
    address_sealed: str | None = Field(default=None)
    """The new one as JSON: lines, city, state, ZIP code."""
    before_sealed: str | None = Field(default=None)
    """The residence on file when it was told, as JSON lines; the notice went there."""
    state: str = word(20, index=True)
    noted_at: datetime = instant()
    confirm_from: datetime = instant()
    """Business clock: no officer confirms it before this instant."""
    decided_at: datetime | None = instant(nullable=True)
    decided_by: UUID | None = Field(default=None, foreign_key="account.id")
    reason: str | None = word(20, default=None, nullable=True)

    address = sealed("address_sealed")
    before = sealed("before_sealed")
