"""What time alone does to requests: questions that nobody answered, travel that comes near."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.appointment_requests import (
    WAITS_FOR_AGENCY,
    By,
    RequestMove,
    RequestReason,
    RequestState,
    urgency,
)
from cx_app.domain.business_time import eastern_date
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest
from cx_app.services.appointment_requests.moves import Made, make, show
from cx_app.services.appointment_requests.tell import tell
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.policy.current import policy

AT_ONCE: Final = 100
"""In one transaction; the rest is for the next sweep."""


def expire_due(session: Session) -> int:
    """Requests whose question was not answered by its day (domain 2.4-5); returns how many."""
    now = clock.business(session)
    due = session.exec(
        select(AppointmentRequest)
        .where(
            AppointmentRequest.state == RequestState.NEEDS_INFO,
            col(AppointmentRequest.answer_by) <= now,
        )
        .order_by(col(AppointmentRequest.answer_by))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for request in due:
        made = make(session, SYSTEM_ACTOR, request, RequestMove.EXPIRE, By.SYSTEM)
        if isinstance(made, Made):
            until = request.reopen_until
            tell(session, request, Kind.VISIT_EXPIRED, made.step_id, until=until)
    return len(due)


def rank_urgent(session: Session) -> int:
    """Requests whose travel has come so near that they go to the front (AP-14)."""
    now = clock.business(session)
    rules = policy(session, now).requests
    near = session.exec(
        select(AppointmentRequest)
        .where(
            col(AppointmentRequest.state).in_(WAITS_FOR_AGENCY | {RequestState.NEEDS_INFO}),
            col(AppointmentRequest.reason).in_(rules.travel_reasons),
            col(AppointmentRequest.travel_on) <= eastern_date(now + rules.urgent_travel),
            col(AppointmentRequest.urgency) > 1,
        )
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    raised = 0
    for request in near:
        rank = urgency(
            RequestState(request.state),
            RequestReason(request.reason),
            request.travel_on,
            now,
            rules,
        )
        if rank != request.urgency:
            request.urgency = rank
            session.add(request)
            show(session, request)
            raised += 1
    return raised
