"""What an officer takes up next, so that ten in a row need no way back to the list."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest
from cx_app.services.appointment_requests.cursor import Sort, order_of
from cx_app.services.appointment_requests.desk import may_see
from cx_app.services.appointment_requests.queue import Tab, in_tab
from cx_app.services.cases.staff import require_staff


def upcoming(session: Session, actor: Actor, after: UUID | None = None) -> str:
    """The reference number of their own first one, or of the most urgent that nobody has; empty
    when there is none."""
    require_staff(actor)
    now, wall = clock.business(session), clock.wall()
    for tab in (Tab.MINE, Tab.UNASSIGNED):
        found = session.exec(
            select(AppointmentRequest.reference)
            .where(
                *may_see(actor),
                in_tab(tab, actor, now, wall),
                col(AppointmentRequest.id) != (after or UUID(int=0)),
            )
            .order_by(*order_of(Sort.URGENT))
            .limit(1)
        ).first()
        if found is not None:
            return found
    return ""
