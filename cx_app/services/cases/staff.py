"""Officers find and open cases; every opening is recorded (design 3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from cx_app.domain.access_codes import life_of
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.business_time import last_day
from cx_app.domain.cases import status_of
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import OpeningReason
from cx_app.domain.people import search_name
from cx_app.domain.receipts import mask, mask_email
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import (
    AccessCode,
    Account,
    Appointment,
    Case,
    CaseLink,
    Party,
    Person,
)
from cx_app.security.crypto import fingerprints
from cx_app.services.access_codes.desk_words import LIVES
from cx_app.services.access_codes.life import dates_of
from cx_app.services.audit.record import record
from cx_app.services.cases.access import is_own, refuse
from cx_app.services.cases.history import history_of
from cx_app.services.cases.views import CaseCard, HistoryLine, card
from cx_app.services.openings.opening import opened_for, took_by_mistake
from cx_app.services.representation.of_case import StaffRepresentation, forms_of_case

PAGE: Final = 25
SEES_PROTECTED: Final = frozenset({Role.SUPERVISOR, Role.ADMIN})
"""Protected cases are for a narrower role (domain 9.4 e)."""


@dataclass(frozen=True, slots=True)
class Search:
    """One of the three ways to look (never by less than a full key)."""

    receipt_number: str = ""
    a_number: str = ""
    name: str = ""
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class FoundCase:
    id: str
    receipt_number: str
    form: str
    person: str
    role: str
    status_title: str
    office: str
    protected: bool


@dataclass(frozen=True, slots=True)
class StaffParty:
    name: str
    role: str
    birth_date: str
    a_number: str
    accounts: str
    """Masked e-mails of the accounts linked as this party."""


@dataclass(frozen=True, slots=True)
class StaffCode:
    holder: str
    channel: str
    issued: str
    valid_until: str
    state: str


@dataclass(frozen=True, slots=True)
class StaffVisit:
    """A biometrics appointment, which has a page of its own."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ReasonNeeded:
    """Nothing of the case is shown before somebody says why they open it (OPEN-1)."""


@dataclass(frozen=True, slots=True)
class StaffCase:
    card: CaseCard
    received: str
    office: str
    channel: str
    protected: bool
    reason: str = ""
    """`OpeningReason` under which it is open."""
    parties: list[StaffParty] = field(default_factory=list)
    representatives: list[StaffRepresentation] = field(default_factory=list)
    codes: list[StaffCode] = field(default_factory=list)
    biometrics: list[StaffVisit] = field(default_factory=list)
    history: list[HistoryLine] = field(default_factory=list)


def find_cases(session: Session, actor: Actor, search: Search) -> list[FoundCase]:
    """At most a page of cases, by receipt number, A-Number, or name with date of birth."""
    require_staff(actor)
    query = (
        select(Case, Party, Person)
        .where(Party.case_id == Case.id, Party.person_id == Person.id)
        .order_by(col(Case.received_on).desc(), col(Case.id))
        .limit(PAGE)
    )
    if search.receipt_number:
        query = query.where(Case.receipt_number == search.receipt_number)
    elif search.a_number:
        hashes = fingerprints(search.a_number, "a_number")
        query = query.where(col(Person.a_number_hash).in_(hashes))
    elif search.name and search.birth_date:
        hashes = fingerprints(search.birth_date.isoformat(), "birth_date")
        query = query.where(col(Person.birth_date_hash).in_(hashes), *_same_name(search.name))
    else:
        return []
    if actor.role not in SEES_PROTECTED:
        query = query.where(col(Case.protected).is_(False))
    found = [_found(case, party, person) for case, party, person in session.exec(query)]
    by = "receipt" if search.receipt_number else "a_number" if search.a_number else "name"
    record(session, actor, "case.search", details={"by": by, "found": len(found)})
    return found


