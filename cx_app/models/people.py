"""People as the agency knows them. A person is not an account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from cx_app.domain.addresses import canonical
from cx_app.models.base import hashed, instant, key, sealed, word


class Person(SQLModel, table=True):
    """Names are plain, so that boards sort and search; all else that identifies is sealed."""

    __tablename__ = "person"

    id: UUID = key()
    feed_id: str = word(64, unique=True)
    given_name: str = word(120)
    family_name: str = word(120)
    search_name: str = word(250, index=True)
    """`family given`, folded: what the officers' name search matches."""
    birth_date_sealed: str | None = Field(default=None)
    birth_date_hash: str | None = hashed("birth_date", sealed_in="birth_date_sealed", nullable=True)
    a_number_sealed: str | None = Field(default=None)
    a_number_hash: str | None = hashed("a_number", sealed_in="a_number_sealed", nullable=True)
    residence_sealed: str | None = Field(default=None)
    """The person's own residence as JSON lines; letters with codes go there and nowhere else."""
    residence_hash: str | None = hashed(
        "residence", sealed_in="residence_sealed", form=canonical, nullable=True
    )
    mailing_sealed: str | None = Field(default=None)
    """Where other notices go, if not to the residence."""
    household: str = word(64, index=True, default="")
    """The feed's name for the family that files together; empty for none."""
    merged_into: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    """The person as whom this one goes on, once the agency found that they are one."""
    email_sealed: str | None = Field(default=None)
    language: str = word(8, default="en")
    residence_changed_at: datetime | None = instant(nullable=True)
    updated_at: datetime = instant()
    """The `as_of` of the record that these facts are from, and its event id."""
    source_event: str = word(64, default="")

    birth_date = sealed("birth_date_sealed")
    a_number = sealed("a_number_sealed")
    residence = sealed("residence_sealed")
    mailing = sealed("mailing_sealed")
    email = sealed("email_sealed")

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
