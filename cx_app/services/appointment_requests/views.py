"""What people see of their requests: a list, and one with all that happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import case
from sqlmodel import Session, col, select

from cx_app.domain.appointment_forms import Details
from cx_app.domain.appointment_requests import (
    OPEN,
    WAITS_FOR_PERSON,
    By,
    RequestMove,
    RequestReason,
    RequestState,
)
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.business_time import eastern_date, last_day
from cx_app.domain.identity import Actor, Role
from cx_app.domain.references import shown
from cx_app.gateways import clock
from cx_app.language import _, say_date, say_hour, say_moment, say_zone
from cx_app.models import AppointmentRequest, Booking, Office, RequestStep
from cx_app.services.appointment_requests.access import may_change, reached, request_of
from cx_app.services.appointment_requests.expect import expected
from cx_app.services.appointment_requests.moves import refusal_of
from cx_app.services.appointment_requests.reasons import REASONS
from cx_app.services.appointment_requests.tell import place_of
from cx_app.services.appointment_requests.visit import visit_of
from cx_app.services.appointment_requests.words import (
    STEPS,
    because_words,
    say_step,
    say_told,
    standing_words,
)
from cx_app.services.offices.times import free_times

SAID: Final = (RequestMove.ASK, RequestMove.ANSWER, RequestMove.FIND_UNNEEDED)
"""Steps whose words people read; what officers note about calls they don't."""
VISITED: Final = (RequestState.SCHEDULED, RequestState.COMPLETED, RequestState.NO_SHOW)
TIMES: int = 40
"""To pick from after a closure: the nearest ones."""
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class RequestCard:
    reference: str
    shown: str
    reason: str
    name: str
    state: str
    title: str
    turn: str
    """you, agency or nobody."""
    turn_label: str
    asked: str
    visit: str = ""


@dataclass(frozen=True, slots=True)
class StepLine:
    when: str
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class TimeChoice:
    slot_id: str
    day: str
    hour: str


