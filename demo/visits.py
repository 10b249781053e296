"""Requests for a visit, one in each state that people and officers may want to see. They are asked
and decided as everybody's are, and then dated back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from cx_app.domain.appointment_ages import due_at
from cx_app.domain.appointment_decisions import Needed, Question, Unneeded
from cx_app.domain.appointment_forms import NOBODY_KNOWN
from cx_app.domain.appointment_requests import By, RequestMove, RequestReason, RequestState
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.business_time import eastern_date, end_of_day
from cx_app.domain.identity import Actor, Role
from cx_app.language import known
from cx_app.models import AppointmentRequest, Case, CaseLink, InboxMessage, RequestStep
from cx_app.services.appointment_requests.moves import Made, lock_request, make
from cx_app.services.appointment_requests.places import days_ahead
from cx_app.services.appointment_requests.rebook import tell_booked
from cx_app.services.appointment_requests.said import (
    QUESTIONS,
    answer_by,
    in_words,
    kind_of,
    shown_facts,
)
from cx_app.services.appointment_requests.submit import Submitted, submit
from cx_app.services.appointment_requests.sweep import expire_due
from cx_app.services.appointment_requests.tell import tell as tell_people
from cx_app.services.appointment_requests.visit import subject_of, visit_of
from cx_app.services.identity.grants import ensure_account
from cx_app.services.offices.bookings import Booked
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.hold import Held, hold
from cx_app.services.offices.times import free_times
from cx_app.services.policy.current import policy
from cx_app.settings import settings
from demo import claims, progress_history, stories

ZIP: Final = "79901"
AHEAD: Final = 30
"""So many free times before the one that is booked: three or four days."""


@dataclass(frozen=True, slots=True)
class Story:
    key: str
    subject: str
    receipt: str
    """Of the case that says who it is; empty for somebody whom no case of theirs names."""
    reason: RequestReason
    note: str
    ends: RequestState
    days: tuple[float, ...]
    """How many days ago it was asked, taken up, decided, and ended."""
    language: str = "en"
    officer: str = "owen"
    form: Mapping[str, str] = field(default_factory=dict)


STORIES: Final = (
    Story(
        "demo-visit-travel",
        "priya",
        progress_history.FILINGS[3].receipt_number,
        RequestReason.EMERGENCY_PAROLE,
        "My father is in a hospital in Pune. I have a seat on a plane in nine days.",
        RequestState.SUBMITTED,
        (0.25,),
    ),
    Story(
        "demo-visit-question",
        "dolores",
        stories.DOLORES_I90,
        RequestReason.ADIT_STAMP,
        "Mi tarjeta no ha llegado y mi empleador pide una prueba.",
        RequestState.NEEDS_INFO,
        (4, 2, 2),
        language="es",
    ),
    Story(
        "demo-visit-booked",
        "hana",
        claims.HANA_I539,
        RequestReason.CERTIFIED_COPY,
        "A court in another country asks for it.",
        RequestState.SCHEDULED,
        (6, 3, 3),
        officer="olivia",
    ),
    Story(
        "demo-visit-unneeded",
        "grace",
        claims.GRACE_N400,
        RequestReason.ADIT_STAMP,
        "My card has expired while my case is pending.",
        RequestState.NOT_NEEDED,
        (9, 5, 5),
        officer="olivia",
    ),
    Story(
        "demo-visit-expired",
        "dolores",
        stories.DOLORES_N400,
        RequestReason.LOST_PACKET,
        "Nunca recibí el paquete.",
        RequestState.EXPIRED,
        (24, 22, 22, 7),
        language="es",
    ),
    Story(
        "demo-visit-protected",
        "elena",
        "",
        RequestReason.PROTECTED_INQUIRY,
        "Please do not call in the evening.",
        RequestState.SUBMITTED,
        (1,),
        form={
            "given_name": "Elena",
            "family_name": "Petrova",
            "month": "9",
            "day": "5",
            "year": "1989",
        },
    ),
)


def tell(session: Session, now: datetime) -> None:
    """Once; what officers and people have done since stays."""
    last = col(AppointmentRequest.submit_key).endswith(STORIES[-1].key)
    told = select(AppointmentRequest.id).where(last)
    if session.exec(told.limit(1)).first() is not None:
        return
    for story in STORIES:
        request = _asks(session, story, now)
        _decides(session, story, request, now)
        session.flush()
        _long_ago(session, story, request, now)


def _asks(session: Session, story: Story, now: datetime) -> AppointmentRequest:
    account = ensure_account(session, settings.issuer, story.subject)
    whom = NOBODY_KNOWN
    if story.receipt:
        link = session.exec(
            select(CaseLink).where(
                CaseLink.account_id == account.id,
                CaseLink.case_id == Case.id,
                Case.receipt_number == story.receipt,
                col(CaseLink.ended_at).is_(None),
            )
        ).one()
        whom = str(link.party_id)
    travels = eastern_date(now) + timedelta(days=9)
    form = {
        "whom": whom,
        "reason": story.reason.value,
        "phone": "(202) 555-0142",
        "language": story.language,
        "zip": ZIP,
        "wish1_day": days_ahead(session, now)[3].isoformat(),
        "wish1_half": "morning",
        "travel_month": str(travels.month),
        "travel_day": str(travels.day),
        "travel_year": str(travels.year),
        "note": story.note,
        "attested": "yes",
        **story.form,
    }
    answer = submit(session, Actor(account.id, Role.APPLICANT), form, story.key)
    if not isinstance(answer, Submitted):
        raise RuntimeError(f"the story {story.key} is refused: {answer}")
    return session.exec(
        select(AppointmentRequest).where(AppointmentRequest.reference == answer.reference)
    ).one()


def _decides(session: Session, story: Story, request: AppointmentRequest, now: datetime) -> None:
    officer = Actor(ensure_account(session, settings.issuer, story.officer).id, Role.OFFICER)
    match story.ends:
        case RequestState.SCHEDULED:
            _books(session, request, officer)
        case RequestState.NOT_NEEDED:
            made = _moves(session, request, officer, RequestMove.FIND_UNNEEDED, Unneeded.BY_MAIL)
            tell_people(session, request, kind_of(Unneeded.BY_MAIL), made.step_id)
        case RequestState.NEEDS_INFO | RequestState.EXPIRED:
            question = Question.PHOTO
            until = answer_by(session, now - timedelta(days=story.days[2]))
            facts = shown_facts(request, until)
            _subject, words = in_words(session, QUESTIONS[question], known(request.language), facts)
            made = _moves(session, request, officer, RequestMove.ASK, question, words=words)
            tell_people(session, request, kind_of(question), made.step_id, until=until)
            if story.ends is RequestState.EXPIRED:
                request.answer_by = now
                session.add(request)
                session.flush()
                expire_due(session)


def _books(session: Session, request: AppointmentRequest, officer: Actor) -> None:
    """Some days ahead."""
    free = free_times(session, officer, request.office_id, AppointmentKind.OFFICE)
    held = hold(session, officer, free[min(AHEAD, len(free) - 1)].slot_id, request.id)
    if not isinstance(held, Held):
        raise RuntimeError("the office of the stories has no free time")
    booked = confirm(session, officer, subject_of(request), held.hold_id, request.submit_key)
    if not isinstance(booked, Booked):
        raise RuntimeError("the time of a story is not booked")
    made = _moves(
        session,
        request,
        officer,
        RequestMove.BOOK,
        Needed.IN_PERSON,
        booking_id=booked.booking_id,
    )
    visit = visit_of(session, request)
    if visit is not None:
        tell_booked(session, request, visit, made.step_id)


def _moves(
    session: Session,
    request: AppointmentRequest,
    officer: Actor,
    move: RequestMove,
    outcome: str,
    **more: Any,
) -> Made:
    """Claimed and decided, as if its minute were over."""
    lock_request(session, request.id)
    claimed = make(session, officer, request, RequestMove.CLAIM, By.OFFICER)
    made = make(session, officer, request, move, By.OFFICER, outcome=outcome, **more)
    if not isinstance(claimed, Made) or not isinstance(made, Made):
        raise RuntimeError(f"a story does not go on: {claimed} {made}")
    return made


def _long_ago(session: Session, story: Story, request: AppointmentRequest, now: datetime) -> None:
    """All of it so many days before, with the clocks that began then."""
    steps = session.exec(
        select(RequestStep)
        .where(RequestStep.request_id == request.id)
        .order_by(col(RequestStep.at), col(RequestStep.id))
    ).all()
    for step, days in zip(steps, story.days, strict=True):
        step.at = now - timedelta(days=days)
        session.add(step)
        for message in session.exec(
            select(InboxMessage).where(col(InboxMessage.dedupe_key).endswith(str(step.id)))
        ):
            message.at = step.at
            session.add(message)
    rules = policy(session, now).requests
    asked, last = steps[0].at, steps[-1].at
    request.asked_at, request.updated_at = asked, last
    request.due_at = due_at(asked, timedelta(0), rules.target_business_days[story.reason])
    if story.ends is RequestState.NEEDS_INFO:
        request.waiting_since = last
        request.answer_by = end_of_day(eastern_date(last) + rules.answer)
    if story.ends is RequestState.EXPIRED:
        request.reopen_until = end_of_day(eastern_date(last) + rules.reopen)
        request.due_at = due_at(
            asked, last - steps[-2].at, rules.target_business_days[story.reason]
        )
    if story.ends in (RequestState.SCHEDULED, RequestState.NOT_NEEDED):
        request.decided_at = last
    if request.ended_at is not None:
        request.ended_at = last
    session.add(request)
