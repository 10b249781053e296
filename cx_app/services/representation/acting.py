"""For whom the actor acts in what a page shows or a form names (REP-6). It is asked anew with each
page, from the object alone: no tab and no cookie remembers whom somebody acts for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor, Role
from cx_app.domain.references import parse_reference
from cx_app.models import (
    Account,
    AppointmentRequest,
    Callback,
    Case,
    CaseLink,
    Party,
    Person,
    PreparedRequest,
    Representation,
)
from cx_app.services.cases.access import behalf, by_link, by_representation, represents


def acting_in_case(session: Session, actor: Actor, case_id: UUID) -> str:
    """The client's name, or those of all their clients in the case; empty for one's own case, and
    for one that is nothing to the actor."""
    return _client(session, actor, col(Party.case_id) == case_id)


def acting_in_cases(session: Session, actor: Actor, cases: Collection[UUID]) -> dict[UUID, str]:
    """As `acting_in_case`, for those of the cases where they act."""
    return _clients(session, actor, col(Party.case_id).in_(cases))


def acting_by_receipt(session: Session, actor: Actor, receipt_number: str) -> str:
    """As `acting_in_case`, by what was typed."""
    return _client(session, actor, col(Case.receipt_number) == receipt_number)


def acting_for_party(session: Session, actor: Actor, party_id: UUID) -> str:
    """As `acting_in_case`, where the very party was chosen."""
    return _client(session, actor, col(Party.id) == party_id)


def acting_in_visit(session: Session, actor: Actor, reference: str) -> str:
    """As `acting_in_case`, for a request for a visit."""
    return _in_request(session, actor, AppointmentRequest, reference)


def acting_in_call(session: Session, actor: Actor, reference: str) -> str:
    """As `acting_in_case`, for a callback."""
    return _in_request(session, actor, Callback, reference)


def submits_for_party(session: Session, actor: Actor, party_id: UUID) -> str:
    """Who submits what a paralegal prepares for a client: the representatives of the team who have
    a Form G-28 for them, in words; empty for whoever acts themselves (REP-9)."""
    return _submits(session, actor, col(Party.id) == party_id)


def submits_in_case(session: Session, actor: Actor, case_id: UUID) -> str:
    """As `submits_for_party`, where the case was chosen."""
    return _submits(session, actor, col(Party.case_id) == case_id)


def prepared_by(session: Session, subject_id: UUID) -> str:
    """Who prepared what a representative submitted; empty where they wrote it themselves."""
    found = session.exec(
        select(Account.name)
        .join(PreparedRequest, col(PreparedRequest.prepared_by) == Account.id)
        .where(PreparedRequest.subject_id == subject_id)
    ).first()
    return found or ""


def who_for_whom(
    session: Session,
    account_id: UUID | None,
    party_id: UUID | None,
    subject_id: UUID | None = None,
) -> str:
    """How officers read who asked for somebody: by the Form G-28, also after it ended; empty where
    none says so. With what was asked for, it names also who prepared it (REP-41)."""
    if account_id is None or party_id is None:
        return ""
    row = session.exec(
        select(Representation.representative_name, Person)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Person, col(Person.id) == Party.person_id)
        .where(
            Representation.account_id == account_id,
            Representation.client_party_id == party_id,
        )
        .order_by(col(Representation.since).desc())
        .limit(1)
    ).first()
    if row is None:
        return ""
    helper = prepared_by(session, subject_id) if subject_id else ""
    said = f"{row[0]}, who represents {row[1].full_name}"
    return f"{said}; prepared by {helper}" if helper else said


def _in_request(session: Session, actor: Actor, table: Any, reference: str) -> str:
    number = parse_reference(reference)
    party = select(table.party_id).where(table.reference == number)
    return _client(session, actor, col(Party.id).in_(party)) if number else ""


def _submits(session: Session, actor: Actor, about: ColumnElement[bool]) -> str:
    if actor.role is not Role.PARALEGAL:
        return ""
    own = by_link(CaseLink.id).where(CaseLink.account_id == actor.account_id, about)
    if session.exec(own.limit(1)).first() is not None:
        return ""
    names = session.exec(
        by_representation(Representation.representative_name)
        .where(about, col(Representation.account_id).in_(behalf(actor)))
        .order_by(Representation.representative_name)
    ).all()
    return ", ".join(dict.fromkeys(names))


def _client(session: Session, actor: Actor, about: ColumnElement[bool]) -> str:
    return next(iter(_clients(session, actor, about).values()), "")


def _clients(session: Session, actor: Actor, about: ColumnElement[bool]) -> dict[UUID, str]:
    """By case."""
    rows = session.exec(
        select(Party.case_id, Person)
        .join(Person, col(Person.id) == Party.person_id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(Representation, col(Representation.client_party_id) == Party.id)
        .where(about, col(Representation.account_id).in_(behalf(actor)), represents())
        .order_by(col(Representation.since), col(Representation.id))
    )
    names: dict[UUID, list[str]] = defaultdict(list)
    for case_id, person in rows:
        names[case_id].append(person.full_name)
    return {case_id: ", ".join(dict.fromkeys(said)) for case_id, said in names.items()}
