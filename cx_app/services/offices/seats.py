"""Seats in queries: which are free, and taking and leaving one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, literal, null, or_, update
from sqlmodel import Session, SQLModel, col, select

from cx_app.models import Seat

SEATS: Final = SQLModel.metadata.tables["seat"]


def is_free(now: datetime) -> ColumnElement[bool]:
    """A hold that has ended is none (SLOT-3)."""
    return and_(
        col(Seat.booking_id).is_(None),
        col(Seat.offered),
        or_(col(Seat.held_until).is_(None), col(Seat.held_until) <= now),
    )


def lock_free(session: Session, slot_id: UUID, now: datetime) -> UUID | None:
    """One free seat of the slot, for this transaction alone. On PostgreSQL what another transaction
    is about to take is passed over instead of waited for; SQLite has one writer anyway."""
    return session.exec(
        select(Seat.id)
        .where(Seat.slot_id == slot_id, is_free(now))
        .order_by(col(Seat.number))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()


def lock(session: Session, *which: ColumnElement[bool]) -> list[Seat]:
    """Any of these seats, in the one order in which everybody locks several."""
    return list(
        session.exec(
            select(Seat)
            .where(or_(*which))
            .order_by(col(Seat.id))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def book(session: Session, seat_id: UUID, booking_id: UUID) -> None:
    _change(session, [seat_id], booking_id=booking_id)


def leave(session: Session, seat_ids: Sequence[UUID]) -> None:
    """Free for others as soon as this transaction is committed."""
    if seat_ids:
        _change(session, seat_ids, booking_id=None)


def exchange(session: Session, seat_id: UUID, booking_id: UUID, left: Sequence[UUID]) -> None:
    """Book one seat and leave others, in one statement."""
    mine = case((SEATS.c.id == seat_id, literal(booking_id, SEATS.c.id.type)), else_=null())
    _change(session, [seat_id, *left], booking_id=mine)


def _change(session: Session, seat_ids: Sequence[UUID], *, booking_id: Any) -> None:
    """On the table itself: half the work of going through its class."""
    session.execute(
        update(SEATS)
        .where(SEATS.c.id.in_(seat_ids))
        .values(booking_id=booking_id, hold_id=None, held_for=None, held_until=None, extended=0)
    )
