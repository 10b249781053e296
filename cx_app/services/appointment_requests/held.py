"""What leaves of a decision about a visit, and how it is undone (UNDO-1 to UNDO-4)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointment_requests import By, RequestMove, RequestRefusal
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.domain.slots import Refused
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, Booking, HeldDecision, RequestStep
from cx_app.services.appointment_requests.desk import request_for
from cx_app.services.appointment_requests.moves import last_step, lock_request, make, show
from cx_app.services.appointment_requests.rebook import tell_booked
from cx_app.services.appointment_requests.said import kind_of
from cx_app.services.appointment_requests.tell import tell
from cx_app.services.appointment_requests.visit import subject_of, visit_file
from cx_app.services.appointment_requests.words import BECAUSE
from cx_app.services.decisions.put_back import PutBack
from cx_app.services.feed_out.visits import visit_cancelled
from cx_app.services.offices.bookings import Booked, Subject
from cx_app.services.offices.cancel import cancel
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.keep import let_go
from cx_app.services.offices.swap import swap

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


def move_leaves(session: Session, held: HeldDecision) -> bool:
    """The new time and why; the time before is free for others."""
    _let_go(session, held)
    request, step = _still(session, held)
    if request is None or step is None or step.booking_id is None:
        return False
    visit = session.get_one(Booking, step.booking_id)
    why = step.outcome
    tell_booked(session, request, visit, step.id, cause=why, because=BECAUSE[why])
    show(session, request)
    return True


def cancel_leaves(session: Session, held: HeldDecision) -> bool:
    """That nobody is to come, and why; the time is free for others."""
    _let_go(session, held)
    request, step = _still(session, held)
    if request is None or step is None or step.booking_id is None:
        return False
    visit = session.get_one(Booking, step.booking_id)
    visit_cancelled(session, request, visit.id, cause=step.outcome)
    now = clock.business(session)
    tell(
        session,
        request,
        Kind.VISIT_CALLED_OFF,
        step.id,
        visit=visit,
        because=BECAUSE[step.outcome],
        files=lambda: (visit_file(session, request, visit, now, cancelled=True),),
    )
    show(session, request)
    return True


def check(session: Session, actor: Actor, held: HeldDecision) -> None:
    """Raises `NotFound`: it is nobody's own, and protected ones are for a narrower role."""
    request_for(session, actor, held.subject_id)


def put_back(session: Session, actor: Actor, held: HeldDecision) -> PutBack:
    """The request is in the hands of whoever undid it; a time that was booked is free again."""
    request, step = _still(session, held)
    if request is None or step is None or not _undone(session, actor, request, step):
        return PutBack.OVERTAKEN
    if step.booking_id is not None:
        _drop(session, actor, request, step.booking_id, held)
    return PutBack.DONE


def put_move_back(session: Session, actor: Actor, held: HeldDecision) -> PutBack:
    """The visit is at its time of before, which was kept; after a closure there was none."""
    request, step = _still(session, held)
    if request is None or step is None or step.booking_id is None:
        return PutBack.OVERTAKEN
    kept = _before(held)["kept"]
    if kept is None:
        return put_back(session, actor, held)

    def takes(subject: Subject, key: str) -> Booked | Refused:
        moved = session.get_one(Booking, step.booking_id)
        return swap(session, actor, subject, moved.id, UUID(kept), key, cause=UNDONE)

    return _stands_again(session, actor, request, step, takes)


def put_cancel_back(session: Session, actor: Actor, held: HeldDecision) -> PutBack:
    """The visit stands again, at its time, which was kept."""
    request, step = _still(session, held)
    if request is None or step is None or step.booking_id is None:
        return PutBack.OVERTAKEN
    kept = _before(held)["kept"]
    if kept is None:
        return PutBack.IMPOSSIBLE

    def takes(subject: Subject, key: str) -> Booked | Refused:
        ended = step.booking_id
        return confirm(session, actor, subject, UUID(kept), key, cause=UNDONE, instead_of=ended)

    return _stands_again(session, actor, request, step, takes)


def _stands_again(
    session: Session,
    actor: Actor,
    request: AppointmentRequest,
    step: RequestStep,
    takes: Callable[[Subject, str], Booked | Refused],
) -> PutBack:
    """Both or neither: the time, and the request at it. Impossible when the office has closed
    then, or the person has asked anew since."""
    try:
        with session.begin_nested():
            back = takes(subject_of(request), f"undo:{step.id}")
            if isinstance(back, Refused) or not _undone(session, actor, request, step):
                raise _ImpossibleError
            request.booking_id = back.booking_id
            session.add(request)
    except _ImpossibleError:
        return PutBack.IMPOSSIBLE
    return PutBack.DONE


class _ImpossibleError(Exception):
    """What stood before can't stand again."""


def _undone(session: Session, actor: Actor, request: AppointmentRequest, step: RequestStep) -> bool:
    made = make(
        session,
        actor,
        request,
        RequestMove.UNDO,
        By.OFFICER,
        outcome=step.outcome,
        corrects_id=step.id,
    )
    return not isinstance(made, RequestRefusal)


def _drop(
    session: Session,
    actor: Actor,
    request: AppointmentRequest,
    booking_id: UUID,
    held: HeldDecision,
) -> None:
    """A visit that was booked is none; the one before, if any, is what stood last."""
    cancel(session, actor, subject_of(request), booking_id, cause=UNDONE)
    before: str | None = _before(held)["booking"]
    request.booking_id = UUID(before) if before else None
    session.add(request)


def _let_go(session: Session, held: HeldDecision) -> None:
    if kept := _before(held)["kept"]:
        let_go(session, UUID(kept))


def _before(held: HeldDecision) -> dict[str, Any]:
    return dict(json.loads(held.before))


def _still(
    session: Session, held: HeldDecision
) -> tuple[AppointmentRequest | None, RequestStep | None]:
    """The request, locked, and the step that decided, while nothing has followed it."""
    request = lock_request(session, held.subject_id)
    if request is None:
        return None, None
    last = last_step(session, request.id)
    decided = last is not None and str(last.id) == json.loads(held.before)["step"]
    return request, session.get_one(RequestStep, last.id) if last and decided else None
