"""How full offices are: seats that are offered, and those that are booked, by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, case, col, func, select

from cx_app.domain.offices import day_of
from cx_app.models import Seat, Slot
from cx_app.services.offices.seats import is_free


@dataclass(frozen=True, slots=True)
class Load:
    seats: int = 0
    """That are offered, or booked although they no longer are."""
    booked: int = 0
    free: int = 0

    @property
    def percent(self) -> int:
        return round(100 * self.booked / self.seats) if self.seats else 0


def counts(now: datetime) -> tuple[Any, Any, Any]:
    """Columns for a `Load`, of joined slots and seats."""
    taken = col(Seat.booking_id).is_not(None)
    return (
        func.sum(case((col(Seat.offered) | taken, 1), else_=0)),
        func.sum(case((taken, 1), else_=0)),
        func.sum(case((is_free(now), 1), else_=0)),
    )


def by_day(
    session: Session,
    office_id: UUID,
    zone: ZoneInfo,
    begins: datetime,
    ends: datetime,
    now: datetime,
) -> dict[date, Load]:
    """Of the office's own days; what has begun is not free any more."""
    rows = session.exec(
        select(Slot.starts_at, *counts(now))
        .where(
            Seat.slot_id == Slot.id,
            Slot.office_id == office_id,
            col(Slot.starts_at) >= begins,
            col(Slot.starts_at) < ends,
        )
        .group_by(col(Slot.starts_at))
    )
    days: dict[date, list[Load]] = defaultdict(list)
    for starts_at, seats, booked, free in rows:
        left = int(free or 0) if starts_at > now else 0
        days[day_of(starts_at, zone)].append(Load(int(seats or 0), int(booked or 0), left))
    return {day: together(loads) for day, loads in days.items()}


def together(loads: Iterable[Load]) -> Load:
    many = list(loads)
    return Load(
        sum(one.seats for one in many),
        sum(one.booked for one in many),
        sum(one.free for one in many),
    )
