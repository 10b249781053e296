"""Offices as the agency knows them, when they are open and when they are closed."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

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
    zip_code: str = word(10, default="")
    """Of that address; empty for none."""
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


class OfficeHours(SQLModel, table=True):
    """When an office sees people for a service on a weekday (Monday is 0), on its own clock.

    Dated like a rule: a change ends the row and adds another, so that past days stay as they were.
    """

    __tablename__ = "office_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="ck_office_hours_weekday"),
        CheckConstraint("opens < closes", name="ck_office_hours_order"),
        CheckConstraint("minutes > 0 AND capacity > 0", name="ck_office_hours_positive"),
    )

    id: UUID = key()
    office_id: UUID = Field(foreign_key="office.id", index=True)
    service: str = word(20)
    """`domain.appointments.AppointmentKind`."""
    weekday: int
    opens: time
    closes: time
    minutes: int
    """From one appointment to the next."""
    capacity: int
    """How many people at the same time."""
    from_day: date
    until_day: date | None = None
    """Not included; none while it goes on."""


class OfficeDay(SQLModel, table=True):
    """One day with other hours than usual; closed where it has none."""

    __tablename__ = "office_day"
    __table_args__ = (
        UniqueConstraint("office_id", "day"),
        CheckConstraint("(opens IS NULL) = (closes IS NULL)", name="ck_office_day_both"),
        CheckConstraint("opens IS NULL OR opens < closes", name="ck_office_day_order"),
    )

    id: UUID = key()
    office_id: UUID = Field(foreign_key="office.id")
    day: date
    opens: time | None = None
    closes: time | None = None
    reason: str = word(40)
    set_by: UUID | None = Field(default=None, foreign_key="account.id")
    set_at: datetime = instant()


class OfficeRecheck(SQLModel, table=True):
    """The calendar of an office changed: who stands before a closed door is not looked for yet
    (docs/adr/0025). Gone once everybody was told."""

    __tablename__ = "office_recheck"

    id: UUID = key()
    office_id: UUID = Field(foreign_key="office.id", unique=True)
    asked: int = 1
    """How often it changed meanwhile: whoever has looked takes away only what they have seen."""
