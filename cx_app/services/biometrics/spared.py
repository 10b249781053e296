"""Who asked for another time before their appointment, and has no answer yet: until then nobody is
told that they did not come, whatever the agency's record says (BIO-8, BIO-21)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from cx_app.domain.biometrics import OPEN, RescheduleState, keeps_from_no_show
from cx_app.models import Booking, Case, Reschedule


def spared_cases(session: Session, case_ids: Collection[UUID]) -> set[UUID]:
    """Those of them in which such a request is open. The agency's record of somebody who did not
    come names a case and no person, so it waits for all who see the case."""
    if not case_ids:
        return set()
    rows = session.exec(
        select(Reschedule, Booking.starts_at)
        .join(Booking, col(Booking.id) == col(Reschedule.from_booking_id))
        .where(col(Reschedule.case_id).in_(case_ids), col(Reschedule.state).in_(sorted(OPEN)))
    )
    return {row.case_id for row, starts_at in rows if is_spared(row, starts_at)}


def spared_in_sql() -> ColumnElement[bool]:
    """`spared_cases` for queries over `Case`."""
    return (
        select(Reschedule.id)
        .join(Booking, col(Booking.id) == col(Reschedule.from_booking_id))
        .where(
            Reschedule.case_id == Case.id,
            col(Reschedule.state).in_(sorted(OPEN)),
            col(Reschedule.asked_at) < col(Booking.starts_at),
        )
        .correlate(Case)
        .exists()
    )


def is_spared(row: Reschedule, starts_at: datetime) -> bool:
    """Whether this request keeps its person from being told so about an appointment at that
    time."""
    return keeps_from_no_show(RescheduleState(row.state), row.asked_at, starts_at)
