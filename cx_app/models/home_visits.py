"""Biometrics that are taken where somebody lives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Index, SQLModel, text

from cx_app.models.base import instant, key, sealed, word

OPEN: Final = "state IN ('asked', 'arranged')"
IN_INDEX: Final = text(f"home_visit.{OPEN}")
"""As that of requests for another time."""


class HomeVisit(SQLModel, table=True):
    """Somebody who cannot come to a center, and what is arranged for them (BIO-11). A party has one
    at most that is not over."""

    __tablename__ = "home_visit"
    __table_args__ = (
        Index(
            "uq_home_visit_open",
            "party_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        CheckConstraint("(day IS NULL) = (part = '')", name="ck_home_visit_when"),
    )

    id: UUID = key()
    case_id: UUID = Field(foreign_key="case.id", index=True)
    party_id: UUID = Field(foreign_key="party.id")
    reason: str = word(20)
    """`domain.biometrics_desk.HomeReason`."""
    state: str = word(10)
    """`domain.biometrics_desk.HomeState`."""
    note_sealed: str | None = Field(default=None)
    """What whoever goes there has to know."""
    day: date | None = None
    """On which somebody comes, once that is arranged."""
    part: str = word(10, default="")
    """`domain.biometrics_desk.DayPart`; empty as long as there is no day."""
    asked_at: datetime = instant()
    asked_by: UUID = Field(foreign_key="account.id")
    changed_at: datetime = instant()
    changed_by: UUID = Field(foreign_key="account.id")

    note = sealed("note_sealed")
