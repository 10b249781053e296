"""What is said on the phone: a call is logged with the request and changes nothing else, and an
answer to what was asked lets the request go on (AP-9)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointment_decisions import CALL, Call
from cx_app.domain.appointment_requests import By, Lease, RequestMove, RequestRefusal, lease
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import RequestStep
from cx_app.services.appointment_requests.desk import request_for
from cx_app.services.appointment_requests.moves import SUBJECT, Made, make, show
from cx_app.services.appointment_requests.tell import tell
from cx_app.services.audit.record import record
from cx_app.services.policy.current import policy


def log_call(
    session: Session, actor: Actor, request_id: UUID, call: Call, note: str = ""
) -> RequestRefusal | None:
    """The note is sealed. Raises `NotFound`."""
    request = request_for(session, actor, request_id, lock=True)
    claim = lease(request.claimed_by, request.claimed_until, actor.account_id, clock.wall())
    if claim is Lease.OTHERS:
        return RequestRefusal.CLAIMED
    now = clock.business(session)
    step = RequestStep(
        request_id=request.id,
        at=now,
        by=By.OFFICER,
        account_id=actor.account_id,
        move=CALL,
        from_state=request.state,
        to_state=request.state,
        outcome=call,
    )
    step.words = note.strip()[: policy(session, now).requests.note_length] or None
    session.add(step)
    record(
        session,
        actor,
        "appointment_request.call",
        case_id=request.case_id,
        subject_type=SUBJECT,
        subject_id=request.id,
        details={"call": call.value},
    )
    show(session, request)
    return None


def answer_for(
    session: Session, actor: Actor, request_id: UUID, words: str
) -> Made | RequestRefusal:
    """What the agency had asked, as its person said it on the phone; they read it and hear that it
    arrived. Raises `NotFound`, and `ValueError` for no words."""
    request = request_for(session, actor, request_id, lock=True)
    words = words.strip()[: policy(session, clock.business(session)).requests.note_length]
    if not words:
        raise ValueError("an answer says something")
    made = make(session, actor, request, RequestMove.ANSWER, By.OFFICER, words=words)
    if isinstance(made, Made):
        tell(session, request, Kind.VISIT_ANSWERED, made.step_id)
    return made
