"""Thousands of made-up requests for a visit, to try the officers' desk at scale: a year of answered
ones, and those of the last days that wait. Written in bulk, past the services: nobody is told of
anything and nothing is recorded. Only for the demonstration and for measuring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, SQLModel, col, select

from cx_app import database
from cx_app.domain.appointment_ages import due_at
from cx_app.domain.appointment_forms import Details
from cx_app.domain.appointment_requests import (
    OPEN,
    By,
    RequestMove,
    RequestReason,
    RequestRules,
    RequestState,
    urgency,
)
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.identity import Role
from cx_app.domain.offices import OfficeKind
from cx_app.domain.people import search_name
from cx_app.domain.references import new_reference
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import (
    AppointmentRequest,
    Booking,
    Case,
    Office,
    Party,
    Person,
    RequestStep,
    RoleGrant,
)
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests.moves import open_key
from cx_app.services.messages.reach import hash_of
from cx_app.services.policy.current import policy
from demo import synthetic

AT_ONCE: Final = 500
"""Requests of one transaction."""
M, S = RequestMove, RequestState
SUBMIT: Final = "submit"
YEAR_DAYS: Final = 330
LATELY_DAYS: Final = 11
"""So long ago the oldest that still waits was asked."""
VISIT: Final = timedelta(minutes=30)
WITH_CASE: Final = 0.45


@dataclass(frozen=True, slots=True)
class Course:
    """How a request went: its moves with the hours between them, and how many of a thousand."""

    state: RequestState
    weight: int
    moves: tuple[tuple[str, By, str, float], ...] = ()
    """(move, by whom, code of its outcome, hours after the move before)."""


CLAIM: Final = (M.CLAIM, By.OFFICER, "", 30.0)
BOOK: Final = (M.BOOK, By.OFFICER, "in_person", 0.1)
ASK: Final = (M.ASK, By.OFFICER, "photo", 0.1)
COURSES: Final = (
    Course(S.SUBMITTED, 150),
    Course(S.SUBMITTED, 25, (CLAIM, ASK, (M.ANSWER, By.PERSON, "", 20.0))),
    Course(S.IN_REVIEW, 5, (CLAIM,)),
    Course(S.NEEDS_INFO, 45, (CLAIM, ASK)),
    Course(S.SCHEDULED, 70, (CLAIM, BOOK)),
    Course(S.OFFICE_CANCELLED, 5, (CLAIM, BOOK, (M.CLOSE_OFFICE, By.SYSTEM, "", 20.0))),
    Course(S.COMPLETED, 430, (CLAIM, BOOK, (M.KEEP, By.OFFICER, "", 200.0))),
    Course(S.NO_SHOW, 40, (CLAIM, BOOK, (M.MISS, By.OFFICER, "", 200.0))),
    Course(S.NOT_NEEDED, 150, (CLAIM, (M.FIND_UNNEEDED, By.OFFICER, "by_mail", 0.1))),
    Course(S.WITHDRAWN, 50, ((M.WITHDRAW, By.PERSON, "", 40.0),)),
    Course(S.EXPIRED, 30, (CLAIM, ASK, (M.EXPIRE, By.SYSTEM, "", 350.0))),
)
REASONS: Final = {
    RequestReason.ADIT_STAMP: 60,
    RequestReason.EMERGENCY_PAROLE: 12,
    RequestReason.JUDGE_GRANT: 9,
    RequestReason.LOST_PACKET: 5,
    RequestReason.CERTIFIED_COPY: 5,
    RequestReason.DEFERRED_ACTION: 3,
    RequestReason.CUBAN_PAROLE: 3,
    RequestReason.AFGHAN_RESIDENT: 1,
    RequestReason.BORN_IN_CANADA: 1,
    RequestReason.PROTECTED_INQUIRY: 1,
}


class TooFew(RuntimeError):
    """There is no field office, or nobody works here."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What all requests are made from."""

    offices: Sequence[Office]
    officers: Sequence[UUID]
    now: datetime
    wall: datetime
    rules: RequestRules


