"""New addresses that people told the portal about, and addresses that unrelated cases share. The
residence on file stays the feed's."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from cx_app.domain.addresses import canonical
from cx_app.models.base import hashed, instant, key, sealed, word


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


class SharedAddress(SQLModel, table=True):
    """An address that codes of several unrelated cases went to (3.3-13). Officers and those who may
    know of protected cases see different cases there, so each view is settled on its own."""

    __tablename__ = "shared_address"

    id: UUID = key()
    address_hash: str = hashed("residence", sealed_in="address_sealed", form=canonical)
    address_sealed: str | None = Field(default=None)
    """Its lines as JSON, as one of the people there has it on file."""
    noted_at: datetime = instant()
    cases: int = 0
    """Unrelated cases when a code last went there. Finds what may show; what is shown is counted
    anew."""
    open_cases: int = 0
    """The same without protected ones."""
    settled_cases: int = 0
    """For so many it was settled; more show again."""
    settled_at: datetime | None = instant(nullable=True)
    reason: str | None = word(20, default=None, nullable=True)
    open_settled_cases: int = 0
    open_settled_at: datetime | None = instant(nullable=True)
    open_reason: str | None = word(20, default=None, nullable=True)

    address = sealed("address_sealed")
