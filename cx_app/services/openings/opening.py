"""One opening of a case: its audit row, the row that is counted, and the pages that show it."""

from __future__ import annotations

import json
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.cases import PROTECTED_SIDE
from cx_app.domain.identity import Actor
from cx_app.domain.openings import OpeningReason, explanation, goes_on, off_hours
from cx_app.domain.people import search_name
from cx_app.gateways import clock
from cx_app.models import Case, CaseOpening, Party, Person
from cx_app.security.crypto import fingerprint
from cx_app.services.audit.activity import STAFF_MISTOOK, STAFF_OPENED
from cx_app.services.audit.record import record
from cx_app.services.changes import account_topic, touch_all
from cx_app.services.openings.audience import accounts_told
from cx_app.services.openings.grounds import grounds
from cx_app.services.policy.current import policy

SUBJECT: Final = "audit_entry"


def opened_for(
    session: Session, actor: Actor, case: Case, reason: OpeningReason | None
) -> str | None:
    """The reason under which the case is open to the actor: the one of minutes ago (OPEN-2), or
    the one just given, which is recorded. None while there is neither (OPEN-1)."""
    now = clock.business(session)
    rules = policy(session, now).openings
    last = latest(session, actor, case.id)
    if last is not None and goes_on(last.at, last.reason, reason, now, rules):
        return last.reason
    if reason is None:
        return None
    found = explanation(grounds(session, case.id, now))
    details = {"reason": reason.value}
    if found is not None:
        details["explanation"] = found.value
    entry = record(session, actor, STAFF_OPENED, case_id=case.id, details=details)
    person = _whose(session, case.id)
    session.add(
        CaseOpening(
            entry_id=entry.id,
            account_id=actor.account_id,
            role=actor.role,
            case_id=case.id,
            at=entry.at,
            day=eastern_date(entry.at),
            reason=reason,
            explanation=found or "",
            off_hours=off_hours(entry.at, rules),
            protected=case.protected,
            person_id=person.id if person else None,
            name_hash=_name_hash(person),
            address_hash=_address_hash(person),
        )
    )
    _tell(session, case.id)
    return reason.value


def took_by_mistake(session: Session, actor: Actor, case_id: UUID) -> bool:
    """The actor says that the opening of just now was a mistake. The record stays, its people
    read it, and the case asks for a reason again; False when there is nothing to take back."""
    now = clock.business(session)
    last = latest(session, actor, case_id)
    if last is None or not goes_on(last.at, last.reason, None, now, policy(session, now).openings):
        return False
    last.mistaken_at = now
    session.add(last)
    record(
        session,
        actor,
        STAFF_MISTOOK,
        case_id=case_id,
        subject_type=SUBJECT,
        subject_id=last.entry_id,
    )
    _tell(session, case_id)
    return True


def latest(session: Session, actor: Actor, case_id: UUID) -> CaseOpening | None:
    """The actor's newest opening of a case in the present role, unless it was a mistake."""
    last = session.exec(
        select(CaseOpening)
        .where(
            CaseOpening.account_id == actor.account_id,
            CaseOpening.case_id == case_id,
            CaseOpening.role == actor.role,
        )
        .order_by(col(CaseOpening.at).desc(), col(CaseOpening.id).desc())
        .limit(1)
    ).first()
    return last if last is not None and last.mistaken_at is None else None


def _tell(session: Session, case_id: UUID) -> None:
    touch_all(session, {account_topic(account) for account in accounts_told(session, case_id)})


def _whose(session: Session, case_id: UUID) -> Person | None:
    rows = session.exec(
        select(Party.role, Person)
        .where(Party.case_id == case_id, Party.person_id == Person.id)
        .order_by(col(Party.id))
    ).all()
    first = sorted(rows, key=lambda row: row[0] not in PROTECTED_SIDE)
    return first[0][1] if first else None


def _name_hash(person: Person | None) -> str:
    """Folded, so that accents don't part a family; keyed, since the row outlives the need."""
    folded = search_name(person.family_name) if person else ""
    return fingerprint(folded, "opening_name") if folded else ""


def _address_hash(person: Person | None) -> str:
    """Of all lines of the residence, without regard to case, spaces and punctuation."""
    if person is None or not person.residence:
        return ""
    lines = " ".join(json.loads(person.residence))
    folded = "".join(search_name(lines).split())
    return fingerprint(folded, "opening_address") if folded else ""
