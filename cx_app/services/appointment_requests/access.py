"""Whose requests an account or a visitor reaches, and for whom an account may ask: the single place
where that is decided. The agency's side has `desk.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, union_all
from sqlmodel import Session, and_, col, or_, select

from cx_app.domain.appointment_requests import AskedAs, RequestReason
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.references import parse_reference
from cx_app.models import Account, AppointmentRequest, Case, CaseLink, Party, Person, Representation
from cx_app.services.cases.access import (
    behalf,
    by_link,
    by_representation,
    links_of,
    may_act,
    represents,
)
from cx_app.services.visitors.passes import asked_with


@dataclass(frozen=True, slots=True)
class ForWhom:
    """Somebody for whom an account may ask, in the case that says so."""

    party: Party
    person: Person
    case: Case
    asked_as: AskedAs


def people_of(session: Session, actor: Actor) -> list[ForWhom]:
    """Of each case that the account has added or represents: the party it stands for. A visitor
    stands for nobody whom a case names (VIS-1)."""
    if actor.role is Role.VISITOR:
        return []
    linked = [
        ForWhom(party, session.get_one(Person, party.person_id), case, AskedAs.SELF)
        for link, case in links_of(session, actor.account_id)
        if (party := session.get_one(Party, link.party_id))
    ]
    return linked + _clients(session, col(Representation.account_id) == actor.account_id)


def people_in_form(session: Session, actor: Actor) -> list[ForWhom]:
    """For whom a form can be filled in: `people_of`, and for a paralegal also the clients of the
    team, for whom they prepare (REP-9). Whatever sends a form asks `people_of`."""
    mine = people_of(session, actor)
    if actor.role is not Role.PARALEGAL:
        return mine
    own = {one.party.id for one in mine}
    of_team = _clients(session, col(Representation.account_id).in_(behalf(actor)))
    theirs = {one.party.id: one for one in of_team}
    return mine + [one for party_id, one in theirs.items() if party_id not in own]


def _clients(session: Session, whose: ColumnElement[bool]) -> list[ForWhom]:
    """Whom an account represents, or any of several."""
    rows = session.exec(
        select(Party, Person, Case)
        .join(Representation, col(Representation.client_party_id) == Party.id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(Person, col(Person.id) == Party.person_id)
        .where(whose, represents())
        .order_by(Person.search_name, col(Party.id))
    )
    return [ForWhom(*row, AskedAs.REPRESENTATIVE) for row in rows]


def reached_by(session: Session, actor: Actor) -> ColumnElement[bool]:
    """For queries over `AppointmentRequest`: what the actor may see."""
    if actor.role is Role.VISITOR:
        return asked_with(session, actor)
    return reached(actor.account_id)


def reached(account_id: UUID) -> ColumnElement[bool]:
    """For queries over `AppointmentRequest`: what the account may see. Whoever has a case of the
    person by code sees what was asked for them, by whomever; a representative what concerns the
    client in the very case; and everybody what they asked for somebody whom no case names. What
    was asked because of T, U or VAWA is seen by whoever asked alone (AP-47)."""
    linked = (
        by_link(CaseLink.id)
        .where(CaseLink.account_id == account_id, Party.person_id == AppointmentRequest.person_id)
        .correlate(AppointmentRequest)
    )
    represented = (
        by_representation(Representation.id)
        .where(
            Representation.account_id == account_id,
            Representation.client_party_id == AppointmentRequest.party_id,
        )
        .correlate(AppointmentRequest)
    )
    own = and_(
        col(AppointmentRequest.person_id).is_(None),
        col(AppointmentRequest.account_id).is_not(None),  # else its opposite is unknown, not true
        AppointmentRequest.account_id == account_id,
    )
    for_them = or_(
        col(AppointmentRequest.reason) != RequestReason.PROTECTED_INQUIRY,
        AppointmentRequest.account_id == account_id,
    )
    return or_(own, and_(for_them, or_(linked.exists(), represented.exists())))


def request_of(
    session: Session, actor: Actor, reference: str, *, lock: bool = False
) -> AppointmentRequest:
    """By its reference number as it was typed. Raises `NotFound` alike for what is not there and
    for what is not theirs (API-7)."""
    parsed = parse_reference(reference)
    query = select(AppointmentRequest).where(
        AppointmentRequest.reference == (parsed or ""), reached_by(session, actor)
    )
    if lock:
        query = query.with_for_update(of=AppointmentRequest).execution_options(
            populate_existing=True
        )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no such request for this account")
    return found


def may_change(session: Session, actor: Actor, request: AppointmentRequest) -> bool:
    """Whether the actor may start, cancel or move something for this person (CLAIM-3). Answering
    what the agency asked is not that."""
    if actor.role is Role.VISITOR:
        return request.account_id is None
    if request.person_id is None:
        return request.account_id == actor.account_id
    mine = [one for one in people_of(session, actor) if one.person.id == request.person_id]
    return any(may_act(session, actor, one.case.id, one.party.id) for one in mine)


def audience(session: Session, request: AppointmentRequest) -> Sequence[Account]:
    """Everybody whose account reaches the request now: who hears what happens to it."""
    ids = audience_ids(session, request)
    query = select(Account).where(col(Account.id).in_(ids)).order_by(col(Account.id))
    return session.exec(query).all()


def audience_ids(session: Session, request: AppointmentRequest) -> set[UUID]:
    if request.person_id is None:
        return {request.account_id} if request.account_id else set()
    session.flush()
    named = {"person": request.person_id, "party": request.party_id}
    found = set(session.connection().execute(_AUDIENCE, named).scalars())
    if request.reason == RequestReason.PROTECTED_INQUIRY:
        return found & {request.account_id}  # AP-47
    return found


def _audience() -> Any:
    """Who has a case of the person, and who represents the very party."""
    linked = by_link(CaseLink.account_id).where(
        Party.person_id == bindparam("person", type_=Uuid())
    )
    representing = by_representation(Representation.account_id).where(
        Representation.client_party_id == bindparam("party", type_=Uuid()),
        col(Representation.account_id).is_not(None),
    )
    return union_all(linked, representing)


_AUDIENCE: Final = _audience()
"""Every move asks it: built once, since building it costs more than asking."""
