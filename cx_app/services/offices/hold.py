"""Hold a time while somebody decides: for ten minutes, once for longer (SLOT-3).

Holds come and go by the thousand and end by themselves, so they are not audited; bookings are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from cx_app.domain.identity import Actor
from cx_app.domain.slots import Refused, SlotRefusal, is_held, is_offered, longer
from cx_app.gateways import clock
from cx_app.models.base import uuid7
from cx_app.services.offices.seats import (
    HELD,
    HELD_FOR,
    Taken,
    leave,
    lock,
    lock_free,
    slot_now,
    take,
)
from cx_app.services.policy.current import policy


@dataclass(frozen=True, slots=True)
class Held:
    """`until` is not included; `may_extend` whether more time can be asked for before then."""

    hold_id: UUID
    slot_id: UUID
    until: datetime
    may_extend: bool


def hold(session: Session, actor: Actor, slot_id: UUID, subject_id: UUID) -> Held | Refused:
    """A seat of this slot for the subject, who lets go of any other one that it held. Asking again
    for the same slot changes nothing; when the new one is refused, the old one stays."""
    now = clock.business(session)
    rules = policy(session, now).slots
    slot = slot_now(session, slot_id)
    if slot is None or not is_offered(slot.starts_at, now, rules, by_staff=actor.role.is_staff):
        return Refused(SlotRefusal.NOT_OFFERED)
    mine = lock(session, HELD_FOR, subject=subject_id)
    for seat in mine:
        if seat.slot_id == slot_id and seat.offered and is_held(seat.held_until, now):
            return _held(seat, seat.extended < rules.extensions)
    free = lock_free(session, slot_id, now)
    if free is None:
        return Refused(SlotRefusal.FULL if slot.offered else SlotRefusal.NOT_OFFERED)
    hold_id, until = uuid7(), now + rules.hold
    try:
        with session.begin_nested():
            leave(session, [seat.id for seat in mine])
            take(session, free, hold_id, subject_id, until)
    except IntegrityError:
        return Refused(SlotRefusal.HELD_MEANWHILE)
    return Held(hold_id, slot_id, until, rules.extensions > 0)


def extend(session: Session, actor: Actor, hold_id: UUID, subject_id: UUID) -> Held | Refused:
    """As long again, from the end of the hold, while it lasts (WCAG 2.2 asks for more time)."""
    now = clock.business(session)
    rules = policy(session, now).slots
    seat = _seat_of(session, hold_id, subject_id)
    if seat is None or seat.held_until is None:
        return Refused(SlotRefusal.HOLD_ENDED)
    until = longer(seat.held_until, seat.extended, now, rules)
    if isinstance(until, SlotRefusal):
        return Refused(until)
    take(session, seat.id, hold_id, subject_id, until, extended=seat.extended + 1)
    return Held(hold_id, seat.slot_id, until, seat.extended + 1 < rules.extensions)


def release(session: Session, actor: Actor, hold_id: UUID, subject_id: UUID) -> bool:
    """Let go before the end; False when there was nothing to let go of any more."""
    seat = _seat_of(session, hold_id, subject_id)
    if seat is None:
        return False
    leave(session, [seat.id])
    return True


def _seat_of(session: Session, hold_id: UUID, subject_id: UUID) -> Taken | None:
    """The seat of a hold, for whoever holds it."""
    seats = lock(session, HELD, hold=hold_id)
    return seats[0] if seats and seats[0].held_for == subject_id else None


def _held(seat: Taken, may_extend: bool) -> Held:
    if seat.hold_id is None or seat.held_until is None:
        raise ValueError("nobody holds this seat")
    return Held(seat.hold_id, seat.slot_id, seat.held_until, may_extend)
