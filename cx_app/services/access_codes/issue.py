"""Issue a code and send its letter (OAC-1, OAC-3)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from cx_app.domain import access_codes as rules
from cx_app.domain.business_time import eastern_date
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.policy import Policy
from cx_app.models import AccessCode, Case, Party, Person, Representation
from cx_app.security.crypto import fingerprint
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.messages.outbox import enqueue
from cx_app.services.policy.current import policy


def issue(
    session: Session,
    *,
    case: Case,
    party_id: UUID | None = None,
    representation_id: UUID | None = None,
    now: datetime,
    issued_on: date | None = None,
    in_force: Policy | None = None,
) -> AccessCode:
    """A fresh code for a party or for a representation, with the message that carries it.

    Older live codes stay valid until one of them is redeemed (design 7, two live codes).
    """
    in_force = in_force or policy(session, now)
    day = issued_on or eastern_date(now)
    person = _addressee(session, party_id, representation_id)
    by_email = party_id is not None and case.form in in_force.code_email_forms
    secret = rules.generate()
    code = AccessCode(
        case_id=case.id,
        party_id=party_id,
        representation_id=representation_id,
        code_hash=fingerprint(secret, "access_code"),
        channel=Channel.EMAIL if by_email and not case.protected else Channel.LETTER,
        issued_on=day,
        valid_until=rules.valid_until(day, in_force.code_valid_days),
        issued_at=now,
    )
    code.code = secret
    session.add(code)
    session.flush()
    enqueue(
        session,
        Kind.ACCEPTANCE_NOTICE,
        Channel(code.channel),
        dedupe_key=f"code:{code.id}",
        language=person.language,
        person_id=person.id,
        case_id=case.id,
        code_id=code.id,
    )
    record(
        session,
        SYSTEM_ACTOR,
        "access_code.issue",
        case_id=case.id,
        subject_type="access_code",
        subject_id=code.id,
        details={"channel": code.channel},
    )
    return code


def _addressee(session: Session, party_id: UUID | None, representation_id: UUID | None) -> Person:
    """Whose case it is. A representative's notice goes out under the client's record, and is
    addressed to the representative by name."""
    if representation_id is not None:
        representation = session.get_one(Representation, representation_id)
        party_id = representation.client_party_id
    if party_id is None:
        raise ValueError("a code belongs to a party or to a representation")
    return session.get_one(Person, session.get_one(Party, party_id).person_id)
