"""People as the agency knows them, and when two of them turn out to be one."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col, select

from cx_app.domain.addresses import canonical
from cx_app.domain.feed import Caused
from cx_app.domain.people import search_name
from cx_app.domain.receipts import parse_a_number
from cx_app.models import (
    AccessCode,
    AddressChange,
    Appointment,
    Case,
    CaseLink,
    ClaimDispute,
    CodeRequest,
    Party,
    Person,
    Representation,
)
from cx_app.security.crypto import fingerprint
from cx_app.services.feed.batch import Batch, envelope, fill, newer
from cx_app.services.feed.fields import ResidenceField
from cx_app.services.feed.records import BadLine, MergeRecord, PersonRecord


def take_person(batch: Batch, record: PersonRecord) -> Caused:
    """A newer record replaces all that is known; an older one changes nothing (FEED-2)."""
    as_of = batch.past(record.as_of, "as_of")
    batch.past_day(record.birth_date, "birth_date")
    if record.residence and record.residence.changed_on:
        batch.past_day(record.residence.changed_on, "residence.changed_on")
    person = batch.known.people.get(record.id)
    if person is None:
        person = batch.add(Person, feed_id=record.id)
        batch.known.keep_person(person)
        batch.provided.add(f"person:{record.id}")
    elif not newer(person, as_of, record.event_id):
        return Caused.NOT_NEWEST
    else:
        batch.changed_people.add(person.id)
    fill(person, _facts(record), as_of=as_of, event_id=record.event_id)
    return Caused.FACTS


def _facts(record: PersonRecord) -> dict[str, Any]:
    given = unicodedata.normalize("NFC", record.given_name).strip()
    family = unicodedata.normalize("NFC", record.family_name).strip()
    born = record.birth_date.isoformat()
    a_number = parse_a_number(record.a_number) if record.a_number else None
    residence = envelope(record.residence)
    return {
        "given_name": given,
        "family_name": family,
        "search_name": search_name(f"{family} {given}")[:250].rstrip(),
        "birth_date": born,
        "birth_date_hash": fingerprint(born, "birth_date"),
        "a_number": a_number,
        "a_number_hash": fingerprint(a_number, "a_number") if a_number else None,
        "residence": residence,
        "residence_hash": fingerprint(canonical(residence), "residence") if residence else None,
        "residence_changed_at": _changed_at(record.residence),
        "mailing": envelope(record.mailing),
        "household": record.household or "",
        "email": record.email,
        "language": record.language,
    }


def _changed_at(residence: ResidenceField | None) -> datetime | None:
    if residence is None or residence.changed_on is None:
        return None
    return datetime.combine(residence.changed_on, datetime.min.time(), UTC)


def take_merge(batch: Batch, record: MergeRecord) -> Caused:
    """What hung on the one hangs on the other from now on; each keeps its own facts, and those
    of the one that goes on are shown (FEED-4)."""
    batch.person(record.person)  # both must have come
    into = batch.person(record.into)
    person = batch.known.people[record.person]
    if person.merged_into is not None:
        if batch.known.goes_on_as(person) is not into:
            raise BadLine("the person was merged into another one")
        return Caused.NOT_NEWEST
    if into is person:
        raise BadLine("a person can't be merged into itself, nor two into each other")
    person.merged_into = into.id
    batch.session.add(person)
    for party in batch.session.exec(select(Party).where(Party.person_id == person.id)).all():
        _move(batch, party, into)
    batch.session.exec(
        update(AddressChange)
        .where(col(AddressChange.person_id) == person.id)
        .values(person_id=into.id)
    )
    batch.session.flush()
    batch.changed_people.add(into.id)
    return Caused.FACTS


def _move(batch: Batch, party: Party, into: Person) -> None:
    """To the person that goes on; where that one has the same part, the two parts become one."""
    case = batch.session.get_one(Case, party.case_id)
    known = batch.known.parties
    known.pop((party.case_id, party.person_id, party.role), None)
    twin = batch.session.exec(
        select(Party).where(
            Party.case_id == party.case_id, Party.person_id == into.id, Party.role == party.role
        )
    ).first()
    if twin is None:
        party.person_id = into.id
        known[party.case_id, into.id, party.role] = party
        batch.session.add(party)
    else:
        ends = [end for end in (party.ended_at, twin.ended_at) if end is not None]
        twin.ended_at = min(ends, default=None)
        batch.session.add(twin)
        known[twin.case_id, into.id, twin.role] = twin
        _join(batch, party, twin.id)
        if twin.ended_at is not None:
            batch.ended.append((Party, twin.id))
    batch.changed_cases.add(party.case_id)
    batch.provided.add(f"party:{case.receipt_number}")


def _join(batch: Batch, party: Party, twin: UUID) -> None:
    session = batch.session
    linked = select(CaseLink.account_id).where(CaseLink.party_id == twin)
    session.exec(
        delete(CaseLink).where(
            col(CaseLink.party_id) == party.id, col(CaseLink.account_id).in_(linked)
        )
    )
    for table, column in (
        (CaseLink, "party_id"),
        (AccessCode, "party_id"),
        (CodeRequest, "party_id"),
        (ClaimDispute, "party_id"),
        (Representation, "client_party_id"),
        (Appointment, "party_id"),
    ):
        held = getattr(table, column) == party.id
        session.exec(update(table).where(held).values({column: twin}))
    session.delete(party)
    session.flush()
