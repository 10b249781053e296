"""After the office closed on the day of a visit, its person picks another time (AP-17)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointment_requests import By, RequestMove, RequestRefusal
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.domain.slots import BookingState, Refused
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, Booking, Slot
from cx_app.services.appointment_requests.access import may_change, request_of
from cx_app.services.appointment_requests.moves import Made, make, refusal_of, refused
from cx_app.services.appointment_requests.tell import is_protected, tell
from cx_app.services.appointment_requests.visit import subject_of, visit_file, visit_of
from cx_app.services.feed_out.visits import visit_booked, visit_moved
from cx_app.services.offices.bookings import Booked
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.hold import hold
from cx_app.services.offices.swap import swap

CLOSED = "office_closed"


def rebook(session: Session, actor: Actor, reference: str, slot_id: UUID) -> Made | RequestRefusal:
    """Held and booked in one step. Raises `NotFound`."""
    request = request_of(session, actor, reference, lock=True)
    if not may_change(session, actor, request):
        return refused(session, actor, request, RequestMove.REBOOK, RequestRefusal.PAUSED)
    against = refusal_of(session, request, RequestMove.REBOOK, By.PERSON, None)
    if against is not None:
        return refused(session, actor, request, RequestMove.REBOOK, against)
    booked = _book(session, actor, request, slot_id)
    if booked is None:
        return refused(session, actor, request, RequestMove.REBOOK, RequestRefusal.NO_TIME)
    visit = session.get_one(Booking, booked.booking_id)
    made = make(session, actor, request, RequestMove.REBOOK, By.PERSON, booking_id=visit.id)
    if isinstance(made, Made):
        tell_booked(session, request, visit, made.step_id, cause=CLOSED)
    return made


def tell_booked(
    session: Session,
    request: AppointmentRequest,
    visit: Booking,
    step_id: UUID,
    *,
    cause: str = "",
    because: str = "",
) -> None:
    """When and where, with the file for a calendar; the agency hears of it as well. `because` is
    why an officer moved it. What is protected goes in words that name no time outside."""
    if visit.replaces_id is None:
        visit_booked(session, request, visit.id)
    else:
        visit_moved(session, request, visit.id, cause=cause)
    now = clock.business(session)
    kind = Kind.VISIT_MOVED if because else Kind.VISIT_BOOKED
    tell(
        session,
        request,
        Kind.APPOINTMENT_BOOKED if is_protected(session, request) else kind,
        step_id,
        visit=visit,
        because=because,
        files=lambda: (visit_file(session, request, visit, now),),
    )


def _book(
    session: Session, actor: Actor, request: AppointmentRequest, slot_id: UUID
) -> Booked | None:
    """None when the time is not free, or no visit to this office. The booking that the closure
    hit may stand or have ended."""
    slot = session.get(Slot, slot_id)
    if slot is None or (slot.service, slot.office_id) != (
        AppointmentKind.OFFICE,
        request.office_id,
    ):
        return None
    held = hold(session, actor, slot_id, request.id)
    if isinstance(held, Refused):
        return None
    subject, key = subject_of(request), f"rebook:{held.hold_id}"
    before = visit_of(session, request)
    if before is not None and before.state == BookingState.ACTIVE:
        answer = swap(session, actor, subject, before.id, held.hold_id, key, cause=CLOSED)
    else:
        answer = confirm(session, actor, subject, held.hold_id, key, cause=CLOSED)
    return None if isinstance(answer, Refused) else answer
