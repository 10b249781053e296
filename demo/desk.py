"""What waits at the officers' desk of codes: one exception of each kind, on cases of nobody in
particular. The requests are asked and looked up as everybody's are."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.access_codes import Verdict, generate, valid_until
from cx_app.domain.addresses import canonical
from cx_app.domain.business_time import eastern_date
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel
from cx_app.models import AccessCode, Case, CodeRequest, Party, Person
from cx_app.security.crypto import fingerprint
from cx_app.services.access_codes.match import match_requests
from cx_app.services.access_codes.request import request_code
from cx_app.services.audit.alerted import ALERT
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.identity.grants import ensure_account
from cx_app.settings import settings

VALID_DAYS: Final = 90
ASKER: Final = "demo-asker-"


def fill_desk(session: Session, now: datetime) -> None:
    """Nothing when it was filled before."""
    if session.exec(select(CodeRequest.id).limit(1)).first() is not None:
        return
    rows = session.exec(
        select(Case, Party, Person)
        .where(
            Party.case_id == Case.id,
            Party.person_id == Person.id,
            col(Case.receipt_number).startswith("IOE"),
            col(Person.feed_id).startswith("demo:background:"),
        )
        .order_by(Case.receipt_number)
    ).all()
    stories = (_moved, _nowhere, _twin, _protected, _came_back, _guessed_at)
    for number, (tell, (case, party, person)) in enumerate(zip(stories, rows, strict=False)):
        tell(session, case, party, person, now)
        if tell is not _guessed_at:
            _ask(session, number, case, person)
    session.flush()
    match_requests(session)


def _moved(session: Session, case: Case, party: Party, person: Person, now: datetime) -> None:
    person.residence_changed_at = now - timedelta(days=9)
    session.add(person)


def _nowhere(session: Session, case: Case, party: Party, person: Person, now: datetime) -> None:
    person.residence = person.residence_hash = None
    session.add(person)


def _twin(session: Session, case: Case, party: Party, person: Person, now: datetime) -> None:
    """Two people on the case were born on the same day."""
    twin = Person(
        feed_id=f"{person.feed_id}:twin",
        given_name="Ramón",
        family_name=person.family_name,
        search_name=f"{person.search_name.split()[0]} ramon",
        birth_date_hash=person.birth_date_hash,
        updated_at=person.updated_at,
    )
    twin.birth_date, twin.residence = person.birth_date, person.residence
    twin.residence_hash = person.residence_hash
    session.add(twin)
    session.flush()
    session.add(Party(case_id=case.id, person_id=twin.id, role=PartyRole.DERIVATIVE))


def _protected(session: Session, case: Case, party: Party, person: Person, now: datetime) -> None:
    case.protected = True
    person.residence = json.dumps(["PMB 77", "Albany, NY 12207"])
    person.residence_hash = fingerprint(canonical(person.residence), "residence")
    session.add(case)
    session.add(person)


def _came_back(session: Session, case: Case, party: Party, person: Person, now: datetime) -> None:
    """A letter with a code was mailed five weeks ago, and the post brought it back."""
    day = eastern_date(now) - timedelta(days=35)
    session.add(
        AccessCode(
            case_id=case.id,
            party_id=party.id,
            code_hash=fingerprint(generate(), "access_code"),
            channel=Channel.LETTER,
            issued_on=day,
            valid_until=valid_until(day, VALID_DAYS),
            issued_at=now - timedelta(days=35),
            printed_at=now - timedelta(days=34),
            mailed_at=now - timedelta(days=34),
            returned_at=now - timedelta(days=2),
        )
    )


def _guessed_at(session: Session, case: Case, party: Party, person: Person, now: datetime) -> None:
    record(session, SYSTEM_ACTOR, "access_code.redeem", Verdict.NO_CODE, case_id=case.id)
    record(session, SYSTEM_ACTOR, ALERT, "many_failures", case_id=case.id)


def _ask(session: Session, number: int, case: Case, person: Person) -> None:
    account = ensure_account(session, settings.issuer, f"{ASKER}{number}", name=person.full_name)
    actor = Actor(account.id, Role.APPLICANT, network=f"{ASKER}{number}", name=account.name)
    born = date.fromisoformat(person.birth_date or "")
    request_code(session, actor, case.receipt_number, born)