def fill(count: int, seed: int, told: Callable[[int], None] = lambda _done: None) -> int:
    """Adds `count` requests, the same for the same seed but for their ids and numbers; `told` hears
    how many are there. Raises `TooFew`."""
    with database.read() as session:
        ground = _ground(session)
    random = Random(seed)
    done = 0
    while done < count:
        some = min(AT_ONCE, count - done)
        rows = _Rows()
        for number in range(done, done + some):
            _one(rows, random, f"{seed}:{number}", ground)
        with database.write() as session:
            rows.write(session)
        database.let_others_write()
        done += some
        told(done)
    return done


class _Rows:
    """Rows of several tables, written in an order in which each finds those that it names."""

    ORDER: Final[tuple[type[SQLModel], ...]] = (
        *(Person, Case, Party, Booking),
        *(AppointmentRequest, RequestStep),
    )

    def __init__(self) -> None:
        self._kept: dict[type[SQLModel], list[dict[str, Any]]] = {one: [] for one in self.ORDER}

    def add(self, row: SQLModel) -> None:
        self._kept[type(row)].append(row.model_dump())

    def write(self, session: Session) -> None:
        for table, rows in self._kept.items():
            if rows:
                name = str(table.__tablename__)
                session.connection().execute(SQLModel.metadata.tables[name].insert(), rows)


def _ground(session: Session) -> Ground:
    offices = session.exec(select(Office).where(Office.kind == OfficeKind.FIELD_OFFICE)).all()
    officers = session.exec(
        select(RoleGrant.account_id).where(
            RoleGrant.role == Role.OFFICER, col(RoleGrant.ended_at).is_(None)
        )
    ).all()
    if not offices or not officers:
        raise TooFew("there is no field office, or nobody has the role of an officer")
    now = clock.business(session)
    return Ground(offices, officers, now, clock.wall(), policy(session, now).requests)


def _one(rows: _Rows, random: Random, number: str, ground: Ground) -> None:
    course = random.choices(COURSES, [one.weight for one in COURSES])[0]
    who = synthetic.somebody(random)
    reason = random.choices(list(REASONS), list(REASONS.values()))[0]
    took = timedelta(hours=sum(hours for *_move, hours in course.moves))
    asked_at = ground.now - took - _ago(random, course.state)
    row = AppointmentRequest(
        reference=new_reference(),
        submit_key=f"synthetic:{number}:{uuid7().hex[-12:]}",
        asked_as="self",
        name=f"{who.given_name} {who.family_name}",
        search_name=search_name(f"{who.family_name} {who.given_name}"),
        reason=reason,
        protected=reason in ground.rules.restricted_reasons,
        state=course.state,
        office_id=random.choice(ground.offices).id,
        zip_code=who.residence.zip,
        language=random.choice(["en", "en", "es"]),
        asked_at=asked_at,
        updated_at=asked_at + took,
        due_at=asked_at,
    )
    if reason in ground.rules.travel_reasons:
        row.travel_on = (asked_at + timedelta(days=random.randint(4, 40))).date()
    row.details = _details(random, who).encode()
    if random.random() < WITH_CASE:
        _case(rows, random, row, who)
    else:
        row.contact_email = f"{search_name(who.given_name)}.{uuid7().hex[-10:]}@example.org"
        row.contact_email_hash = hash_of(row.contact_email)
    _history(rows, random, row, course, ground)
    _standing(row, course, random, ground)
    rows.add(row)


def _ago(random: Random, state: RequestState) -> timedelta:
    """Since the last move: few hours for what waits, up to a year for what is over."""
    days = LATELY_DAYS if state in OPEN else YEAR_DAYS
    return timedelta(days=days * random.random() ** 1.6)


def _details(random: Random, who: synthetic.Somebody) -> Details:
    return Details(
        given_name=who.given_name,
        family_name=who.family_name,
        birth_date=who.birth_date.isoformat(),
        phone=f"+1202555{random.randint(100, 199):04d}",
        note=random.choice(["", "", "My extension letter ends soon.", "I can come on any day."]),
    )


