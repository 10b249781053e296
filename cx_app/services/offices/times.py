"""Free times of an office, to choose from (SLOT-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.offices import whole_day
from cx_app.domain.slots import offered
from cx_app.gateways import clock
from cx_app.models import Office, Seat, Slot
from cx_app.services.offices.seats import is_free
from cx_app.services.policy.current import policy


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A slot with free seats, in UTC; `domain.slots.by_day` groups them on the office's clock."""

    slot_id: UUID
    starts_at: datetime
    ends_at: datetime
    left: int


def free_times(
    session: Session,
    actor: Actor,
    office_id: UUID,
    service: AppointmentKind,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
    all_ahead: bool = False,
    also_until: date | None = None,
) -> list[FreeTime]:
    """In order of time, of what may be offered to this actor: all, or from one of the office's days
    to another, both included; `all_ahead` as if to staff, and then `also_until` a day that lies
    further ahead. Times are public: nobody's are told. Raises `NotFound`."""
    office = session.get(Office, office_id)
    if office is None:
        raise NotFound("no such office")
    now = clock.business(session)
    begins, ends = offered(
        now, policy(session, now).slots, by_staff=all_ahead or actor.role.is_staff
    )
    zone = ZoneInfo(office.time_zone)
    if all_ahead and also_until is not None:
        ends = max(ends, whole_day(also_until, zone)[1])
    if first_day is not None:
        begins = max(begins, whole_day(first_day, zone)[0])
    if last_day is not None:
        ends = min(ends, whole_day(last_day, zone)[1])
    rows = session.exec(
        select(Slot.id, Slot.starts_at, Slot.ends_at, func.count(col(Seat.number)))
        .where(
            Slot.office_id == office_id,
            Slot.service == service,
            col(Slot.starts_at) >= begins,
            col(Slot.starts_at) < ends,
            Seat.slot_id == Slot.id,
            is_free(now),
        )
        .group_by(col(Slot.id), col(Slot.starts_at), col(Slot.ends_at))
        .order_by(col(Slot.starts_at))
    )
    return [FreeTime(*row) for row in rows]
