"""Officers move or cancel a visit that is booked: for somebody on the phone, for the office, or
because it was wrong (AP-45). In force at once; it leaves once it can't be undone (UNDO-1)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain import decisions
from cx_app.domain.appointment_decisions import Cancelled, Moved, Override
from cx_app.domain.appointment_requests import By, RequestMove, RequestRefusal
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.decisions import Held
from cx_app.domain.identity import Actor
from cx_app.domain.slots import BookingState, Refused
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, Booking, HeldDecision, Slot
from cx_app.services.appointment_requests.desk import request_for
from cx_app.services.appointment_requests.moves import Made, make, refusal_of, refused
from cx_app.services.appointment_requests.visit import subject_of, visit_of
from cx_app.services.decisions.hold import hold as hold_back
from cx_app.services.offices.bookings import Booked
from cx_app.services.offices.cancel import cancel
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.hold import hold as hold_seat
from cx_app.services.offices.keep import keep
from cx_app.services.offices.swap import swap
from cx_app.services.policy.current import policy


def move_for(
    session: Session, actor: Actor, request_id: UUID, seen: UUID, slot_id: UUID, why: Moved
) -> Made | RequestRefusal:
    """To another time, also after a closure. `seen` is the visit that the officer had before them:
    of two who move it, one does. Raises `NotFound`."""
    request = request_for(session, actor, request_id, lock=True)
    move = RequestMove.REBOOK
    against = _against(session, actor, request, move, seen)
    before = visit_of(session, request)
    if against is not None or before is None:
        return refused(session, actor, request, move, against or RequestRefusal.NOT_FROM_HERE)
    if not _may_go_there(session, request, before, slot_id):
        return refused(session, actor, request, move, RequestRefusal.NO_TIME)
    booked = _take(session, actor, request, before, slot_id, why)
    if booked is None:
        return refused(session, actor, request, move, RequestRefusal.NO_TIME)
    made = make(
        session, actor, request, move, By.OFFICER, outcome=why, booking_id=booked.booking_id
    )
    return _held(session, actor, request, decisions.Kind.VISIT_MOVED, made, before)


def cancel_for(
    session: Session, actor: Actor, request_id: UUID, seen: UUID, why: Cancelled
) -> Made | RequestRefusal:
    """The request ends with it. Raises `NotFound`."""
    request = request_for(session, actor, request_id, lock=True)
    move = RequestMove.CANCEL
    against = _against(session, actor, request, move, seen)
    visit = visit_of(session, request)
    if against is not None or visit is None:
        return refused(session, actor, request, move, against or RequestRefusal.NOT_FROM_HERE)
    made = make(session, actor, request, move, By.OFFICER, outcome=why, booking_id=visit.id)
    cancel(session, actor, subject_of(request), visit.id, cause=why)
    return _held(session, actor, request, decisions.Kind.VISIT_CANCELLED, made, visit)


def is_pending(session: Session, request_id: UUID) -> bool:
    """Whether what was decided last can still be undone."""
    held = select(HeldDecision.id).where(
        HeldDecision.subject_id == request_id, col(HeldDecision.state) == Held.HELD
    )
    return session.exec(held).first() is not None


def _against(
    session: Session, actor: Actor, request: AppointmentRequest, move: RequestMove, seen: UUID
) -> RequestRefusal | None:
    against = refusal_of(session, request, move, By.OFFICER, actor.account_id)
    if against is not None:
        return against
    if request.booking_id != seen:
        return RequestRefusal.DONE_BEFORE
    return RequestRefusal.PENDING if is_pending(session, request.id) else None


def _may_go_there(
    session: Session, request: AppointmentRequest, before: Booking, slot_id: UUID
) -> bool:
    """At the office of the visit or of the ZIP code: another one takes two officers (AP-21)."""
    slot = session.get(Slot, slot_id)
    if slot is None or slot.service != AppointmentKind.OFFICE:
        return False
    stays = (slot.office_id, slot.starts_at) == (before.office_id, before.starts_at)
    if stays and before.state == BookingState.ACTIVE:
        return False
    by_two = policy(session, clock.business(session)).requests.second_officer
    here = {request.office_id, before.office_id}
    return slot.office_id in here or Override.OTHER_OFFICE not in by_two


def _take(
    session: Session,
    actor: Actor,
    request: AppointmentRequest,
    before: Booking,
    slot_id: UUID,
    why: Moved,
) -> Booked | None:
    held = hold_seat(session, actor, slot_id, request.id)
    if isinstance(held, Refused):
        return None
    subject, key = subject_of(request), f"desk:{held.hold_id}"
    if before.state == BookingState.ACTIVE:
        answer = swap(session, actor, subject, before.id, held.hold_id, key, cause=why)
    else:
        answer = confirm(session, actor, subject, held.hold_id, key, cause=why)
    return None if isinstance(answer, Refused) else answer


def _held(
    session: Session,
    actor: Actor,
    request: AppointmentRequest,
    kind: decisions.Kind,
    made: Made | RequestRefusal,
    left: Booking,
) -> Made | RequestRefusal:
    """The time that the visit left stays kept for it until nobody can undo this any more."""
    if isinstance(made, RequestRefusal):
        raise RuntimeError("a move that was allowed a moment ago is refused")
    now = clock.business(session)
    until = decisions.longest(now, policy(session, now).undo)
    was_active = left.state == BookingState.ACTIVE
    kept = keep(session, left, until) if was_active else None
    hold_back(
        session,
        actor,
        kind,
        request.id,
        {"step": str(made.step_id), "booking": str(left.id), "kept": str(kept) if kept else None},
    )
    return made
