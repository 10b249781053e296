"""What keepers of offices do to a day, with what follows for those who are booked (AP-17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.identity import Actor
from cx_app.domain.offices import ClosureReason
from cx_app.domain.opening_hours import DayChange
from cx_app.domain.slots import Refused
from cx_app.services.changes import touch
from cx_app.services.offices.access import require_keeper
from cx_app.services.offices.closing import Reopened, close_day, reopen
from cx_app.services.offices.other_hours import forget_day, set_day
from cx_app.services.offices.overview import OFFICES_TOPIC
from cx_app.services.offices.recheck import shut_out


@dataclass(frozen=True, slots=True)
class Kept:
    """`told`: how many visits are called off and their people told, as soon as this is committed.
    `again`: it was closed before."""

    told: int = 0
    again: bool = False
    still_closed: bool = False
    """Opened again by staff, but the agency's own closure goes on."""


def shut(
    session: Session, actor: Actor, office_id: UUID, day: date, reason: ClosureReason
) -> Kept | DayChange:
    """Close the office for the day. Raises `Forbidden` and `NotFound`."""
    require_keeper(actor)
    closed = close_day(session, actor, office_id, day, reason)
    if isinstance(closed, Refused):
        return DayChange.PAST_DAY
    touch(session, OFFICES_TOPIC)
    visits = [one for one in closed.bookings if one.service == AppointmentKind.OFFICE]
    return Kept(len(visits), again=closed.again)


def open_again(session: Session, actor: Actor, office_id: UUID, day: date) -> Kept | DayChange:
    """The usual hours count again, whether the day was closed or had other hours. Who was told
    stays told: they have rebooked, or do. Raises `Forbidden` and `NotFound`."""
    require_keeper(actor)
    forget_day(session, actor, office_id, day)
    opened = reopen(session, actor, office_id, day)
    if not isinstance(opened, Reopened):
        return DayChange.PAST_DAY
    touch(session, OFFICES_TOPIC)
    return Kept(still_closed=opened.closed_by_agency)


def change_day(
    session: Session,
    actor: Actor,
    office_id: UUID,
    day: date,
    opens: time | None,
    closes: time | None,
    reason: ClosureReason,
) -> Kept | DayChange:
    """Other hours for one day. Raises `Forbidden` and `NotFound`."""
    changed = set_day(session, actor, office_id, day, opens, closes, reason)
    if isinstance(changed, DayChange):
        return changed
    touch(session, OFFICES_TOPIC)
    return Kept(len(shut_out(session, office_id, AppointmentKind.OFFICE)))
