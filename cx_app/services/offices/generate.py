"""Slots and seats as the calendar of an office wants them, for the days ahead (SLOT-1).

Running it again changes nothing. Nothing is ever removed: what the calendar wants no more is not
offered any more, and who has booked it stays booked until somebody is moved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import false, update
from sqlmodel import Session, case, col, func, select

from cx_app.domain.business_days import DAY
from cx_app.domain.offices import SlotTime, day_of, whole_day
from cx_app.gateways import clock
from cx_app.models import Office, OfficeHours, Seat, Slot
from cx_app.models.bulk import bulk_insert, fresh
from cx_app.services.offices.access import office_to_change
from cx_app.services.offices.calendar import calendar_of
from cx_app.services.policy.current import policy

AT_ONCE: Final = 500
Name = tuple[str, datetime]
"""Of a slot within its office: service and start."""


@dataclass(frozen=True, slots=True)
class Aligned:
    slots: int = 0
    seats: int = 0
    """New ones."""
    changed: int = 0
    """Seats that are offered again, or not any more."""


@dataclass(frozen=True, slots=True)
class _There:
    id: UUID
    seats: int
    offered: int


def offices_with_hours(session: Session) -> list[UUID]:
    return list(session.exec(select(OfficeHours.office_id).distinct()))


def generate(session: Session, office_id: UUID) -> Aligned:
    """From now on, for as many days as the rules say. Raises `NotFound`."""
    office = office_to_change(session, office_id)
    now = clock.business(session)
    today = day_of(now, ZoneInfo(office.time_zone))
    last = today + policy(session, now).slots.ahead_days * DAY
    return align(session, office, today, last, now=now)


def align(session: Session, office: Office, first: date, last: date, *, now: datetime) -> Aligned:
    """The days from `first` to `last`, both included, but nothing that has begun. The caller has
    the office for itself (`office_to_change`)."""
    zone = ZoneInfo(office.time_zone)
    days = [first + n * DAY for n in range((last - first).days + 1)]
    calendar = calendar_of(session, office, first, last)
    wanted = {
        (slot.service.value, slot.starts_at): slot
        for slot in calendar.slots(days)
        if slot.starts_at > now
    }
    begins = max(now, whole_day(first, zone)[0])
    there = _there(session, office.id, begins, whole_day(last, zone)[1])
    made = {name: _new_slot(office, slot) for name, slot in wanted.items() if name not in there}
    seats = [
        seat
        for name, slot in wanted.items()
        for seat in _missing_seats(made.get(name) or there[name], slot.capacity)
    ]
    bulk_insert(session, Slot, list(made.values()))
    bulk_insert(session, Seat, seats)
    return Aligned(len(made), len(seats), _offer(session, there, wanted))


def _there(
    session: Session, office_id: UUID, begins: datetime, ends: datetime
) -> dict[Name, _There]:
    rows = session.exec(
        select(Slot, func.count(col(Seat.id)), func.sum(case((col(Seat.offered), 1), else_=0)))
        .where(
            Seat.slot_id == Slot.id,
            Slot.office_id == office_id,
            col(Slot.starts_at) >= begins,
            col(Slot.starts_at) < ends,
        )
        .group_by(col(Slot.id))
    )
    return {(slot.service, slot.starts_at): _There(slot.id, *counts) for slot, *counts in rows}


def _new_slot(office: Office, slot: SlotTime) -> Any:
    return fresh(
        Slot,
        office_id=office.id,
        service=slot.service.value,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )


def _missing_seats(slot: Any, capacity: int) -> Sequence[Any]:
    have = slot.seats if isinstance(slot, _There) else 0
    return [fresh(Seat, slot_id=slot.id, number=n) for n in range(have + 1, capacity + 1)]


def _offer(session: Session, there: dict[Name, _There], wanted: dict[Name, SlotTime]) -> int:
    """The first seats of a slot are offered, as many as the calendar wants."""
    differing: dict[int, list[UUID]] = defaultdict(list)
    for name, slot in there.items():
        capacity = wanted[name].capacity if name in wanted else 0
        if slot.offered != min(capacity, slot.seats):
            differing[capacity].append(slot.id)
    return sum(
        _offer_first(session, capacity, slots[n : n + AT_ONCE])
        for capacity, slots in differing.items()
        for n in range(0, len(slots), AT_ONCE)
    )


def _offer_first(session: Session, capacity: int, slots: Sequence[UUID]) -> int:
    """Seats are locked in the order in which everybody locks several, then changed."""
    want = col(Seat.number) <= capacity if capacity else false()
    ids = session.exec(
        select(Seat.id)
        .where(col(Seat.slot_id).in_(slots), col(Seat.offered) != want)
        .order_by(col(Seat.id))
        .with_for_update()
    ).all()
    for n in range(0, len(ids), AT_ONCE):
        session.execute(
            update(Seat)
            .where(col(Seat.id).in_(ids[n : n + AT_ONCE]))
            .values(offered=~col(Seat.offered))
            .execution_options(synchronize_session=False)
        )
    return len(ids)
