"""One request for a visit as an officer decides about it: all of it on one screen. In English."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from cx_app.domain.appointment_ages import age, total_age
from cx_app.domain.appointment_forms import Details
from cx_app.domain.appointment_requests import (
    DECISIONS,
    MOVES,
    WAITS_FOR_AGENCY,
    AskedAs,
    By,
    Lease,
    RequestMove,
    RequestReason,
    RequestState,
    lease,
    standing,
)
from cx_app.domain.identity import Actor
from cx_app.domain.openings import OpeningReason
from cx_app.domain.receipts import mask
from cx_app.domain.references import shown
from cx_app.gateways import clock
from cx_app.language import say_age, say_date, say_moment
from cx_app.models import Account, AppointmentRequest, Case, Office, RequestProposal
from cx_app.services.appointment_requests import desk_words as words
from cx_app.services.appointment_requests.desk import request_for
from cx_app.services.appointment_requests.file_parts import (
    NO_CASE,
    CaseBrief,
    Check,
    Earlier,
    StepLine,
    case_brief,
    checks_of,
    contact_of,
    earlier_of,
    steps_of,
    visit_line,
)
from cx_app.services.appointment_requests.moves import SUBJECT, refusal_of
from cx_app.services.appointment_requests.propose import open_proposal
from cx_app.services.appointment_requests.queue_row import LANGUAGES, due_of, mark_of
from cx_app.services.audit.record import record
from cx_app.services.cases.staff import ReasonNeeded, reachable
from cx_app.services.decisions.pending import NOTHING, Pending, pending
from cx_app.services.openings.opening import opened_for
from cx_app.services.policy.current import policy
from cx_app.services.representation.acting import who_for_whom


@dataclass(frozen=True, slots=True)
class Proposal:
    """What waits for a second officer; empty `what` when nothing does."""

    what: str = ""
    outcome: str = ""
    time: str = ""
    by: str = ""
    at: str = ""
    mine: bool = False


NO_PROPOSAL: Final = Proposal()


@dataclass(frozen=True, slots=True)
class RequestFile:
    id: str
    reference: str
    name: str
    reason: str
    by_mail: bool
    """Whether it can be settled by mail."""
    protected: bool
    state: str
    office: str
    office_id: str
    zip_code: str
    asked: str
    asked_as: str
    age: str
    total: str
    due: str
    tone: str
    mark: str
    language: str
    travel: str
    visit: str
    visit_id: str
    """Of the booking, for an officer who moves or cancels it."""
    claim: str
    """`nobodys`, `mine` or `others`."""
    claimed_by: str
    may_claim: bool
    may_decide: bool
    may_reopen: bool
    may_move: bool
    """The visit, to another time; after a closure too."""
    may_cancel: bool
    may_answer: bool
    """What was asked, for a person who says it on the phone."""
    contact: list[str] = field(default_factory=list)
    person: list[str] = field(default_factory=list)
    wishes: list[str] = field(default_factory=list)
    away: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    note: str = ""
    checks: list[Check] = field(default_factory=list)
    case: CaseBrief = NO_CASE
    earlier: list[Earlier] = field(default_factory=list)
    steps: list[StepLine] = field(default_factory=list)
    undo: Pending = NOTHING
    proposal: Proposal = NO_PROPOSAL


def open_request(
    session: Session,
    actor: Actor,
    reference: str,
    said: OpeningReason | None = None,
    *,
    again: bool = False,
) -> RequestFile | ReasonNeeded:
    """Opens the case that it is about, on record (OPEN-1): while the request waits for an officer,
    that is the reason. `again` when an open page follows a change. Raises `NotFound`, and
    `Forbidden` for anyone but staff."""
    request = request_for(session, actor, reference)
    now, wall = clock.business(session), clock.wall()
    claim = lease(request.claimed_by, request.claimed_until, actor.account_id, wall)
    state = standing(RequestState(request.state), claim)
    case = None
    if request.case_id is not None:
        case = reachable(session, actor, request.case_id)
        if not _opened(session, actor, case, state, said):
            return ReasonNeeded()
    elif not again:
        record(
            session, actor, "appointment_request.open", subject_type=SUBJECT, subject_id=request.id
        )
    return _file(session, actor, request, case, state, claim, now)


def _opened(
    session: Session,
    actor: Actor,
    case: Case,
    state: RequestState,
    said: OpeningReason | None,
) -> bool:
    waits = state in WAITS_FOR_AGENCY
    opened = opened_for(session, actor, case, said)
    if opened is None and waits:
        opened = opened_for(session, actor, case, OpeningReason.REQUEST)
    return opened is not None


def _file(
    session: Session,
    actor: Actor,
    request: AppointmentRequest,
    case: Case | None,
    state: RequestState,
    claim: Lease,
    now: datetime,
) -> RequestFile:
    details = Details.decode(request.details)
    office = session.get_one(Office, request.office_id)
    claimed_by = session.get(Account, request.claimed_by) if request.claimed_by else None
    until = request.ended_at or request.decided_at or now
    paused = timedelta(seconds=request.paused_seconds)
    due, _share, tone = due_of(request, state, now)
    held = pending(session, actor, [request.id]).get(request.id, NOTHING)
    settled = not held.id
    return RequestFile(
        id=str(request.id),
        reference=shown(request.reference),
        name=request.name,
        reason=words.REASONS[RequestReason(request.reason)],
        by_mail=request.reason in policy(session, now).requests.mail_reasons,
        protected=request.protected,
        state=words.STATES[state],
        office=office.name,
        office_id=str(office.id),
        zip_code=request.zip_code,
        asked=say_moment(request.asked_at),
        asked_as=_asked_as(session, request),
        age=say_age(age(request.asked_at, paused, request.waiting_since, until)),
        total=say_age(total_age(request.asked_at, until)),
        due=due,
        tone=tone,
        mark=mark_of(request, state, now),
        language=LANGUAGES.get(request.language, "English"),
        travel=say_date(request.travel_on) if request.travel_on else "",
        visit=visit_line(session, request),
        visit_id=str(request.booking_id or ""),
        claim=claim,
        claimed_by=claimed_by.name if claimed_by and claim is Lease.OTHERS else "",
        may_claim=(state, RequestMove.CLAIM) in MOVES and claim is not Lease.OTHERS,
        may_decide=claim is Lease.MINE and all((state, one) in MOVES for one in DECISIONS),
        may_reopen=By.OFFICER in MOVES.get((state, RequestMove.REOPEN), (state, frozenset()))[1],
        may_move=settled and _may(session, request, RequestMove.REBOOK, actor),
        may_cancel=settled and _may(session, request, RequestMove.CANCEL, actor),
        may_answer=settled and _may(session, request, RequestMove.ANSWER, actor),
        contact=contact_of(session, request, details),
        person=_person(details),
        wishes=[f"{_day(one.day)}, {one.half.value}" for one in details.wishes],
        away=[
            _day(one.first) if one.first == one.last else f"{_day(one.first)} to {_day(one.last)}"
            for one in details.away
        ],
        needs=[words.NEEDS[one] for one in details.needs] + _said(details.needs_words),
        note=details.note,
        checks=checks_of(session, request),
        case=case_brief(session, case) if case else NO_CASE,
        earlier=earlier_of(session, actor, request),
        steps=steps_of(session, request),
        undo=held,
        proposal=_proposal(session, actor, request, state),
    )


def _asked_as(session: Session, request: AppointmentRequest) -> str:
    """With both names, where a representative asked for somebody."""
    said = words.ASKED_AS.get(request.asked_as, "")
    if request.asked_as != AskedAs.REPRESENTATIVE:
        return said
    named = who_for_whom(session, request.account_id, request.party_id, request.id)
    return f"By {named}" if named else said


def _may(session: Session, request: AppointmentRequest, move: RequestMove, actor: Actor) -> bool:
    return refusal_of(session, request, move, By.OFFICER, actor.account_id) is None


def _proposal(
    session: Session, actor: Actor, request: AppointmentRequest, state: RequestState
) -> Proposal:
    found: RequestProposal | None = open_proposal(session, request.id)
    if found is None or state not in WAITS_FOR_AGENCY:
        return NO_PROPOSAL
    by = session.get_one(Account, found.proposed_by)
    return Proposal(
        what=words.OUTCOMES.get(found.override, found.override),
        outcome=words.OUTCOMES.get(found.outcome, found.outcome),
        time=visit_line(session, request, found.slot_id),
        by=by.name,
        at=say_moment(found.proposed_at),
        mine=found.proposed_by == actor.account_id,
    )


def _person(details: Details) -> list[str]:
    """Typed by whoever asked, for somebody whom no case names."""
    lines = []
    if details.birth_date:
        lines.append(f"Born {say_date(date.fromisoformat(details.birth_date))}")
    if details.a_number:
        lines.append(f"A-Number {mask(details.a_number)}")
    if details.receipt:
        lines.append(f"Receipt number {details.receipt}, as typed")
    return lines


def _said(typed: str) -> list[str]:
    return [typed] if typed else []


def _day(day: date) -> str:
    return say_date(day)