def _case(rows: _Rows, random: Random, row: AppointmentRequest, who: synthetic.Somebody) -> None:
    """The agency knows them: a person, a case, and what they are in it."""
    person = Person(
        feed_id=f"synthetic:{uuid7().hex}",
        given_name=who.given_name,
        family_name=who.family_name,
        search_name=row.search_name,
        language=row.language,
        updated_at=row.asked_at,
    )
    case = Case(
        receipt_number=f"IOE{uuid7().int % 10**10:010d}",
        form=random.choice(["I-485", "I-90", "I-751", "N-400"]),
        received_on=(row.asked_at - timedelta(days=random.randint(60, 600))).date(),
        status_code="IAF",
        status_at=row.asked_at,
        updated_at=row.asked_at,
    )
    party = Party(case_id=case.id, person_id=person.id, role="applicant")
    for one in (person, case, party):
        rows.add(one)
    row.person_id, row.case_id, row.party_id = person.id, case.id, party.id


def _history(
    rows: _Rows, random: Random, row: AppointmentRequest, course: Course, ground: Ground
) -> None:
    at, state = row.asked_at, S.SUBMITTED
    rows.add(_step(row, SUBMIT, By.PERSON, "", at, "", state))
    officer = random.choice(ground.officers)
    for move, by, outcome, hours in course.moves:
        at += timedelta(hours=hours)
        before, state = state, _leads_to(move, course.state)
        step = _step(row, move, by, outcome, at, before, state)
        step.account_id = officer if by is By.OFFICER else None
        if move == M.ASK:
            step.words = "Please send a photo of the notice."
        if move == M.BOOK:
            row.booking_id = step.booking_id = _visit(rows, row, course, at, ground)
        if move in (M.BOOK, M.FIND_UNNEEDED):
            row.decided_at = at
        if move == M.ANSWER:
            row.paused_seconds = int(hours * 3600)
        rows.add(step)


def _leads_to(move: str, last: RequestState) -> RequestState:
    return {
        M.CLAIM: S.IN_REVIEW,
        M.ASK: S.NEEDS_INFO,
        M.ANSWER: S.SUBMITTED,
        M.BOOK: S.SCHEDULED,
    }.get(RequestMove(move), last)


def _step(
    row: AppointmentRequest,
    move: str,
    by: By,
    outcome: str,
    at: datetime,
    before: str,
    state: RequestState,
) -> RequestStep:
    return RequestStep(
        request_id=row.id,
        at=at,
        by=by,
        move=move,
        from_state=before,
        to_state=state,
        outcome=outcome,
    )


def _visit(
    rows: _Rows, row: AppointmentRequest, course: Course, at: datetime, ground: Ground
) -> UUID:
    """At a time without a slot here, as if the agency had made it: no seat is taken."""
    ahead = course.state is S.SCHEDULED
    starts = (ground.now if ahead else at) + timedelta(days=2 + 5 * ahead)
    starts = starts.replace(minute=0, second=0, microsecond=0)
    active = course.state not in (S.OFFICE_CANCELLED,)
    booking = Booking(
        service=AppointmentKind.OFFICE,
        subject_id=row.id,
        case_id=row.case_id,
        party_id=row.party_id,
        office_id=row.office_id,
        starts_at=starts,
        ends_at=starts + VISIT,
        state=BookingState.ACTIVE if active else BookingState.CANCELLED,
        request_key=f"synthetic:{row.id}",
        booked_at=at,
        ended_at=None if active else at,
        end_cause="" if active else "office_closed",
    )
    rows.add(booking)
    return booking.id


def _standing(row: AppointmentRequest, course: Course, random: Random, ground: Ground) -> None:
    """Where it stands now, as the moves would have left it."""
    rules, state, reason = ground.rules, course.state, RequestReason(row.reason)
    paused = timedelta(seconds=row.paused_seconds)
    row.due_at = due_at(row.asked_at, paused, rules.target_business_days[reason])
    row.urgency = urgency(state, reason, row.travel_on, ground.now, rules)
    if state in OPEN:
        row.open_key = open_key(row)
    else:
        row.ended_at = row.updated_at
    if state in (S.NEEDS_INFO, S.OFFICE_CANCELLED):
        row.waiting_since = row.updated_at
    if state is S.NEEDS_INFO:
        row.answer_by = row.updated_at + rules.answer
    if state is S.EXPIRED:
        row.reopen_until = row.updated_at + rules.reopen
    if state is S.IN_REVIEW:
        row.claimed_by = random.choice(ground.officers)
        row.claimed_until = ground.wall + rules.lease
