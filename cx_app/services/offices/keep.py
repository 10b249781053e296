"""Keep the time that a booking has left for the same subject, as long as leaving it can be undone
(UNDO-6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from cx_app.models import Booking
from cx_app.models.base import uuid7
from cx_app.services.offices.seats import HELD, leave, lock, take


def keep(session: Session, left: Booking, until: datetime) -> UUID | None:
    """In the transaction that moves or cancels it, so that nobody was faster: a hold for the
    subject until then. None for a booking without a seat here."""
    if left.seat_id is None:
        return None
    hold_id = uuid7()
    take(session, left.seat_id, hold_id, left.subject_id, until)
    return hold_id


def let_go(session: Session, hold_id: UUID) -> None:
    """Free for others at once; nothing where it was taken back or has ended."""
    leave(session, [seat.id for seat in lock(session, HELD, hold=hold_id)])
