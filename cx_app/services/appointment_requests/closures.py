"""Call off a visit whose office is closed then, and tell its people (AP-17, AP-40)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointment_requests import By, RequestMove
from cx_app.domain.messages import Kind
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import Booking
from cx_app.services.appointment_requests.moves import Made, lock_request, make
from cx_app.services.appointment_requests.tell import tell
from cx_app.services.appointment_requests.visit import subject_of, visit_file
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.feed_out.visits import visit_cancelled
from cx_app.services.offices.cancel import cancel
from cx_app.services.offices.recheck import is_shut_out

CLOSED: Final = "office_closed"


def call_off(session: Session, booking_id: UUID) -> bool:
    """One visit, in a transaction of its own: the request first, as people lock who cancel at this
    moment. False when there is nothing to call off any more: it was moved or cancelled, the office
    is open again, or it was called off before."""
    named = session.get(Booking, booking_id)
    request = lock_request(session, named.subject_id) if named else None
    if named is None or request is None or request.booking_id != booking_id:
        return False
    session.refresh(named)
    if named.state != BookingState.ACTIVE or not is_shut_out(session, named):
        return False
    made = make(session, SYSTEM_ACTOR, request, RequestMove.CLOSE_OFFICE, By.SYSTEM, outcome=CLOSED)
    if not isinstance(made, Made):
        return False
    cancel(session, SYSTEM_ACTOR, subject_of(request), named.id, cause=CLOSED)
    visit_cancelled(session, request, named.id, cause=CLOSED)
    now = clock.business(session)
    tell(
        session,
        request,
        Kind.VISIT_OFFICE_CLOSED,
        made.step_id,
        visit=named,
        files=lambda: (visit_file(session, request, named, now, cancelled=True),),
    )
    return True
