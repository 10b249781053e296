"""What officers decide about codes: approve, refuse, end, replace, and having looked (3.3-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from cx_app.domain.code_requests import Confirmed, EndReason, Refusal
from cx_app.domain.decisions import Kind
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor
from cx_app.domain.policy import Policy
from cx_app.gateways import clock
from cx_app.language import say_moment
from cx_app.models import AccessCode, Account, Case, CodeRequest
from cx_app.services.access_codes.circumstances import is_reachable
from cx_app.services.access_codes.desk import LOOKED
from cx_app.services.access_codes.held import before
from cx_app.services.access_codes.holders import Holder, candidates, name_holder, named_holder
from cx_app.services.access_codes.reissue import end_code, reissue
from cx_app.services.access_codes.request import RequestState
from cx_app.services.access_codes.told import touch_pages
from cx_app.services.audit.record import record
from cx_app.services.cases.access import refuse as not_there
from cx_app.services.cases.staff import reachable
from cx_app.services.changes import CODES_TOPIC, touch
from cx_app.services.decisions.hold import hold
from cx_app.services.openings.opening import opened_for
from cx_app.services.policy.current import policy


class Decision(StrEnum):
    """What came of it; also the outcome of its audit row."""

    DONE = "done"
    TOO_LATE = "too_late"
    """A colleague, or the holder by using the code, was faster."""
    NOT_OPENED = "not_opened"
    """The officer has not opened the case: nothing is decided unseen (OPEN-1)."""
    NO_HOLDER = "no_holder"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class Decided:
    decision: Decision
    by: str = ""
    at: str = ""
    """Who was faster, and when."""


def approve(
    session: Session,
    actor: Actor,
    request_id: UUID,
    confirmed: Confirmed,
    holder_id: UUID | None = None,
) -> Decided:
    """A code goes out to the address on file, once it can't be undone any more (UNDO-1). Where
    several match, `holder_id` is the party or representation that the officer made sure of. Raises
    as `reachable` does."""
    request, case = _request(session, actor, request_id)
    now = clock.business(session)
    in_force = policy(session, now)
    holder = _holder(session, request, holder_id)
    answer = _may_approve(session, actor, case, holder, in_force)
    if answer is Decision.DONE and holder is not None:
        was = before(request)
        if _take(session, actor, request, RequestState.ISSUED, confirmed.value, now):
            name_holder(request, holder)
            session.add(request)
            hold(session, actor, Kind.CODE_APPROVED, request.id, was)
            touch_pages(session, request)
        else:
            answer = Decision.TOO_LATE
    details = {"reason": request.review_reason, "confirmed": confirmed.value}
    return _noted(session, actor, "access_code.approve", answer, request, details)


def refuse(session: Session, actor: Actor, request_id: UUID, reason: Refusal) -> Decided:
    """No code goes out. Only the holder's own accounts learn of it, and why."""
    request, case = _request(session, actor, request_id)
    now = clock.business(session)
    answer = Decision.DONE if _is_open_to(session, actor, case) else Decision.NOT_OPENED
    if answer is Decision.DONE:
        if _take(session, actor, request, RequestState.REFUSED, reason.value, now):
            hold(session, actor, Kind.CODE_REFUSED, request.id, before(request))
            touch_pages(session, request)
        else:
            answer = Decision.TOO_LATE
    details = {"reason": request.review_reason, "refusal": reason.value}
    return _noted(session, actor, "access_code.refuse", answer, request, details)


def end(session: Session, actor: Actor, code_id: UUID, reason: EndReason) -> Decided:
    """Nobody can use the code from now on."""
    code, case = _code(session, actor, code_id)
    if not _is_open_to(session, actor, case):
        return Decided(Decision.NOT_OPENED)
    done = end_code(session, actor, code, reason, clock.business(session))
    touch_pages(session, code)
    return Decided(Decision.DONE if done else Decision.TOO_LATE)


def replace_code(session: Session, actor: Actor, code_id: UUID, reason: EndReason) -> Decided:
    """End the code and send its holder a new one, to the address that is on file now."""
    code, case = _code(session, actor, code_id)
    if not _is_open_to(session, actor, case):
        return Decided(Decision.NOT_OPENED)
    now = clock.business(session)
    holder = named_holder(session, code)
    if holder is None:
        return Decided(Decision.NO_HOLDER)
    if not is_reachable(holder, policy(session, now)):
        return Decided(Decision.NO_ADDRESS)
    fresh = reissue(session, actor, code, reason, now)
    return Decided(Decision.DONE if fresh else Decision.TOO_LATE)


def looked(session: Session, actor: Actor, case_id: UUID) -> Decided:
    """The officer has looked at the wrong codes that alerted; the next alert shows again."""
    case = reachable(session, actor, case_id)
    if not _is_open_to(session, actor, case):
        return Decided(Decision.NOT_OPENED)
    record(session, actor, LOOKED, case_id=case.id)
    touch(session, CODES_TOPIC)
    return Decided(Decision.DONE)


def _request(session: Session, actor: Actor, request_id: UUID) -> tuple[CodeRequest, Case]:
    request = session.get(CodeRequest, request_id)
    if request is None or request.case_id is None:
        raise not_there()
    case = reachable(session, actor, request.case_id)
    if request.account_id == actor.account_id:
        raise Forbidden("nobody decides about their own request")
    return request, case


def _code(session: Session, actor: Actor, code_id: UUID) -> tuple[AccessCode, Case]:
    code = session.get(AccessCode, code_id)
    if code is None:
        raise not_there()
    return code, reachable(session, actor, code.case_id)


def _is_open_to(session: Session, actor: Actor, case: Case) -> bool:
    return opened_for(session, actor, case, None) is not None


def _holder(session: Session, request: CodeRequest, holder_id: UUID | None) -> Holder | None:
    if request.party_id or request.representation_id:
        return named_holder(session, request)
    found = {holder.id: holder for holder in candidates(session, request)}
    return found.get(holder_id) if holder_id else None


def _may_approve(
    session: Session, actor: Actor, case: Case, holder: Holder | None, in_force: Policy
) -> Decision:
    if not _is_open_to(session, actor, case):
        return Decision.NOT_OPENED
    if holder is None:
        return Decision.NO_HOLDER
    return Decision.DONE if is_reachable(holder, in_force) else Decision.NO_ADDRESS


def _take(
    session: Session,
    actor: Actor,
    request: CodeRequest,
    state: RequestState,
    decision: str,
    now: datetime,
) -> bool:
    """Of two officers at the same instant one decides: the database says which."""
    taken = session.exec(
        update(CodeRequest)
        .where(col(CodeRequest.id) == request.id, col(CodeRequest.state) == RequestState.REVIEW)
        .values(state=state, decided_at=now, decided_by=actor.account_id, decision=decision)
    )
    session.refresh(request)
    return bool(taken.rowcount == 1)


def _noted(
    session: Session,
    actor: Actor,
    action: str,
    decision: Decision,
    request: CodeRequest,
    details: dict[str, str | None],
) -> Decided:
    record(
        session,
        actor,
        action,
        decision,
        case_id=request.case_id,
        subject_type="code_request",
        subject_id=request.id,
        details=details,
    )
    if decision is not Decision.TOO_LATE or request.decided_at is None:
        return Decided(decision)
    faster = session.get(Account, request.decided_by) if request.decided_by else None
    return Decided(decision, faster.name if faster else "", say_moment(request.decided_at))
