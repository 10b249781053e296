"""A second officer agrees to what the first proposed, or does not (AP-21)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointment_decisions import Needed, Unneeded
from cx_app.domain.appointment_requests import By, RequestMove, RequestRefusal
from cx_app.domain.identity import Actor
from cx_app.models import AppointmentRequest, RequestProposal
from cx_app.services.appointment_requests.decide import Answer, book, find_unneeded
from cx_app.services.appointment_requests.desk import request_for
from cx_app.services.appointment_requests.moves import SUBJECT, Made, refusal_of, refused, show
from cx_app.services.appointment_requests.propose import end_open, open_proposal
from cx_app.services.audit.record import record


def agree(session: Session, actor: Actor, request_id: UUID) -> Answer:
    """What was proposed is decided by both. Never by the same account, whatever roles it has.
    Raises `NotFound`."""
    request = request_for(session, actor, request_id, lock=True)
    found = _may_answer(session, actor, request)
    if isinstance(found, RequestRefusal):
        return found
    if found.slot_id is not None:
        answer = book(session, actor, request.id, found.slot_id, Needed(found.outcome), agreed=True)
    else:
        answer = find_unneeded(session, actor, request.id, Unneeded(found.outcome), agreed=True)
    if isinstance(answer, Made):
        found.agreed = True
        session.add(found)
    outcome = "done" if isinstance(answer, Made) else "refused"
    _note(session, actor, request, outcome)
    return answer


def decline(session: Session, actor: Actor, request_id: UUID) -> RequestRefusal | None:
    """It stays to be decided, by whoever has claimed it. Raises `NotFound`."""
    request = request_for(session, actor, request_id, lock=True)
    found = _may_answer(session, actor, request)
    if isinstance(found, RequestRefusal):
        return found
    end_open(session, actor, request, agreed=False)
    show(session, request)
    _note(session, actor, request, "declined")
    return None


def _may_answer(
    session: Session, actor: Actor, request: AppointmentRequest
) -> RequestProposal | RequestRefusal:
    found = open_proposal(session, request.id)
    if found is None:
        return RequestRefusal.DONE_BEFORE
    move = RequestMove(found.move)
    if found.proposed_by == actor.account_id:
        return refused(session, actor, request, move, RequestRefusal.SAME_OFFICER)
    against = refusal_of(session, request, move, By.OFFICER, actor.account_id)
    return refused(session, actor, request, move, against) if against else found


def _note(session: Session, actor: Actor, request: AppointmentRequest, outcome: str) -> None:
    record(
        session,
        actor,
        "appointment_request.agree",
        outcome,
        case_id=request.case_id,
        subject_type=SUBJECT,
        subject_id=request.id,
    )
