"""Ask for a visit (AP-2, AP-8). It is a request: nothing is held or booked by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

from sqlmodel import Session, col, func, select

from cx_app.domain.appointment_ages import due_at
from cx_app.domain.appointment_forms import Asked, Flaws, Known, is_known, read
from cx_app.domain.appointment_requests import (
    OPEN,
    AskedAs,
    By,
    RequestReason,
    RequestState,
    urgency,
)
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Kind
from cx_app.domain.people import search_name
from cx_app.domain.policy import Policy
from cx_app.domain.references import new_reference
from cx_app.gateways import clock
from cx_app.language import LANGUAGES
from cx_app.models import AppointmentRequest, RequestStep
from cx_app.models.base import insert
from cx_app.services.appointment_requests.access import ForWhom, people_of, reached_by
from cx_app.services.appointment_requests.moves import SUBJECT, open_key, show
from cx_app.services.appointment_requests.places import Serving, days_ahead, serving
from cx_app.services.appointment_requests.tell import tell
from cx_app.services.attachments.mine import take_along
from cx_app.services.audit.record import record
from cx_app.services.cases.access import may_act
from cx_app.services.policy.current import policy
from cx_app.services.representation.tell import tell_filed
from cx_app.services.visitors.passes import asked_with, give_contact

PROTECTED: Final = RequestReason.PROTECTED_INQUIRY
SUBMIT: Final = "submit"
"""The first step of every request."""
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Submitted:
    """`again`: the same form was sent before, and nothing was changed now."""

    reference: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class OpenAlready:
    """The same person has an open request with the same reason (domain 2.4-4); no reference where
    the account may not see that one."""

    why: ClassVar[str] = "open_already"
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Flawed:
    flaws: Flaws = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TooMany:
    """AP-22."""

    why: ClassVar[str] = "too_many"


@dataclass(frozen=True, slots=True)
class Paused:
    """It is being checked who may act for this person (CLAIM-3)."""

    why: ClassVar[str] = "paused"


Answer = Submitted | OpenAlready | Flawed | TooMany | Paused


def submit(
    session: Session,
    actor: Actor,
    typed: Mapping[str, str],
    submit_key: str,
    *,
    with_files: bool = True,
) -> Answer:
    """`submit_key` names the form, not the click: sent twice it makes one request. The files that
    the actor has sent for an open form of theirs belong to that one alone."""
    if (before := _sent_before(session, actor, submit_key)) is not None:
        return Submitted(before.reference, again=True)
    now = clock.business(session)
    rules = policy(session, now)
    people = {str(one.party.id): one for one in people_of(session, actor)}
    place = serving(session, typed.get("zip", ""))
    asked = read(typed, known_of(session, people, place, now), rules.requests, now)
    if not isinstance(asked, Asked):
        return Flawed(asked)
    whom = people[asked.whom] if is_known(typed) else None
    if whom is not None and not may_act(session, actor, whom.case.id, whom.party.id):
        return _refused(session, actor, Paused())
    if _too_many(session, actor, whom, rules, now):
        return _refused(session, actor, TooMany())
    request = _request(actor, asked, whom, place, submit_key, now, rules)
    if actor.role is Role.VISITOR:
        give_contact(session, actor, request)
    request.open_key = open_key(request)
    if (other := _open_one(session, request)) is not None:
        return _open_already(session, actor, other)
    if not _add(session, request):
        return _meanwhile(session, actor, request)
    if with_files:
        take_along(session, actor, request.id)
    added(session, actor, session.get_one(AppointmentRequest, request.id))
    return Submitted(request.reference)


def known_of(
    session: Session, people: Mapping[str, ForWhom], place: Serving, now: datetime
) -> Known:
    return Known(
        whom=people.keys(),
        days=days_ahead(session, now),
        languages=LANGUAGES,
        has_office=place.office_id is not None if place.known else None,
    )


def added(session: Session, actor: Actor, request: AppointmentRequest) -> None:
    """The first step of a new request: its record, and what its people hear of it."""
    step = RequestStep(
        request_id=request.id,
        at=request.asked_at,
        by=By.PERSON,
        account_id=request.account_id,
        move=SUBMIT,
        to_state=request.state,
    )
    session.add(step)
    record(
        session,
        actor,
        "appointment_request.submit",
        case_id=request.case_id,
        subject_type=SUBJECT,
        subject_id=request.id,
    )
    session.flush()
    tell(session, request, Kind.VISIT_ASKED, step.id)
    if request.asked_as == AskedAs.REPRESENTATIVE and request.reason != PROTECTED:  # AP-47
        tell_filed(session, request.party_id, actor, "visit", f"visit_for:{request.id}")
    show(session, request)


def _request(
    actor: Actor,
    asked: Asked,
    whom: ForWhom | None,
    place: Serving,
    submit_key: str,
    now: datetime,
    rules: Policy,
) -> AppointmentRequest:
    if place.office_id is None:
        raise ValueError("a request goes to an office")
    given, family = asked.details.given_name, asked.details.family_name
    if whom is not None:
        given, family = whom.person.given_name, whom.person.family_name
    days, reason = rules.requests.target_business_days[asked.reason], asked.reason
    request = AppointmentRequest(
        reference=new_reference(),
        submit_key=_key(actor, submit_key),
        account_id=None if actor.role is Role.VISITOR else actor.account_id,
        asked_as=whom.asked_as if whom else AskedAs.SELF,
        person_id=whom.person.id if whom else None,
        party_id=whom.party.id if whom else None,
        case_id=whom.case.id if whom else None,
        name=f"{given} {family}".strip(),
        search_name=search_name(f"{family} {given}"),
        reason=reason,
        protected=reason in rules.requests.restricted_reasons
        or (whom is not None and whom.case.protected),
        state=RequestState.SUBMITTED,
        office_id=place.office_id,
        zip_code=asked.zip_code,
        travel_on=asked.travel_on,
        language=asked.language,
        asked_at=now,
        updated_at=now,
        urgency=urgency(RequestState.SUBMITTED, reason, asked.travel_on, now, rules.requests),
        due_at=due_at(now, timedelta(0), days),
    )
    request.details = asked.details.encode()
    return request


def _too_many(
    session: Session, actor: Actor, whom: ForWhom | None, rules: Policy, now: datetime
) -> bool:
    """AP-22. A representative asks for many people, each of whom counts for itself."""
    visitor = actor.role is Role.VISITOR
    own = col(AppointmentRequest.account_id) == actor.account_id
    mine = select(func.count()).where(asked_with(session, actor) if visitor else own)
    if whom is not None and whom.asked_as is AskedAs.REPRESENTATIVE:
        mine = mine.where(
            AppointmentRequest.asked_as == AskedAs.REPRESENTATIVE,
            AppointmentRequest.person_id == whom.person.id,
        )
    else:
        mine = mine.where(AppointmentRequest.asked_as == AskedAs.SELF)
    standing = session.exec(mine.where(col(AppointmentRequest.state).in_(OPEN))).one()
    lately = session.exec(mine.where(col(AppointmentRequest.asked_at) > now - A_DAY)).one()
    return standing >= rules.requests.open_at_once or lately >= rules.requests.a_day


def _add(session: Session, request: AppointmentRequest) -> bool:
    """False when any of its constraints is against it."""
    session.flush()
    row = (
        insert(session, AppointmentRequest)
        .values(request.model_dump())
        .on_conflict_do_nothing()
        .returning(col(AppointmentRequest.id))
    )
    return session.execute(row).first() is not None


def _sent_before(session: Session, actor: Actor, submit_key: str) -> AppointmentRequest | None:
    key = _key(actor, submit_key)
    return session.exec(
        select(AppointmentRequest).where(AppointmentRequest.submit_key == key)
    ).first()


def _open_one(session: Session, request: AppointmentRequest) -> AppointmentRequest | None:
    return session.exec(
        select(AppointmentRequest).where(AppointmentRequest.open_key == request.open_key)
    ).first()


def _meanwhile(session: Session, actor: Actor, request: AppointmentRequest) -> Answer:
    """Another click, or another page of the same person, was faster by an instant."""
    same = session.exec(
        select(AppointmentRequest).where(AppointmentRequest.submit_key == request.submit_key)
    ).first()
    if same is not None:
        return Submitted(same.reference, again=True)
    other = _open_one(session, request)
    return _open_already(session, actor, other) if other else Submitted(request.reference)


def _open_already(session: Session, actor: Actor, other: AppointmentRequest) -> OpenAlready:
    seen = session.exec(
        select(AppointmentRequest.reference).where(
            AppointmentRequest.id == other.id, reached_by(session, actor)
        )
    ).first()
    _refused(session, actor, OpenAlready(), other.id)
    return OpenAlready(seen or "")


def _refused(
    session: Session, actor: Actor, answer: Answer, subject_id: UUID | None = None
) -> Answer:
    outcome = {OpenAlready: "another_open", TooMany: "too_many", Paused: "paused"}[type(answer)]
    record(
        session,
        actor,
        "appointment_request.submit",
        outcome,
        subject_type=SUBJECT,
        subject_id=subject_id,
    )
    return answer


def _key(actor: Actor, submit_key: str) -> str:
    """Of this account or pass alone: nobody meets another's request by naming its form."""
    whose = actor.session_id if actor.role is Role.VISITOR else actor.account_id
    return f"{whose.hex if whose else ''}:{submit_key[:40]}"
