"""After the calendar of an office changed: who stands before a closed door now (AP-17).

Closing writes a row, in its own transaction. A task then calls off one visit after the other, each
in a transaction of its own, and locks as people do who cancel: the request first (docs/adr/0025).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import Session, col, select

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.offices import day_of
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import Booking, Office, OfficeRecheck
from cx_app.models.base import insert, uuid7
from cx_app.services.offices.calendar import calendar_of


@dataclass(frozen=True, slots=True)
class Recheck:
    office_id: UUID
    asked: int


def ask_recheck(session: Session, office_id: UUID) -> None:
    """In the transaction of the change. Asking twice is asking once."""
    session.execute(
        insert(session, OfficeRecheck)
        .values(id=uuid7(), office_id=office_id, asked=1)
        .on_conflict_do_update(
            index_elements=["office_id"], set_={"asked": col(OfficeRecheck.asked) + 1}
        )
    )


def rechecks(session: Session) -> list[Recheck]:
    rows = session.exec(select(OfficeRecheck).order_by(col(OfficeRecheck.id)))
    return [Recheck(row.office_id, row.asked) for row in rows]


def rechecked(session: Session, one: Recheck) -> None:
    """Everybody was told; unless the calendar changed again since it was read."""
    session.execute(
        delete(OfficeRecheck).where(
            col(OfficeRecheck.office_id) == one.office_id, col(OfficeRecheck.asked) == one.asked
        )
    )


def shut_out(session: Session, office_id: UUID, service: AppointmentKind) -> list[UUID]:
    """Active bookings ahead for a service at times at which the office is closed, the first ones
    first."""
    now = clock.business(session)
    ahead = session.exec(
        select(Booking)
        .where(
            Booking.office_id == office_id,
            Booking.service == service,
            Booking.state == BookingState.ACTIVE,
            col(Booking.starts_at) > now,
        )
        .order_by(col(Booking.starts_at), col(Booking.id))
    ).all()
    if not ahead:
        return []
    office = session.get_one(Office, office_id)
    zone = ZoneInfo(office.time_zone)
    days = [day_of(row.starts_at, zone) for row in ahead]
    calendar = calendar_of(session, office, min(days), max(days) + timedelta(days=1))
    return [row.id for row in ahead if calendar.shuts_out(row.starts_at, row.ends_at)]


def is_shut_out(session: Session, booking: Booking) -> bool:
    """Whether the office is closed when this booking begins, as its calendar is now."""
    office = session.get_one(Office, booking.office_id)
    day = day_of(booking.starts_at, ZoneInfo(office.time_zone))
    calendar = calendar_of(session, office, day, day + timedelta(days=1))
    return calendar.shuts_out(booking.starts_at, booking.ends_at)
