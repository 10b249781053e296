"""Rows for tests, made through the models. Each takes only what the test is about."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from cx_app.domain import access_codes as rules
from cx_app.domain.addresses import canonical
from cx_app.domain.business_time import eastern_date
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Actor, Role
from cx_app.domain.people import search_name
from cx_app.gateways import clock
from cx_app.models import (
    AccessCode,
    Account,
    Case,
    CaseLink,
    Party,
    Person,
    Representation,
    RoleGrant,
)
from cx_app.security.crypto import fingerprint
from cx_app.services.access_codes.redeem import Claim

BORN = date(1990, 4, 12)
HOME = ["100 Market Street, Apt 3", "Springfield, IL 62701"]
OFFICE = ["2 Law Court", "Springfield, IL 62702"]
_number = itertools.count(1)


def account(
    session: Session,
    *,
    email: str = "",
    verified: bool = True,
    language: str = "en",
    roles: tuple[Role, ...] = (),
) -> Account:
    n = next(_number)
    made = Account(
        issuer="http://localhost:3001",
        subject=f"subject-{n}",
        name=f"Account {n}",
        email_verified=verified,
        language=language,
        created_at=clock.wall(),
    )
    made.email = email or f"person{n}@example.org"
    session.add(made)
    session.flush()
    for role in roles:
        session.add(
            RoleGrant(account_id=made.id, role=role, granted_by="tests", granted_at=clock.wall())
        )
    session.flush()
    return made


def actor_for(account: Account, role: Role = Role.APPLICANT, *, network: str = "") -> Actor:
    return Actor(account.id, role, network=network or f"net-{account.subject}", name=account.name)


def person(
    session: Session,
    *,
    given_name: str = "Dolores",
    family_name: str = "Reyes-Méndez",
    born: date | None = BORN,
    a_number: str | None = None,
    residence: list[str] | None = HOME,
    email: str | None = None,
    language: str = "en",
    residence_changed_at: datetime | None = None,
) -> Person:
    made = Person(
        feed_id=f"P-{next(_number)}",
        given_name=given_name,
        family_name=family_name,
        search_name=search_name(f"{family_name} {given_name}"),
        language=language,
        residence_changed_at=residence_changed_at,
        updated_at=clock.wall(),
    )
    made.residence = None if residence is None else json.dumps(residence)
    if residence is not None:
        made.residence_hash = fingerprint(canonical(json.dumps(residence)), "residence")
    made.email = email
    if born is not None:
        made.birth_date = born.isoformat()
        made.birth_date_hash = fingerprint(born.isoformat(), "birth_date")
    if a_number is not None:
        made.a_number = a_number
        made.a_number_hash = fingerprint(a_number, "a_number")
    session.add(made)
    session.flush()
    return made


def receipt_number() -> str:
    return f"IOE{next(_number):010d}"


def case(session: Session, *, form: str = "I-485", **facts: Any) -> Case:
    now = clock.wall()
    made = Case(
        receipt_number=facts.pop("receipt_number", receipt_number()),
        form=form,
        received_on=facts.pop("received_on", eastern_date(now)),
        updated_at=now,
        **facts,
    )
    session.add(made)
    session.flush()
    return made


def party(
    session: Session, case: Case, person: Person, role: PartyRole = PartyRole.APPLICANT
) -> Party:
    made = Party(case_id=case.id, person_id=person.id, role=role)
    session.add(made)
    session.flush()
    return made


def representation(
    session: Session,
    client: Party,
    *,
    name: str = "Ana Attorney",
    account: Account | None = None,
    ended_at: datetime | None = None,
) -> Representation:
    made = Representation(
        feed_id=f"R-{next(_number)}",
        case_id=client.case_id,
        client_party_id=client.id,
        representative_name=name,
        account_id=account.id if account else None,
        since=clock.wall(),
        ended_at=ended_at,
    )
    made.address = json.dumps(OFFICE)
    session.add(made)
    session.flush()
    return made


def code(
    session: Session,
    holder: Party | Representation,
    *,
    issued_on: date | None = None,
    valid_days: int = 90,
    **facts: Any,
) -> tuple[AccessCode, str]:
    """The stored row and the readable code, as its letter would print it."""
    now = clock.business(session)
    day = issued_on or eastern_date(now)
    secret = rules.generate()
    made = AccessCode(
        case_id=holder.case_id,
        party_id=holder.id if isinstance(holder, Party) else None,
        representation_id=holder.id if isinstance(holder, Representation) else None,
        code_hash=fingerprint(secret, "access_code"),
        channel="letter",
        issued_on=day,
        valid_until=rules.valid_until(day, valid_days),
        issued_at=now,
        **facts,
    )
    made.code = secret
    session.add(made)
    session.flush()
    return made, secret


def days(n: int) -> timedelta:
    return timedelta(days=n)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@dataclass(frozen=True)
class Filing:
    """A paper filing with a live code, and somebody who could redeem it."""

    case: Case
    party: Party
    person: Person
    code: AccessCode
    account: Account
    claim: Claim

    @property
    def actor(self) -> Actor:
        return actor_for(self.account)


def filing(
    session: Session,
    *,
    born: date = BORN,
    role: PartyRole = PartyRole.APPLICANT,
    issued_on: date | None = None,
    voided_at: datetime | None = None,
    residence: list[str] | None = HOME,
    email: str | None = None,
    **case_facts: Any,
) -> Filing:
    filed = case(session, **case_facts)
    holder = person(session, born=born, residence=residence, email=email)
    member = party(session, filed, holder, role)
    stored, secret = code(session, member, issued_on=issued_on, voided_at=voided_at)
    return Filing(
        filed, member, holder, stored, account(session), Claim(filed.receipt_number, secret, born)
    )


def link(session: Session, account: Account, party: Party) -> CaseLink:
    made = CaseLink(
        account_id=account.id,
        party_id=party.id,
        case_id=party.case_id,
        linked_at=clock.business(session),
    )
    session.add(made)
    session.flush()
    return made
