"""Issue a code and send its letter (OAC-1, OAC-3)."""

from __future__ import annotations

from datetime import date, datetime

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
    holder: Party | Representation,
    now: datetime,
    issued_on: date | None = None,
    in_force: Policy | None = None,
) -> AccessCode:
    """A fresh code for a party or for a representation, with the message that carries it.

    Older live codes stay valid until one of them is redeemed (design 7, two live codes).
    """
    in_force = in_force or policy(session, now)
    day = issued_on or eastern_date(now)
    person = _addressee(session, holder)
    to_party = isinstance(holder, Party)
    by_email = to_party and case.form in in_force.code_email_forms
    secret = rules.generate()
    code = AccessCode(
        case_id=case.id,
        party_id=holder.id if to_party else None,
        representation_id=None if to_party else holder.id,
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


def _addressee(session: Session, holder: Party | Representation) -> Person:
    """Whose case it is. A representative's notice goes out under the client's record, and is
    addressed to the representative by name."""
    if isinstance(holder, Representation):
        holder = session.get_one(Party, holder.client_party_id)
    return session.get_one(Person, holder.person_id)