@dataclass(frozen=True, slots=True)
class TimesOfDay:
    day: str
    times: list[TimeChoice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ToldLine:
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    card: RequestCard
    sentence: str
    by: str = ""
    """By when somebody acts, as a sentence; empty when nobody does."""
    question: str = ""
    bring: list[str] = field(default_factory=list)
    place: str = ""
    days: list[TimesOfDay] = field(default_factory=list)
    """Free times of the office, to pick another one from."""
    zone: str = ""
    """Of these times, in words."""
    told: list[ToldLine] = field(default_factory=list)
    steps: list[StepLine] = field(default_factory=list)
    can_answer: bool = False
    can_withdraw: bool = False
    can_cancel: bool = False
    can_reopen: bool = False
    paused: bool = False
    """It is being checked who may act for this person (CLAIM-3)."""


def requests_of(session: Session, actor: Actor, *, many: int = SHOWN) -> list[RequestCard]:
    """What waits for the person first, then what is open, then the newest; those of many clients
    must not push out what is still open."""
    state = col(AppointmentRequest.state)
    urgency = case((state.in_(WAITS_FOR_PERSON), 0), (state.in_(OPEN), 1), else_=2)
    rows = session.exec(
        select(AppointmentRequest, Office)
        .join(Office, col(Office.id) == AppointmentRequest.office_id)
        .where(reached(actor.account_id))
        .order_by(urgency, col(AppointmentRequest.asked_at).desc())
        .limit(many)
    ).all()
    return [_card(session, request, office) for request, office in rows]


def request_page(session: Session, actor: Actor, reference: str) -> RequestPage:
    """Raises `NotFound`."""
    request = request_of(session, actor, reference)
    now = clock.business(session)
    office = session.get_one(Office, request.office_id)
    steps = _steps(session, request)
    acts = may_change(session, actor, request)
    card = _card(session, request, office)
    return RequestPage(
        card=card,
        sentence=_sentence(request, steps),
        by=_by(session, request, now),
        question=_question(request, steps),
        bring=[_(one) for one in REASONS[RequestReason(request.reason)].bring],
        place=place_of(_where(session, request, office)),
        days=_days(session, actor, request, office) if acts else [],
        zone=say_zone(ZoneInfo(office.time_zone)),
        told=[ToldLine(*pair) for pair in say_told(request, Details.decode(request.details))],
        steps=[_step(step, request, actor) for step in steps],
        can_answer=_may(session, request, RequestMove.ANSWER),
        can_withdraw=acts and _may(session, request, RequestMove.WITHDRAW),
        can_cancel=acts and _may(session, request, RequestMove.CANCEL),
        can_reopen=acts and _may(session, request, RequestMove.REOPEN),
        paused=not acts,
    )


def _may(session: Session, request: AppointmentRequest, move: RequestMove) -> bool:
    return refusal_of(session, request, move, By.PERSON, None) is None


def _card(session: Session, request: AppointmentRequest, office: Office) -> RequestCard:
    said = standing_words(request.state)
    visit = visit_of(session, request) if request.state == RequestState.SCHEDULED else None
    return RequestCard(
        reference=request.reference,
        shown=shown(request.reference),
        reason=_(REASONS[RequestReason(request.reason)].title),
        name=request.name,
        state=request.state,
        title=said.title,
        turn=said.turn,
        turn_label=said.turn_label,
        asked=say_date(request.asked_at),
        visit=_when(visit, session.get_one(Office, visit.office_id)) if visit else "",
    )


def _where(session: Session, request: AppointmentRequest, office: Office) -> Office:
    """Of the visit, which may be at another office than that of the ZIP code (AP-21)."""
    visit = visit_of(session, request) if request.state in VISITED else None
    return session.get_one(Office, visit.office_id) if visit else office


def _when(visit: Booking, office: Office) -> str:
    return say_moment(visit.starts_at, ZoneInfo(office.time_zone))


def _by(session: Session, request: AppointmentRequest, now: datetime) -> str:
    match RequestState(request.state):
        case RequestState.SUBMITTED | RequestState.IN_REVIEW:
            return _answered_by(session, request, now)
        case RequestState.NEEDS_INFO if request.answer_by:
            day = say_date(last_day(request.answer_by))
            return _("Please answer by {day}. After that the request ends.", day=day)
        case RequestState.EXPIRED if request.reopen_until and now < request.reopen_until:
            day = say_date(last_day(request.reopen_until))
            return _("You can open it again until {day}.", day=day)
    return ""


def _answered_by(session: Session, request: AppointmentRequest, now: datetime) -> str:
    paused = timedelta(seconds=request.paused_seconds)
    reason = RequestReason(request.reason)
    told = expected(session, reason, request.asked_at, paused, now)
    if told.by < eastern_date(now):
        return _("This takes longer than it should. You need not do anything: it stays in line.")
    if told.measured:
        return _(
            "You should hear from us by {day}: 8 of 10 requests like yours were answered in "
            "{days} days or less.",
            day=say_date(told.by),
            days=told.days,
        )
    return _("An officer answers by {day}.", day=say_date(told.by))


def _sentence(request: AppointmentRequest, steps: Sequence[RequestStep]) -> str:
    """Who ended a visit, and why, is said in place of "taken back"; how it is settled without one
    stands with its step."""
    last = steps[-1] if steps else None
    if request.state == RequestState.NOT_NEEDED and last and last.words:
        return _("You can read below how this is settled without one.")
    if request.state == RequestState.WITHDRAWN and last and last.move == RequestMove.CANCEL:
        if last.by == By.PERSON:
            return _("The visit was cancelled. If you still need one, ask again.")
        why = because_words(last.outcome)
        return f"{_('We cancelled the visit.')} {why}".strip()
    return standing_words(request.state).sentence


def _question(request: AppointmentRequest, steps: Sequence[RequestStep]) -> str:
    if request.state != RequestState.NEEDS_INFO:
        return ""
    asked = [step for step in steps if step.move == RequestMove.ASK]
    return (asked[-1].words or "") if asked else ""


def _days(
    session: Session, actor: Actor, request: AppointmentRequest, office: Office
) -> list[TimesOfDay]:
    if not _may(session, request, RequestMove.REBOOK):
        return []
    zone = ZoneInfo(office.time_zone)
    free = free_times(session, actor, office.id, AppointmentKind.OFFICE)[:TIMES]
    return [
        TimesOfDay(
            day,
            [TimeChoice(str(one.slot_id), day, say_hour(one.starts_at, zone)) for one in times],
        )
        for day, times in groupby(free, lambda one: say_date(one.starts_at, zone))
    ]


def _steps(session: Session, request: AppointmentRequest) -> list[RequestStep]:
    """Without what stays on the agency's side: who has it on the desk, and what was undone before
    anything of it had left."""
    rows = session.exec(
        select(RequestStep)
        .where(RequestStep.request_id == request.id)
        .order_by(col(RequestStep.at), col(RequestStep.id))
    )
    taken = list(rows)
    undone = {step.corrects_id for step in taken if step.move == RequestMove.UNDO}
    return [step for step in taken if step.move in STEPS and step.id not in undone]


def _step(step: RequestStep, request: AppointmentRequest, actor: Actor) -> StepLine:
    said = step.words if step.move in SAID else ""
    said = said or because_words(step.outcome)
    mine = step.account_id == actor.account_id or actor.role is Role.VISITOR
    return StepLine(say_moment(step.at), say_step(step.move, step.by, mine=mine), said or "")
