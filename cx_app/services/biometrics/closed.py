"""Biometrics appointments that stand at a time when their office is closed (BIO-12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.offices import whole_day
from cx_app.domain.policy import Policy
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import Appointment, Booking, Case, Office, OfficeClosure, OfficeDay
from cx_app.services.offices.confirm import adopt
from cx_app.services.policy.current import policy

LOOKS_BACK: Final = timedelta(days=2)
"""Who stood before a closed door is moved too, also when nothing ran for a day."""


@dataclass(frozen=True, slots=True)
class Shut:
    """From `begins` until `ends` (not included; None while nobody knows) nobody is seen."""

    office_id: UUID
    begins: datetime
    ends: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Affected:
    """A booking at a time when its office is closed."""

    starts_at: datetime
    id: UUID

    @property
    def booking_id(self) -> UUID:
        return self.id


def affected_by_closures(
    session: Session, limit: int, behind: Affected | None = None
) -> list[Affected]:
    """Whom to move next: the soonest appointment first, from behind one of them on, since those who
    can't be moved must not stand before the others. Nothing has to be noted when an office closes,
    and whatever is left after a crash is found again."""
    now = clock.business(session)
    found: set[Affected] = set()
    for shut in closures(session, now, policy(session, now)):
        found |= set(_bookings(session, shut, now, limit, behind))
    return sorted(found)[:limit]


def take_over(session: Session) -> int:
    """Appointments of the agency at such times get the booking that they may not have yet: those
    from before the portal kept any."""
    now = clock.business(session)
    taken = 0
    for shut in closures(session, now, policy(session, now)):
        query = select(Appointment).where(
            Appointment.office_id == shut.office_id,
            Appointment.kind == AppointmentKind.BIOMETRICS,
            Appointment.state == AppointmentState.SCHEDULED,
            col(Appointment.starts_at) >= max(shut.begins, now),
            ~select(Booking.id).where(Booking.appointment_id == Appointment.id).exists(),
        )
        if shut.ends is not None:
            query = query.where(col(Appointment.starts_at) < shut.ends)
        for appointment in session.exec(query.order_by(col(Appointment.id))).all():
            taken += adopt(session, appointment) is not None
    return taken


def closure_of(session: Session, booking: Booking) -> Shut | None:
    """Why the office is closed at the time of a booking; None when it is not."""
    now = clock.business(session)
    return next(
        (
            shut
            for shut in closures(session, now, policy(session, now), booking.office_id)
            if shut.begins <= booking.starts_at
            and (shut.ends is None or booking.starts_at < shut.ends)
        ),
        None,
    )


def closures(
    session: Session, now: datetime, in_force: Policy, office_id: UUID | None = None
) -> Iterator[Shut]:
    """Of days and of the agency, since a moment ago: an officer has time to take a closed day back
    before anybody is moved (BIO-32)."""
    since = now - LOOKS_BACK
    settled = now - in_force.biometrics.closure_undo
    days = (
        select(OfficeDay, Office)
        .join(Office, col(Office.id) == OfficeDay.office_id)
        .where(
            col(OfficeDay.opens).is_(None),
            col(OfficeDay.day) >= since.date(),
            col(OfficeDay.set_at) <= settled,
        )
    )
    spans = select(OfficeClosure).where(
        col(OfficeClosure.withdrawn).is_(False),
        col(OfficeClosure.updated_at) <= settled,
        or_(col(OfficeClosure.ends).is_(None), col(OfficeClosure.ends) > since),
    )
    if office_id is not None:
        days = days.where(OfficeDay.office_id == office_id)
        spans = spans.where(OfficeClosure.office_id == office_id)
    for day, office in session.exec(days):
        begins, ends = whole_day(day.day, ZoneInfo(office.time_zone))
        # Whoever came in the morning of a day that is closed at noon was seen.
        yield Shut(office.id, max(begins, day.set_at), ends, day.reason)
    for span in session.exec(spans):
        yield Shut(span.office_id, span.begins, span.ends, span.reason)


def _bookings(
    session: Session, shut: Shut, now: datetime, limit: int, behind: Affected | None
) -> list[Affected]:
    """However far ahead they are: who reads of a closed center in the news is told the same day."""
    query = (
        select(Booking.starts_at, Booking.id)
        .join(Case, col(Case.id) == Booking.case_id)
        .where(
            Booking.office_id == shut.office_id,
            Booking.service == AppointmentKind.BIOMETRICS,
            Booking.state == BookingState.ACTIVE,
            col(Booking.party_id).is_not(None),
            col(Booking.appointment_id).is_not(None),
            col(Booking.starts_at) >= max(shut.begins, now - LOOKS_BACK),
            col(Case.closed).is_(False),
        )
        .order_by(col(Booking.starts_at), col(Booking.id))
        .limit(limit)
    )
    if shut.ends is not None:
        query = query.where(col(Booking.starts_at) < shut.ends)
    if behind is not None:
        query = query.where(
            stand_behind(Booking.starts_at, Booking.id, behind.starts_at, behind.id)
        )
    return [Affected(*row) for row in session.exec(query)]


def stand_behind(at: Any, row_id: Any, moment: datetime, last: UUID) -> ColumnElement[bool]:
    """Of rows in the order of a time and their id: those behind the one that is named."""
    return or_(col(at) > moment, and_(col(at) == moment, col(row_id) > last))
