"""Who asked for another time before their appointment and has no answer yet, or is seen at home
instead: of them nobody says that they did not come, whatever the agency's record says (BIO-8,
BIO-11, BIO-21)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.biometrics import OPEN, RescheduleState, keeps_from_no_show
from cx_app.domain.biometrics_desk import HOME_GOES_ON, HomeState
from cx_app.domain.slots import BookingState
from cx_app.models import Booking, Case, HomeVisit, Reschedule


def spared_cases(session: Session, case_ids: Collection[UUID]) -> set[UUID]:
    """Those of them in which it is so. The agency's record of somebody who did not come names a
    case and no person, so it waits for all who see the case."""
    if not case_ids:
        return set()
    return set(session.exec(select(Case.id).where(col(Case.id).in_(case_ids), spared_in_sql())))


def spared_in_sql() -> ColumnElement[bool]:
    """For queries over `Case`."""
    asked = (
        select(Reschedule.id)
        .join(Booking, col(Booking.id) == col(Reschedule.from_booking_id))
        .where(
            Reschedule.case_id == Case.id,
            col(Reschedule.state).in_(sorted(OPEN)),
            col(Reschedule.asked_at) < col(Booking.starts_at),
        )
        .correlate(Case)
    )
    at_home = (
        select(HomeVisit.id)
        .join(Booking, col(Booking.subject_id) == col(HomeVisit.party_id))
        .where(HomeVisit.case_id == Case.id, *_instead_of_coming())
        .correlate(Case)
    )
    return or_(asked.exists(), at_home.exists())


def is_spared(row: Reschedule, starts_at: datetime) -> bool:
    """Whether this request keeps its person from being told so about an appointment at that
    time."""
    return keeps_from_no_show(RescheduleState(row.state), row.asked_at, starts_at)


def home_instead(session: Session, party_id: UUID) -> HomeVisit | None:
    """The visit at home for which somebody need not come to the appointment that they have."""
    return session.exec(
        select(HomeVisit)
        .join(Booking, col(Booking.subject_id) == col(HomeVisit.party_id))
        .where(HomeVisit.party_id == party_id, *_instead_of_coming())
        .limit(1)
    ).first()


def _instead_of_coming() -> tuple[ColumnElement[bool], ...]:
    """Asked for before the appointment begins; one that took place stands for no later
    appointment."""
    took_place = and_(
        col(HomeVisit.state) == HomeState.DONE,
        col(Booking.booked_at) <= col(HomeVisit.changed_at),
    )
    return (
        col(Booking.service) == AppointmentKind.BIOMETRICS,
        col(Booking.state) == BookingState.ACTIVE,
        col(HomeVisit.asked_at) < col(Booking.starts_at),
        or_(col(HomeVisit.state).in_(sorted(HOME_GOES_ON)), took_place),
    )
