"""Close an office for a day, or open it again (BIO-12, AP-17). Who is affected is told back; moving
them is the work of those who made the bookings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.domain.offices import day_of, whole_day
from cx_app.domain.slots import BookingState, Refused, SlotRefusal
from cx_app.gateways import clock
from cx_app.models import Booking, Office, OfficeClosure, OfficeDay
from cx_app.services.audit.record import record
from cx_app.services.offices.access import office_to_change, require_staff
from cx_app.services.offices.generate import align, generate
from cx_app.services.offices.recheck import ask_recheck

SUBJECT = "office"
OURS = "portal:"
"""How closures begin that officers made; all others are the agency's."""


@dataclass(frozen=True, slots=True)
class Affected:
    """A booking that stands at a time when the office is closed."""

    booking_id: UUID
    subject_id: UUID
    case_id: UUID | None
    service: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """`again`: it was closed before."""

    day: date
    bookings: list[Affected]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Until:
    """Closed until further notice; `again` where it was before."""

    again: bool = False


@dataclass(frozen=True, slots=True)
class Reopened:
    """`closed_by_agency`: its own closure covers the day or some of it, and goes on."""

    day: date
    closed_by_agency: bool


def close_day(
    session: Session, actor: Actor, office_id: UUID, day: date, reason: str
) -> Closed | Refused:
    """From now on nothing of this day is offered, held or confirmed. Raises `Forbidden` for anyone
    but staff, and `NotFound`."""
    require_staff(actor)
    office = office_to_change(session, office_id)
    now = clock.business(session)
    if day < day_of(now, ZoneInfo(office.time_zone)):
        return Refused(SlotRefusal.PAST_DAY)
    row = _day(session, office_id, day)
    again = row is not None and row.opens is None
    if not again:
        row = row or OfficeDay(office_id=office_id, day=day, reason=reason, set_at=now)
        row.opens = row.closes = None
        row.reason, row.set_by, row.set_at = reason, actor.account_id, now
        session.add(row)
        session.flush()
    align(session, office, day, day, now=now)
    bookings = affected(session, office, day, now)
    if not again:
        _record(session, actor, "office.close_day", office, len(bookings))
        ask_recheck(session, office_id)
    return Closed(day, bookings, again)


def reopen(session: Session, actor: Actor, office_id: UUID, day: date) -> Reopened | Refused:
    """The usual hours of the day count again; bookings that were not moved just stay. Raises
    `Forbidden` for anyone but staff, and `NotFound`."""
    require_staff(actor)
    office = office_to_change(session, office_id)
    now = clock.business(session)
    if day < day_of(now, ZoneInfo(office.time_zone)):
        return Refused(SlotRefusal.PAST_DAY)
    row = _day(session, office_id, day)
    if row is not None and row.opens is None:
        session.delete(row)
        session.flush()
        _record(session, actor, "office.reopen_day", office, 0)
    align(session, office, day, day, now=now)
    return Reopened(day, _closed_by_agency(session, office, day))


def close_until_further_notice(
    session: Session, actor: Actor, office_id: UUID, reason: str
) -> Until | Refused:
    """From now on, for nobody knows how long. Raises `Forbidden` for anyone but staff, and
    `NotFound`."""
    require_staff(actor)
    office = office_to_change(session, office_id)
    now = clock.business(session)
    if _open_ended(session, office_id) is not None:
        return Until(again=True)
    row = OfficeClosure(feed_id="", office_id=office_id, begins=now, reason=reason, updated_at=now)
    row.feed_id = f"{OURS}{row.id}"
    session.add(row)
    session.flush()
    generate(session, office_id)
    _record(session, actor, "office.close", office, 0)
    ask_recheck(session, office_id)
    return Until()


def open_again(session: Session, actor: Actor, office_id: UUID) -> bool:
    """Ends what an officer closed until further notice; false when there was nothing to end: what
    the agency closed, its feed opens. Raises `Forbidden` for anyone but staff, and `NotFound`."""
    require_staff(actor)
    office = office_to_change(session, office_id)
    row = _open_ended(session, office_id)
    if row is None:
        return False
    row.ends = row.updated_at = clock.business(session)
    session.add(row)
    session.flush()
    generate(session, office_id)
    _record(session, actor, "office.open", office, 0)
    return True


def affected(session: Session, office: Office, day: date, now: datetime) -> list[Affected]:
    """Active bookings of the day that lie ahead, in order of time."""
    begins, ends = whole_day(day, ZoneInfo(office.time_zone))
    rows = session.exec(
        select(Booking)
        .where(
            Booking.office_id == office.id,
            Booking.state == BookingState.ACTIVE,
            col(Booking.starts_at) >= max(begins, now),
            col(Booking.starts_at) < ends,
        )
        .order_by(col(Booking.starts_at), col(Booking.id))
    )
    return [
        Affected(row.id, row.subject_id, row.case_id, row.service, row.starts_at) for row in rows
    ]


def _day(session: Session, office_id: UUID, day: date) -> OfficeDay | None:
    return session.exec(
        select(OfficeDay).where(OfficeDay.office_id == office_id, OfficeDay.day == day)
    ).first()


def _open_ended(session: Session, office_id: UUID) -> OfficeClosure | None:
    return session.exec(
        select(OfficeClosure).where(
            OfficeClosure.office_id == office_id,
            col(OfficeClosure.feed_id).startswith(OURS),
            col(OfficeClosure.ends).is_(None),
            col(OfficeClosure.withdrawn).is_(False),
        )
    ).first()


def _closed_by_agency(session: Session, office: Office, day: date) -> bool:
    begins, ends = whole_day(day, ZoneInfo(office.time_zone))
    closure = select(OfficeClosure.id).where(
        OfficeClosure.office_id == office.id,
        col(OfficeClosure.withdrawn).is_(False),
        col(OfficeClosure.begins) < ends,
        (col(OfficeClosure.ends).is_(None)) | (col(OfficeClosure.ends) > begins),
    )
    return session.exec(closure).first() is not None


def _record(session: Session, actor: Actor, action: str, office: Office, bookings: int) -> None:
    record(
        session,
        actor,
        action,
        subject_type=SUBJECT,
        subject_id=office.id,
        details={"bookings": bookings},
    )
