"""Whose code it would be: found by what was typed, or named on a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.identity import Role
from cx_app.domain.policy import Policy
from cx_app.models import AccessCode, Case, CodeRequest, Party, Person, Representation
from cx_app.security.crypto import fingerprints
from cx_app.services.cases.access import on_protected_side


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose code it would be: a party's, or a representative's own."""

    case: Case
    party: Party
    person: Person
    representation: Representation | None = None

    @property
    def id(self) -> UUID:
        return self.representation.id if self.representation else self.party.id


def find_holders(
    session: Session, receipt_number: str | None, born: str, role: Role, in_force: Policy
) -> list[Holder]:
    """Who on the case was born on the day; for a representative, who represents such a person. At
    most two: more is no different. In a protected case the other side finds nobody."""
    matches: tuple[Any, ...] = (
        Case.receipt_number == receipt_number,
        Party.case_id == Case.id,
        Party.person_id == Person.id,
        col(Party.ended_at).is_(None),
        col(Person.birth_date_hash).in_(fingerprints(born, "birth_date")),
        on_protected_side(),
    )
    if role is not Role.REPRESENTATIVE:
        rows = session.exec(
            select(Case, Party, Person).where(*matches).order_by(col(Party.id)).limit(2)
        )
        return [Holder(case, party, person) for case, party, person in rows]
    represented = session.exec(
        select(Case, Party, Person, Representation)
        .where(
            *matches,
            Representation.client_party_id == Party.id,
            col(Representation.ended_at).is_(None),
            col(Case.form).not_in(in_force.representative_excluded_forms),
        )
        .order_by(col(Representation.id))
        .limit(2)
    )
    return [Holder(case, party, person, held) for case, party, person, held in represented]


def name_holder(request: CodeRequest, holder: Holder) -> None:
    if holder.representation is None:
        request.party_id = holder.party.id
    else:
        request.representation_id = holder.representation.id


def candidates(session: Session, request: CodeRequest) -> list[Holder]:
    """Everyone on the case of a request that names nobody, for an officer to choose from: people
    and representatives, on the protected side only where the case is protected."""
    rows = session.exec(
        select(Case, Party, Person, Representation)
        .join(Party, col(Party.case_id) == Case.id)
        .join(Person, col(Person.id) == Party.person_id)
        .outerjoin(
            Representation,
            (col(Representation.client_party_id) == Party.id)
            & col(Representation.ended_at).is_(None),
        )
        .where(Case.id == request.case_id, col(Party.ended_at).is_(None), on_protected_side())
        .order_by(col(Party.id), col(Representation.id))
    ).all()
    people = {party.id: Holder(case, party, person) for case, party, person, _held in rows}
    held = [Holder(case, party, person, one) for case, party, person, one in rows if one]
    return [*people.values(), *held]


def named_holder(session: Session, request: CodeRequest | AccessCode) -> Holder | None:
    """The holder of a code or on a request; None where several match, or when they have left."""
    representation, party_id = None, request.party_id
    if request.representation_id is not None:
        representation = session.get_one(Representation, request.representation_id)
        party_id = representation.client_party_id if representation.ended_at is None else None
    party = session.get(Party, party_id) if party_id else None
    if party is None or party.ended_at is not None:
        return None
    case = session.get_one(Case, party.case_id)
    return Holder(case, party, session.get_one(Person, party.person_id), representation)
