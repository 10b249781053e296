"""Whom a protected person's safe-contact record names as their representative (REP-12, domain 9.4).
A supervisor writes it after the person said so; nobody else reads it. In English."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, func, select

from cx_app.domain.cases import PROTECTED_SIDE
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.representation.accounts import AccountState
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import Case, Party, Person, RepresentativeAccount, SafeRepresentative
from cx_app.services.audit.record import record
from cx_app.services.cases.access import refuse
from cx_app.services.cases.staff import SEES_PROTECTED, reachable, require_staff
from cx_app.services.changes import account_topic, case_topic, touch_all
from cx_app.services.openings.opening import opened_for
from cx_app.services.representation.words import say_kind

SUBJECT = "safe_representative"


class Naming(StrEnum):
    """What came of naming somebody; also the outcome of its audit row."""

    DONE = "done"
    ALREADY = "named_before"
    NOBODY = "nobody_found"
    """No accepted account has this name with this bar number or organization."""


@dataclass(frozen=True, slots=True)
class SafeLine:
    id: str
    representative: str
    kind: str
    person: str
    since: str


@dataclass(frozen=True, slots=True)
class ProtectedPerson:
    id: str
    """Of the party."""
    name: str


@dataclass(frozen=True, slots=True)
class SafeContacts:
    people: list[ProtectedPerson] = field(default_factory=list)
    """Those of the case whom the law protects; empty where it is not protected."""
    named: list[SafeLine] = field(default_factory=list)


def safe_contacts(session: Session, actor: Actor, case_id: UUID) -> SafeContacts:
    """Raises `NotFound` and `Forbidden` as `reachable` does, and where the case is not open."""
    case = _opened(session, actor, case_id)
    if not case.protected:
        return SafeContacts()
    people = _people(session, case)
    rows = session.exec(
        select(SafeRepresentative, RepresentativeAccount, Person)
        .join(
            RepresentativeAccount,
            col(RepresentativeAccount.account_id) == SafeRepresentative.account_id,
        )
        .join(Person, col(Person.id) == SafeRepresentative.person_id)
        .where(
            col(SafeRepresentative.person_id).in_([person.id for _party, person in people]),
            col(SafeRepresentative.ended_at).is_(None),
        )
        .order_by(col(SafeRepresentative.named_at), col(RepresentativeAccount.applied_at))
    ).all()
    newest = {named.id: (named, account, person) for named, account, person in rows}
    return SafeContacts(
        [ProtectedPerson(str(party.id), person.full_name) for party, person in people],
        [
            SafeLine(
                str(named.id),
                account.name,
                say_kind(account.kind),
                person.full_name,
                say_date(named.named_at),
            )
            for named, account, person in newest.values()
        ],
    )


def name_safe(
    session: Session, actor: Actor, case_id: UUID, party_id: UUID, name: str, licence: str
) -> Naming:
    """By name and bar number together, so that nobody names a namesake. Raises as
    `safe_contacts`, and `NotFound` for somebody whom the law does not protect in this case."""
    case = _opened(session, actor, case_id)
    person = next((p for party, p in _people(session, case) if party.id == party_id), None)
    if person is None or not case.protected:
        raise refuse()
    session.get_one(Person, person.id, with_for_update=True)
    account = _account(session, name, licence)
    answer = Naming.NOBODY if account is None else Naming.DONE
    if account is not None and _stands(session, person.id, account.account_id):
        answer = Naming.ALREADY
    if account is not None and answer is Naming.DONE:
        named = SafeRepresentative(
            person_id=person.id,
            account_id=account.account_id,
            named_by=actor.account_id,
            named_at=clock.business(session),
        )
        session.add(named)
        session.flush()
        _show(session, case, account.account_id)
    record(session, actor, "safe_contact.name", answer, case_id=case.id, subject_type=SUBJECT)
    return answer


def unname_safe(session: Session, actor: Actor, case_id: UUID, safe_id: UUID) -> None:
    """What was signed here opens nothing any more, at the next event of any tab (REP-16). Raises as
    `safe_contacts`, and `NotFound` for a record of somebody else."""
    case = _opened(session, actor, case_id)
    people = [person.id for _party, person in _people(session, case)]
    row = session.exec(
        select(SafeRepresentative)
        .where(SafeRepresentative.id == safe_id, col(SafeRepresentative.person_id).in_(people))
        .with_for_update()
    ).first()
    if row is None or not case.protected:
        raise refuse()
    if row.ended_at is None:
        row.ended_at = clock.business(session)
        session.add(row)
        _show(session, case, row.account_id)
        record(
            session,
            actor,
            "safe_contact.unname",
            case_id=case.id,
            subject_type=SUBJECT,
            subject_id=row.id,
        )


def _opened(session: Session, actor: Actor, case_id: UUID) -> Case:
    require_staff(actor)
    if actor.role not in SEES_PROTECTED:
        raise Forbidden("supervisors only")
    case = reachable(session, actor, case_id)
    if opened_for(session, actor, case, None) is None:
        raise NotFound("the case is not open")
    return case


def _people(session: Session, case: Case) -> list[tuple[Party, Person]]:
    return list(
        session.exec(
            select(Party, Person)
            .join(Person, col(Person.id) == Party.person_id)
            .where(
                Party.case_id == case.id,
                col(Party.role).in_(PROTECTED_SIDE),
                col(Party.ended_at).is_(None),
            )
            .order_by(col(Party.id))
        )
    )


def _account(session: Session, name: str, licence: str) -> RepresentativeAccount | None:
    """Bar numbers are sealed: those of the same name are opened and compared."""
    typed = " ".join(name.split()).lower()
    wanted = "".join(licence.split()).casefold()
    same = session.exec(
        select(RepresentativeAccount).where(
            RepresentativeAccount.state == AccountState.ACCEPTED,
            func.lower(col(RepresentativeAccount.name)) == typed,
        )
    ).all()
    found = [one for one in same if "".join((one.licence or "").split()).casefold() == wanted]
    return found[0] if len(found) == 1 else None


def _stands(session: Session, person_id: UUID, account_id: UUID) -> bool:
    query = select(SafeRepresentative.id).where(
        SafeRepresentative.person_id == person_id,
        SafeRepresentative.account_id == account_id,
        col(SafeRepresentative.ended_at).is_(None),
    )
    return session.exec(query).first() is not None


def _show(session: Session, case: Case, account_id: UUID) -> None:
    touch_all(session, {account_topic(account_id), case_topic(case.id)})