def open_case(
    session: Session, actor: Actor, case_id: UUID, reason: OpeningReason | None
) -> StaffCase | ReasonNeeded:
    """The whole case for staff who said why they open it, now or minutes ago (OPEN-1, OPEN-2).

    Raises `NotFound` for a case they may not know of, `Forbidden` for their own.
    """
    case = reachable(session, actor, case_id)
    opened = opened_for(session, actor, case, reason)
    if opened is None:
        return ReasonNeeded()
    return StaffCase(
        reason=opened,
        card=card(case),
        received=say_date(case.received_on),
        office=case.office,
        channel=case.channel,
        protected=case.protected,
        parties=_parties(session, case),
        representatives=forms_of_case(session, case),
        codes=_codes(session, case),
        biometrics=_biometrics(session, case),
        history=history_of(session, case),
    )


def say_mistake(session: Session, actor: Actor, case_id: UUID) -> bool:
    """Take an opening of just now for a mistake; see `took_by_mistake`."""
    return took_by_mistake(session, actor, reachable(session, actor, case_id).id)


def reachable(session: Session, actor: Actor, case_id: UUID) -> Case:
    """Raises `NotFound` for a case that staff may not know of, `Forbidden` for their own."""
    require_staff(actor)
    case = session.get(Case, case_id)
    if case is None or (case.protected and actor.role not in SEES_PROTECTED):
        raise refuse()
    if is_own(session, actor, case_id):
        raise Forbidden("nobody works on their own case")
    return case


def require_staff(actor: Actor) -> None:
    """Raises `Forbidden` for anyone who is not an officer, a supervisor or an administrator."""
    if not actor.role.is_staff:
        raise Forbidden("staff only")


def _same_name(typed: str) -> list[ColumnElement[bool]]:
    """Every word that was typed begins a word of the name, in any order, accents aside."""
    name = " " + col(Person.search_name)
    return [name.contains(f" {part}", autoescape=True) for part in search_name(typed).split()]


def _found(case: Case, party: Party, person: Person) -> FoundCase:
    return FoundCase(
        id=str(case.id),
        receipt_number=case.receipt_number,
        form=case.form,
        person=person.full_name,
        role=party.role,
        status_title=status_of(case.status_code).title,
        office=case.office,
        protected=case.protected,
    )


def _parties(session: Session, case: Case) -> list[StaffParty]:
    rows = session.exec(
        select(Party, Person).where(Party.case_id == case.id, Party.person_id == Person.id)
    ).all()
    linked = session.exec(
        select(CaseLink, Account).where(
            CaseLink.case_id == case.id,
            CaseLink.account_id == Account.id,
            col(CaseLink.ended_at).is_(None),
        )
    ).all()
    return [
        StaffParty(
            name=person.full_name,
            role=_part(party),
            birth_date=say_date(date.fromisoformat(person.birth_date)) if person.birth_date else "",
            a_number=mask(person.a_number) if person.a_number else "",
            accounts=", ".join(
                mask_email(account.email or "")
                for link, account in linked
                if link.party_id == party.id
            ),
        )
        for party, person in rows
    ]


def _part(party: Party) -> str:
    return f"{party.role}, until {say_date(party.ended_at)}" if party.ended_at else party.role


def _biometrics(session: Session, case: Case) -> list[StaffVisit]:
    """One for each person: the agency's newest."""
    rows = session.exec(
        select(Appointment, Person)
        .where(
            Appointment.case_id == case.id,
            Appointment.kind == AppointmentKind.BIOMETRICS,
            Appointment.party_id == Party.id,
            Party.person_id == Person.id,
        )
        .order_by(col(Appointment.starts_at))
    )
    newest = {one.party_id: StaffVisit(str(one.id), person.full_name) for one, person in rows}
    return list(newest.values())


def _codes(session: Session, case: Case) -> list[StaffCode]:
    now = clock.business(session)
    rows = session.exec(
        select(AccessCode).where(AccessCode.case_id == case.id).order_by(col(AccessCode.issued_at))
    )
    return [
        StaffCode(
            holder="representative" if code.representation_id else "party",
            channel=code.channel,
            issued=say_date(code.issued_on),
            valid_until=say_date(last_day(code.valid_until)),
            state=LIVES[life_of(dates_of(code), now)],
        )
        for code in rows
    ]
