"""Set when an office sees people for a service, from a day on (SLOT-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Session, col, or_

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.identity import Actor
from cx_app.domain.offices import Hours
from cx_app.models import OfficeHours
from cx_app.services.audit.record import record
from cx_app.services.offices.access import office_to_change, require_keeper
from cx_app.services.offices.generate import Aligned, generate


def set_hours(
    session: Session,
    actor: Actor,
    office_id: UUID,
    service: AppointmentKind,
    hours: Sequence[Hours],
    from_day: date,
) -> Aligned:
    """These hours take the place of all others of the service from that day on; none means that it
    ends. Times that are booked stay booked. Raises `Forbidden` and `NotFound`."""
    require_keeper(actor)
    office = office_to_change(session, office_id)
    of_service = (
        col(OfficeHours.office_id) == office.id,
        col(OfficeHours.service) == service,
    )
    session.execute(delete(OfficeHours).where(*of_service, col(OfficeHours.from_day) >= from_day))
    session.execute(
        update(OfficeHours)
        .where(
            *of_service,
            or_(col(OfficeHours.until_day).is_(None), col(OfficeHours.until_day) > from_day),
        )
        .values(until_day=from_day)
    )
    for one in hours:
        session.add(
            OfficeHours(
                office_id=office.id,
                service=service,
                weekday=one.weekday,
                opens=one.opens,
                closes=one.closes,
                minutes=int(one.every.total_seconds() // 60),
                capacity=one.capacity,
                from_day=from_day,
            )
        )
    session.flush()
    record(
        session,
        actor,
        "office.set_hours",
        subject_type="office",
        subject_id=office.id,
        details={"service": service.value, "weekdays": len({one.weekday for one in hours})},
    )
    return generate(session, office.id)
