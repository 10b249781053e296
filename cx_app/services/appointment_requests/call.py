"""A call to the person is logged with the request (AP-9); it changes nothing else."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointment_decisions import CALL, Call
from cx_app.domain.appointment_requests import By, Lease, RequestRefusal, lease
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import RequestStep
from cx_app.services.appointment_requests.desk import request_for
from cx_app.services.appointment_requests.moves import SUBJECT, show
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
