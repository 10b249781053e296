"""Seats in queries: which are free, and taking and leaving one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, null, or_, select, update
from sqlmodel import Session, SQLModel, col

from cx_app.models import Seat

SEATS: Final = SQLModel.metadata.tables["seat"]
SLOTS: Final = SQLModel.metadata.tables["slot"]


class Taken(NamedTuple):
    """A seat that is locked, and the time that it is for."""

    id: UUID
    slot_id: UUID
    offered: bool
    hold_id: UUID | None
    held_for: UUID | None
    held_until: datetime | None
    extended: int
    booking_id: UUID | None
    office_id: UUID
    service: str
    starts_at: datetime
    ends_at: datetime


class SlotNow(NamedTuple):
    """When a slot begins (UTC), and whether any of its seats is offered at all, free or not."""

    starts_at: datetime
    offered: bool


def is_free(now: Any) -> ColumnElement[bool]:
    """A hold that has ended is none (SLOT-3)."""
    return and_(
        col(Seat.booking_id).is_(None),
        col(Seat.offered),
        or_(col(Seat.held_until).is_(None), col(Seat.held_until) <= now),
    )


def _locking(*which: ColumnElement[bool]) -> Any:
    """Seats in the one order in which everybody locks several."""
    columns = [
        (SLOTS if name in SLOTS.c and name != "id" else SEATS).c[name] for name in Taken._fields
    ]
    return (
        select(*columns)
        .where(SLOTS.c.id == SEATS.c.slot_id, or_(*which))
        .order_by(SEATS.c.id)
        .with_for_update(of=SEATS)
    )


HELD: Final = _locking(SEATS.c.hold_id == bindparam("hold"))
HELD_FOR: Final = _locking(SEATS.c.held_for == bindparam("subject"))
BOOKED: Final = _locking(SEATS.c.booking_id == bindparam("booking"))
HELD_OR_BOOKED: Final = _locking(
    SEATS.c.hold_id == bindparam("hold"), SEATS.c.booking_id == bindparam("booking")
)
_FREE: Final = (
    select(SEATS.c.id)
    .where(
        SEATS.c.slot_id == bindparam("slot"),
        is_free(bindparam("now", type_=SEATS.c.held_until.type)),
    )
    .order_by(SEATS.c.number)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_SLOT: Final = select(
    SLOTS.c.starts_at,
    exists().where(SEATS.c.slot_id == SLOTS.c.id, SEATS.c.offered),
).where(SLOTS.c.id == bindparam("slot"))
_NOT_HELD: Final = {"hold_id": null(), "held_for": null(), "held_until": null(), "extended": 0}
_BOOK: Final = (
    update(SEATS)
    .where(SEATS.c.id == bindparam("seat"))
    .values(booking_id=bindparam("booking"), **_NOT_HELD)
)
_TAKE: Final = (
    update(SEATS)
    .where(SEATS.c.id == bindparam("seat"))
    .values(
        hold_id=bindparam("hold"),
        held_for=bindparam("subject"),
        held_until=bindparam("until"),
        extended=bindparam("times"),
    )
)
_LEAVE: Final = (
    update(SEATS)
    .where(SEATS.c.id.in_(bindparam("seats", expanding=True)))
    .values(booking_id=null(), **_NOT_HELD)
)
_EXCHANGE: Final = (
    update(SEATS)
    .where(or_(SEATS.c.id == bindparam("seat"), SEATS.c.id == bindparam("left")))
    .values(
        booking_id=case(
            (SEATS.c.id == bindparam("seat"), bindparam("booking", type_=SEATS.c.booking_id.type)),
            else_=null(),
        ),
        **_NOT_HELD,
    )
)


def slot_now(session: Session, slot_id: UUID) -> SlotNow | None:
    found = session.connection().execute(_SLOT, {"slot": slot_id}).first()
    return SlotNow(*found) if found else None


def lock_free(session: Session, slot_id: UUID, now: datetime) -> UUID | None:
    """One free seat of the slot, for this transaction alone. On PostgreSQL what another transaction
    is about to take is passed over instead of waited for; SQLite has one writer anyway."""
    found: UUID | None = session.connection().execute(_FREE, {"slot": slot_id, "now": now}).scalar()
    return found


def lock(session: Session, which: Any, **names: UUID) -> list[Taken]:
    """The seats of one of the statements above, for this transaction alone."""
    return [Taken(*row) for row in session.connection().execute(which, names)]


def take(
    session: Session,
    seat_id: UUID,
    hold_id: UUID,
    subject_id: UUID,
    until: datetime,
    *,
    extended: int = 0,
) -> None:
    """Hold a seat that is free, or for longer."""
    held = {"seat": seat_id, "hold": hold_id, "subject": subject_id, "until": until}
    session.connection().execute(_TAKE, {**held, "times": extended})


def book(session: Session, seat_id: UUID, booking_id: UUID) -> None:
    session.connection().execute(_BOOK, {"seat": seat_id, "booking": booking_id})


def leave(session: Session, seat_ids: Sequence[UUID]) -> None:
    """Free for others as soon as this transaction is committed."""
    if seat_ids:
        session.connection().execute(_LEAVE, {"seats": list(seat_ids)})


def exchange(session: Session, seat_id: UUID, booking_id: UUID, left: UUID | None) -> None:
    """Book one seat and leave another, in one statement."""
    seats = {"seat": seat_id, "booking": booking_id, "left": left or seat_id}
    session.connection().execute(_EXCHANGE, seats)
