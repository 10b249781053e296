"""Times at offices, their seats, and who is to come (docs/adr/0020).

A seat is a row: it is free, held or booked, so that a slot cannot hold more people than it has
seats, whatever the code does. A slot never changes; what happens to it happens to its seats.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from cx_app.models.base import instant, key, word

ACTIVE = "state = 'active'"
"""`domain.slots.BookingState.ACTIVE`, as both databases read it."""


def _where(sqlite: str, postgresql: str = "") -> dict[str, Any]:
    return {
        "sqlite_where": text(sqlite),
        "postgresql_where": text(postgresql or sqlite),
    }


def _unique_where_there(table: str, column: str) -> Index:
    """Without the many empty values SQLite does not take it when it looks for free seats."""
    return Index(f"uq_{table}_{column}", column, unique=True, **_where(f"{column} IS NOT NULL"))


class Slot(SQLModel, table=True):
    """A time at an office for one service; `ends_at` is not included."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("office_id", "service", "starts_at"),
        Index("ix_slot_office_starts", "office_id", "starts_at"),
    )

    id: UUID = key()
    office_id: UUID = Field(foreign_key="office.id")
    service: str = word(20)
    """`domain.appointments.AppointmentKind`."""
    starts_at: datetime = instant()
    ends_at: datetime = instant()


class Seat(SQLModel, table=True):
    """Room for one person at that time: free, held until an instant, or booked (SLOT-4).

    A hold that has ended counts as free without anybody clearing it.
    """

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("slot_id", "number"),
        CheckConstraint("number > 0", name="ck_seat_number"),
        CheckConstraint(
            "(hold_id IS NULL) = (held_for IS NULL) AND (hold_id IS NULL) = (held_until IS NULL)",
            name="ck_seat_hold_is_whole",
        ),
        CheckConstraint("booking_id IS NULL OR hold_id IS NULL", name="ck_seat_held_or_booked"),
        *(_unique_where_there("seat", name) for name in ("hold_id", "held_for", "booking_id")),
        Index(
            "ix_seat_free",
            "slot_id",
            "held_until",
            "number",
            **_where("booking_id IS NULL AND offered = 1", "booking_id IS NULL AND offered"),
        ),
    )

    id: UUID = key()
    slot_id: UUID = Field(foreign_key="slot.id")
    number: int
    offered: bool = True
    """Not while the office is closed; a booked seat keeps its booking."""
    hold_id: UUID | None = None
    held_for: UUID | None = None
    """Whose hold: nobody holds two seats."""
    held_until: datetime | None = instant(nullable=True)
    extended: int = 0
    booking_id: UUID | None = None


class Booking(SQLModel, table=True):
    """Somebody is to come. It is never changed but for its end; a move adds another one.

    `subject_id` is for what: the party of a case for biometrics, the request for a visit. It has
    one active booking for a service at most, and so does a seat (SLOT-5).
    """

    __tablename__ = "booking"
    __table_args__ = (
        UniqueConstraint("subject_id", "request_key"),
        Index("uq_booking_active_subject", "subject_id", "service", unique=True, **_where(ACTIVE)),
        Index("uq_booking_active_seat", "seat_id", unique=True, **_where(ACTIVE)),
        Index("ix_booking_office_starts", "office_id", "starts_at", **_where(ACTIVE)),
        CheckConstraint("(state = 'active') = (ended_at IS NULL)", name="ck_booking_end"),
    )

    id: UUID = key()
    service: str = word(20)
    subject_id: UUID
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    party_id: UUID | None = Field(default=None, foreign_key="party.id")
    appointment_id: UUID | None = Field(default=None, foreign_key="appointment.id", index=True)
    """The agency's appointment for which it stands, if there is one."""
    office_id: UUID = Field(foreign_key="office.id")
    seat_id: UUID | None = Field(default=None, foreign_key="seat.id")
    """None where the agency made the appointment at a time that has no free seat here."""
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    state: str = word(20)
    """`domain.slots.BookingState`."""
    request_key: str = word(80)
    """Of the request that made it: the same one again finds it."""
    hold_id: UUID | None = None
    replaces_id: UUID | None = Field(default=None, foreign_key="booking.id", unique=True)
    """A booking is replaced once at most: an old link makes no second one."""
    cause: str = word(40, default="")
    booked_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    end_cause: str = word(40, default="")
