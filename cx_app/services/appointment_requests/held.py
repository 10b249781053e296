"""What leaves of a decision about a visit, and how it is undone (UNDO-1 to UNDO-4)."""

from __future__ import annotations

import json
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointment_requests import By, RequestMove, RequestRefusal
from cx_app.domain.identity import Actor
from cx_app.models import AppointmentRequest, Booking, HeldDecision, RequestStep
from cx_app.services.appointment_requests.desk import request_for
from cx_app.services.appointment_requests.moves import last_step, lock_request, make, show
from cx_app.services.appointment_requests.rebook import tell_booked
from cx_app.services.appointment_requests.said import kind_of
from cx_app.services.appointment_requests.tell import tell
from cx_app.services.appointment_requests.visit import subject_of
from cx_app.services.offices.cancel import cancel

UNDONE = "undone"
"""Why a booking ended."""


def booking_leaves(session: Session, held: HeldDecision) -> bool:
    """When and where; not of a visit that its person has cancelled within the minute."""
    request, step = _still(session, held)
    if request is None or step is None or step.booking_id is None:
        return False
    tell_booked(session, request, session.get_one(Booking, step.booking_id), step.id)
    show(session, request)
    return True


def message_leaves(session: Session, held: HeldDecision) -> bool:
    """A question, or why no visit is needed; not when its person has answered within the minute."""
    request, step = _still(session, held)
    if request is None or step is None:
        return False
    tell(session, request, kind_of(step.outcome), step.id, until=request.answer_by)
    show(session, request)
    return True


def check(session: Session, actor: Actor, held: HeldDecision) -> None:
    """Raises `NotFound`: it is nobody's own, and protected ones are for a narrower role."""
    request_for(session, actor, held.subject_id)


def put_back(session: Session, actor: Actor, held: HeldDecision) -> bool:
    """The request is in the hands of whoever undid it; a time that was booked is free again."""
    request, step = _still(session, held)
    if request is None or step is None:
        return False
    made = make(
        session,
        actor,
        request,
        RequestMove.UNDO,
        By.OFFICER,
        outcome=step.outcome,
        corrects_id=step.id,
    )
    if isinstance(made, RequestRefusal):
        return False
    if step.booking_id is not None:
        cancel(session, actor, subject_of(request), step.booking_id, cause=UNDONE)
        before: str | None = json.loads(held.before)["booking"]
        request.booking_id = UUID(before) if before else None
        session.add(request)
    return True


def _still(
    session: Session, held: HeldDecision
) -> tuple[AppointmentRequest | None, RequestStep | None]:
    """The request, locked, and the step that decided, while nothing has followed it."""
    request = lock_request(session, held.subject_id)
    if request is None:
        return None, None
    last = last_step(session, request.id)
    decided = last is not None and str(last.id) == json.loads(held.before)["step"]
    return request, last if decided else None
