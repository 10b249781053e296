"""One move of a request: may it be made, what changes with it, its step, its audit row, and the
pages that follow. Every service that changes a request goes through `make`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from cx_app.domain.appointment_ages import due_at
from cx_app.domain.appointment_decisions import CALL
from cx_app.domain.appointment_requests import (
    OPEN,
    TAKEN_BACK,
    By,
    Facts,
    RequestMove,
    RequestReason,
    RequestRefusal,
    RequestRules,
    RequestState,
    after,
    lease,
    urgency,
)
from cx_app.domain.business_time import eastern_date, end_of_day
from cx_app.domain.decisions import leaves_at
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, Booking, HeldDecision, RequestStep
from cx_app.models.bulk import add_now, fresh
from cx_app.services.appointment_requests.access import audience_ids
from cx_app.services.audit.record import WITHOUT_ACCOUNT, record_at_once
from cx_app.services.changes import account_topic, touch_all
from cx_app.services.policy.current import policy

SUBJECT: Final = "appointment_request"
DESK: Final = "desk:appointments"
"""The topic of the open desks of all officers."""
_STEPS: Final = SQLModel.metadata.tables["request_step"]
_LAST_STEP: Final = (
    select(*(_STEPS.c[name] for name in ("id", "request_id", "at", "by", "move", "from_state")))
    .where(_STEPS.c.request_id == bindparam("request"), _STEPS.c.move != CALL)
    .order_by(_STEPS.c.at.desc(), _STEPS.c.id.desc())
    .limit(1)
)
"""Every move asks it: built once, and only what decides is read."""


@dataclass(frozen=True, slots=True)
class Made:
    step_id: UUID
    state: RequestState
    before: RequestState


def lock_request(session: Session, request_id: UUID) -> AppointmentRequest | None:
    """Held for this transaction, as it is now."""
    return session.exec(
        select(AppointmentRequest)
        .where(AppointmentRequest.id == request_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def facts_of(session: Session, request: AppointmentRequest, officer: UUID | None = None) -> Facts:
    """What decides beside the state, as `officer` sees the claim."""
    visit = session.get(Booking, request.booking_id) if request.booking_id else None
    last = last_step(session, request.id)
    decided = last is not None and last.move in TAKEN_BACK and last.by == By.OFFICER
    return Facts(
        lease=lease(request.claimed_by, request.claimed_until, officer, clock.wall()),
        answer_by=request.answer_by,
        reopen_until=request.reopen_until,
        starts_at=visit.starts_at if visit else None,
        ends_at=visit.ends_at if visit else None,
        undo_until=_undo_until(session, last) if last and decided else None,
        before=RequestState(last.from_state) if last and decided else None,
    )


def _undo_until(session: Session, decided: Row[Any]) -> datetime:
    """Longer than usual where the officer asked for it (UNDO-3)."""
    held_until = session.exec(
        select(HeldDecision.leaves_at)
        .where(
            HeldDecision.subject_id == decided.request_id,
            col(HeldDecision.decided_at) >= decided.at,
        )
        .order_by(col(HeldDecision.decided_at).desc())
    ).first()
    return held_until or leaves_at(decided.at, policy(session, decided.at).undo)


def refusal_of(
    session: Session,
    request: AppointmentRequest,
    move: RequestMove,
    by: By,
    officer: UUID | None,
    facts: Facts | None = None,
) -> RequestRefusal | None:
    """Why a move of a locked request would not be made, without making it."""
    state = RequestState(request.state)
    facts = facts or facts_of(session, request, officer)
    answer = after(state, move, by, clock.business(session), facts)
    return answer if isinstance(answer, RequestRefusal) else None


def make(
    session: Session,
    actor: Actor,
    request: AppointmentRequest,
    move: RequestMove,
    by: By,
    *,
    outcome: str = "",
    words: str | None = None,
    booking_id: UUID | None = None,
    corrects_id: UUID | None = None,
    facts: Facts | None = None,
) -> Made | RequestRefusal:
    """For a locked request. A refusal is recorded and changes nothing. `outcome` is the code of the
    reason; `booking_id` the visit that the move makes or ends; `facts` those of `facts_of`, where
    they were read since it was locked."""
    now = clock.business(session)
    before = RequestState(request.state)
    officer = actor.account_id if by is By.OFFICER else None
    state = after(before, move, by, now, facts or facts_of(session, request, officer))
    if isinstance(state, RequestState) and not _reopens(session, request, state):
        state = RequestRefusal.ANOTHER_OPEN
    _audit(session, actor, request, move, outcome, state)
    if isinstance(state, RequestRefusal):
        return state
    rules = policy(session, now).requests
    _change(request, move, before, state, now, rules)
    if state is RequestState.IN_REVIEW:
        request.claimed_until = clock.wall() + rules.lease
        request.claimed_by = actor.account_id
    if booking_id is not None:
        request.booking_id = booking_id
    session.add(request)
    session.flush()
    step = fresh(
        RequestStep,
        request_id=request.id,
        at=now,
        by=by,
        account_id=None if actor.role in WITHOUT_ACCOUNT else actor.account_id,
        move=move,
        from_state=before,
        to_state=state,
        outcome=outcome,
        booking_id=booking_id,
        corrects_id=corrects_id,
    )
    step.words = words
    add_now(session, step)
    show(session, request)
    return Made(step.id, state, before)


def refused(
    session: Session,
    actor: Actor,
    request: AppointmentRequest,
    move: RequestMove,
    why: RequestRefusal,
) -> RequestRefusal:
    """Recorded and handed back, where something outside the state machine is against it."""
    _audit(session, actor, request, move, "", why)
    return why


def last_step(session: Session, request_id: UUID) -> Row[Any] | None:
    """The last move; calls lead nowhere."""
    session.flush()
    return session.connection().execute(_LAST_STEP, {"request": request_id}).first()


def show(session: Session, request: AppointmentRequest) -> None:
    """To every account that reaches it, to whoever has it open, and to the desks of officers."""
    accounts = {account_topic(one) for one in audience_ids(session, request)}
    touch_all(session, {DESK, request_topic(request.id), *accounts})


def request_topic(request_id: UUID) -> str:
    return f"appointment_request:{request_id}"


def open_key(request: AppointmentRequest) -> str:
    """Of the person and the reason: while a request is open no other one has it (domain 2.4-4).
    What only whoever asked may know of is refused to nobody else (AP-47)."""
    if request.person_id is not None:
        whose = f"person:{request.person_id}"
        if request.reason == RequestReason.PROTECTED_INQUIRY:
            whose = f"{whose}:{request.account_id}"
    elif request.account_id is not None:
        whose = f"account:{request.account_id}:{request.search_name}"
    else:
        contact = request.contact_email_hash or request.contact_phone_hash
        whose = f"contact:{contact}:{request.search_name[:120]}"
    return f"{whose}:{request.reason}"


def _reopens(session: Session, request: AppointmentRequest, state: RequestState) -> bool:
    """Takes or gives back its place as the open one; False when a newer one has it."""
    if state not in OPEN:
        request.open_key = None
        return True
    if request.open_key is not None:
        return True
    try:
        with session.begin_nested():
            request.open_key = open_key(request)
            session.add(request)
            session.flush()
    except IntegrityError:
        session.refresh(request)
        return False
    return True


def _change(
    request: AppointmentRequest,
    move: RequestMove,
    before: RequestState,
    state: RequestState,
    now: datetime,
    rules: RequestRules,
) -> None:
    """The clocks that go with a move. What is undone leaves no pause behind."""
    if request.waiting_since is not None:
        if move is not RequestMove.UNDO:
            _pause(request, now - request.waiting_since)
        request.waiting_since = None
    if move is RequestMove.REOPEN and request.ended_at is not None:
        _pause(request, now - request.ended_at)
    request.answer_by = request.reopen_until = None
    request.claimed_by = request.claimed_until = None
    match state:
        case RequestState.NEEDS_INFO:
            request.waiting_since = now
            request.answer_by = end_of_day(eastern_date(now) + rules.answer)
        case RequestState.OFFICE_CANCELLED:
            request.waiting_since = now
        case RequestState.EXPIRED:
            request.reopen_until = end_of_day(eastern_date(now) + rules.reopen)
        case RequestState.SCHEDULED | RequestState.NOT_NEEDED if before is not state:
            if move is not RequestMove.UNDO:
                request.decided_at = now
        case RequestState.SUBMITTED | RequestState.IN_REVIEW:
            request.decided_at = None
    request.ended_at = None if state in OPEN else now
    request.state, request.updated_at = state, now
    reason = RequestReason(request.reason)
    paused = timedelta(seconds=request.paused_seconds)
    request.due_at = due_at(request.asked_at, paused, rules.target_business_days[reason])
    request.urgency = urgency(state, reason, request.travel_on, now, rules)


def _pause(request: AppointmentRequest, length: timedelta) -> None:
    request.paused_seconds += max(int(length.total_seconds()), 0)


def _audit(
    session: Session,
    actor: Actor,
    request: AppointmentRequest,
    move: RequestMove,
    outcome: str,
    state: RequestState | RequestRefusal,
) -> None:
    answer = state if isinstance(state, RequestRefusal) else "done"
    record_at_once(
        session,
        actor,
        f"appointment_request.{move}",
        answer,
        case_id=request.case_id,
        subject_type=SUBJECT,
        subject_id=request.id,
        details={"outcome": outcome} if outcome else {},
    )
