"""What exactly a letter says, where to, and whether it still may: decided as its batch is made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.delivery import Reason
from cx_app.domain.mailroom import grouped
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.gateways.typesetting import Sheet, bars
from cx_app.language import _, known, say_date, using
from cx_app.models import (
    AccessCode,
    Account,
    Case,
    CaseLink,
    InboxMessage,
    OutboxMessage,
    Party,
    Person,
    Representation,
)
from cx_app.services.biometrics.notice_letter import for_letter
from cx_app.services.cases.access import by_link
from cx_app.services.messages.acceptance_notice import compose
from cx_app.services.messages.catalogue import filled, in_force
from cx_app.services.messages.reach import about_protected_case, residence_of
from cx_app.services.messages.shared import NOTICES, address_of_notices


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter that may go, before it is typeset."""

    message: OutboxMessage
    number: str
    to: list[str]
    language: str
    subject: str
    text: str
    sheet: Sheet


def write_letter(session: Session, message: OutboxMessage, number: str) -> Paper | Reason:
    """The letter, or why it will never be sent (domain 9.4 b, c)."""
    if message.not_after is not None and clock.business(session) >= message.not_after:
        return Reason.TOO_LATE
    if message.kind == Kind.ACCEPTANCE_NOTICE:
        return _notice(session, message, number)
    if message.kind == Kind.BIOMETRICS_NOTICE:
        return _biometrics(session, message, number)
    return _letter(session, message, number)


def _letter(session: Session, message: OutboxMessage, number: str) -> Paper | Reason:
    account = session.get(Account, message.account_id) if message.account_id else None
    facts = dict(json.loads(message.facts)) if message.facts else {}
    named = facts.get("address")
    if named and about_protected_case(session, message):
        return Reason.PROTECTED_CASE
    if account is not None:
        address = (
            named
            or _of_notices(session, message, account)
            or residence_of(session, account.id, message.case_id)
        )
    else:
        address = named or _home(session, message)
    if address is None:
        return Reason.NO_ADDRESS
    language = known(message.language)
    words = in_force(session, Kind(message.kind))
    if words is not None:
        subject = filled(words, language, "subject", facts)
        body = filled(words, language, "letter", facts)
    else:
        inbox = session.get(InboxMessage, message.inbox_id) if message.inbox_id else None
        if inbox is None:
            return Reason.NO_TEMPLATE
        subject, body = inbox.subject, inbox.body or ""
    with using(language):
        sheet = {
            "template": "notice",
            "number": number,
            "number_label": _("Letter number {number}", number=grouped(number)),
            "bars": bars(number),
            "address": address,
            "language": language,
            "title": subject,
            "date": say_date(clock.business(session)),
            "paragraphs": [part for part in body.split("\n\n") if part.strip()],
        }
    return Paper(message, number, address, language, subject, body, sheet)


def _of_notices(session: Session, message: OutboxMessage, account: Account) -> list[str] | None:
    """Where the person wants notices to go to their representative alone (REP-4)."""
    if message.case_id is None or Kind(message.kind) not in NOTICES:
        return None
    case = session.get_one(Case, message.case_id)
    link = by_link(CaseLink.party_id).where(
        CaseLink.account_id == account.id, CaseLink.case_id == case.id
    )
    party_id = session.exec(link.limit(1)).first()
    party = session.get(Party, party_id) if party_id else None
    return address_of_notices(session, case, party) if party else None


def _home(session: Session, message: OutboxMessage) -> list[str] | None:
    """Of somebody who has no account: as the agency knows it, and never about a protected case."""
    person = session.get(Person, message.person_id) if message.person_id else None
    if person is None or person.residence is None or about_protected_case(session, message):
        return None
    return [person.full_name, *json.loads(person.residence)]


def _notice(session: Session, message: OutboxMessage, number: str) -> Paper | Reason:
    code = session.get(AccessCode, message.code_id) if message.code_id else None
    if code is None or code.code is None or code.voided_at is not None:
        return Reason.CODE_GONE
    person = session.get_one(Person, message.person_id)
    address = _address(session, code, person)
    if address is None:
        return Reason.NO_ADDRESS
    case = session.get_one(Case, code.case_id)
    notice = compose(case, code, code.code, address, person.language, number)
    language = known(person.language)
    return Paper(message, number, address, language, notice.subject, notice.text, notice.sheet)


def _biometrics(session: Session, message: OutboxMessage, number: str) -> Paper | Reason:
    """Nobody gets a notice by mail that another one has replaced since."""
    facts = dict(json.loads(message.facts)) if message.facts else {}
    found = for_letter(session, UUID(facts["notice"]), number)
    if isinstance(found, Reason):
        return found
    return Paper(message, number, found.address, found.language, *found.words, found.sheet)


def _address(session: Session, code: AccessCode, person: Person) -> list[str] | None:
    """A person's code goes to their own residence and nowhere else; a representative's own code
    to the representative's business address (design 7, OAC-11)."""
    if code.representation_id is not None:
        holder = session.get_one(Representation, code.representation_id)
        name, lines = holder.representative_name, holder.address
    else:
        name, lines = person.full_name, person.residence
    return None if lines is None else [name, *json.loads(lines)]
