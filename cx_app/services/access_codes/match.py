"""Match requests for codes to their holders: out of sight of whoever asked (design 7)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from cx_app.domain.code_requests import review_reason
from cx_app.domain.identity import Role
from cx_app.domain.messages import Kind
from cx_app.domain.policy import Policy
from cx_app.gateways import clock
from cx_app.models import CodeRequest, Party, Representation
from cx_app.services.access_codes.circumstances import circumstances
from cx_app.services.access_codes.holders import Holder, find_holders, name_holder
from cx_app.services.access_codes.issue import issue
from cx_app.services.access_codes.request import OPEN, RequestState
from cx_app.services.access_codes.told import is_own_account, say_by, tell_agency, tell_own
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.changes import CODES_TOPIC, touch
from cx_app.services.policy.current import policy
from cx_app.services.representation.tell import tell_of_code


def match_requests(session: Session, limit: int = 50) -> int:
    """Match waiting requests to holders and issue codes; run by a task. Returns how many."""
    waiting = session.exec(
        select(CodeRequest)
        .where(CodeRequest.state == RequestState.REQUESTED)
        .order_by(col(CodeRequest.requested_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if not waiting:
        return 0
    now = clock.business(session)
    in_force = policy(session, now)
    for request in waiting:
        request.state = _match(session, request, in_force, now)
        request.typed = None
        session.add(request)
        record(
            session,
            SYSTEM_ACTOR,
            "access_code.match",
            request.state,
            subject_type="code_request",
            subject_id=request.id,
            details={"reason": request.review_reason} if request.review_reason else {},
        )
    touch(session, CODES_TOPIC)
    return len(waiting)


def _match(session: Session, request: CodeRequest, in_force: Policy, now: datetime) -> RequestState:
    receipt_number, born, role = json.loads(request.typed or "[null, null, null]")
    found = find_holders(session, receipt_number, born or "", Role(role), in_force)
    if not found:
        return RequestState.UNMATCHED
    holder = found[0]
    several = len(found) > 1
    request.case_id = holder.case.id
    if not several:
        name_holder(request, holder)
    if _capped(session, request, in_force, now):
        return RequestState.CAPPED
    if not several:
        _tell_client(session, request, holder)
    reason = review_reason(
        circumstances(session, request, holder, several, in_force, now),
        in_force.code_address_review,
        now,
    )
    if reason is not None:
        request.review_reason = reason
        tell_agency(session, request, holder.case, None if several else holder.party, None)
        tell_own(session, Kind.CODE_REVIEW, request, request.id)
        return RequestState.REVIEW
    give_code(session, request, holder, in_force, now)
    return RequestState.ISSUED


def _tell_client(session: Session, request: CodeRequest, holder: Holder) -> None:
    """Whoever is represented hears that somebody asked for their representative's code."""
    if holder.representation is not None:
        key = f"representative_code:{request.id}"
        tell_of_code(session, holder.representation, Kind.REPRESENTATIVE_CODE, key)


def give_code(
    session: Session, request: CodeRequest, holder: Holder, in_force: Policy, now: datetime
) -> None:
    """The code and its letter, and word of it to the agency and to the holder's own accounts."""
    representation = holder.representation
    code = issue(
        session,
        case=holder.case,
        party_id=None if representation else holder.party.id,
        representation_id=representation.id if representation else None,
        now=now,
        in_force=in_force,
    )
    request.code_id = code.id
    tell_agency(session, request, holder.case, holder.party, code)
    tell_own(session, Kind.CODE_APPROVED, request, request.id, by_day=say_by(now, in_force))


def _capped(session: Session, request: CodeRequest, in_force: Policy, now: datetime) -> bool:
    """One open request for each holder, whoever asks; and one in 30 days, but for an account that
    has the case (design 7)."""
    if request.party_id is not None:
        session.get_one(Party, request.party_id, with_for_update=True)
        same: Any = CodeRequest.party_id == request.party_id
    elif request.representation_id is not None:
        session.get_one(Representation, request.representation_id, with_for_update=True)
        same = CodeRequest.representation_id == request.representation_id
    else:
        same = (
            (col(CodeRequest.case_id) == request.case_id)
            & col(CodeRequest.party_id).is_(None)
            & col(CodeRequest.representation_id).is_(None)
        )
    states = [*OPEN] if is_own_account(session, request) else [*OPEN, RequestState.ISSUED]
    other = session.exec(
        select(CodeRequest.id).where(
            same,
            CodeRequest.id != request.id,
            col(CodeRequest.state).in_(states),
            col(CodeRequest.requested_at) > now - in_force.code_request_interval,
        )
    ).first()
    return other is not None
