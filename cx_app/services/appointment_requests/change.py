"""What people do with a request of theirs: answer, withdraw, cancel the visit, open it again."""

from __future__ import annotations

from sqlmodel import Session

from cx_app.domain.appointment_requests import By, RequestMove, RequestRefusal
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest
from cx_app.services.appointment_requests.access import may_change, request_of
from cx_app.services.appointment_requests.moves import Made, make, refused
from cx_app.services.appointment_requests.tell import tell
from cx_app.services.appointment_requests.visit import subject_of, visit_file, visit_of
from cx_app.services.feed_out.visits import visit_cancelled
from cx_app.services.offices.cancel import cancel
from cx_app.services.policy.current import policy

BY_PERSON = "by_person"
"""Why a booking ended."""


def answer(session: Session, actor: Actor, reference: str, words: str) -> Made | RequestRefusal:
    """What the agency asked, in at most 1,000 characters (AP-23). Not an act that a dispute stops:
    the agency waits for it (CLAIM-3). Raises `NotFound`, and `ValueError` for no words."""
    request = request_of(session, actor, reference, lock=True)
    words = words.strip()[: policy(session, clock.business(session)).requests.note_length]
    if not words:
        raise ValueError("an answer says something")
    made = make(session, actor, request, RequestMove.ANSWER, By.PERSON, words=words)
    return _told(session, request, Kind.VISIT_ANSWERED, made)


def withdraw(session: Session, actor: Actor, reference: str) -> Made | RequestRefusal:
    """Before there is a visit. Raises `NotFound`."""
    request = request_of(session, actor, reference, lock=True)
    if not may_change(session, actor, request):
        return refused(session, actor, request, RequestMove.WITHDRAW, RequestRefusal.PAUSED)
    made = make(session, actor, request, RequestMove.WITHDRAW, By.PERSON)
    return _told(session, request, Kind.VISIT_WITHDRAWN, made)


def reopen(session: Session, actor: Actor, reference: str) -> Made | RequestRefusal:
    """After it expired (domain 2.4-5). Raises `NotFound`."""
    request = request_of(session, actor, reference, lock=True)
    if not may_change(session, actor, request):
        return refused(session, actor, request, RequestMove.REOPEN, RequestRefusal.PAUSED)
    made = make(session, actor, request, RequestMove.REOPEN, By.PERSON)
    return _told(session, request, Kind.VISIT_REOPENED, made)


def cancel_visit(session: Session, actor: Actor, reference: str) -> Made | RequestRefusal:
    """The time is free for others at once (AP-10). Raises `NotFound`."""
    request = request_of(session, actor, reference, lock=True)
    if not may_change(session, actor, request):
        return refused(session, actor, request, RequestMove.CANCEL, RequestRefusal.PAUSED)
    visit = visit_of(session, request)
    made = make(session, actor, request, RequestMove.CANCEL, By.PERSON)
    if isinstance(made, RequestRefusal) or visit is None:
        return made
    cancel(session, actor, subject_of(request), visit.id, cause=BY_PERSON)
    visit_cancelled(session, request, visit.id, cause=BY_PERSON)
    now = clock.business(session)
    tell(
        session,
        request,
        Kind.VISIT_CANCELLED,
        made.step_id,
        visit=visit,
        files=lambda: (visit_file(session, request, visit, now, cancelled=True),),
    )
    return made


def _told(
    session: Session, request: AppointmentRequest, kind: Kind, made: Made | RequestRefusal
) -> Made | RequestRefusal:
    if isinstance(made, Made):
        tell(session, request, kind, made.step_id)
    return made
