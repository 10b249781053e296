"""Applies records of the case feed to people, cases and what hangs on them.

Records may come in any order and more than once; what is left is the same. A record that needs
another one which has not come yet is refused, and counts when it is sent again.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert, text, update
from sqlmodel import Session, col

from cx_app.domain.business_time import eastern_date
from cx_app.domain.cases import PartyRole, status_of
from cx_app.domain.people import search_name
from cx_app.domain.receipts import EARLIEST_BIRTH_YEAR, parse_a_number
from cx_app.models import AccessCode, Case, CaseEvent, FeedRecord, Party, Person, Representation
from cx_app.models.base import uuid7
from cx_app.security.crypto import fingerprint
from cx_app.services.access_codes.issue import issue
from cx_app.services.feed.known import Known, load, tell_open_pages
from cx_app.services.feed.records import (
    BadLine,
    CaseRecord,
    CodeRecord,
    EventRecord,
    PartyRecord,
    PersonRecord,
    Record,
    RepresentationRecord,
    ResidenceField,
)

EARLIEST: Final = datetime(EARLIEST_BIRTH_YEAR, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(days=1)
"""How far the sender's clock may run before ours."""

_ONE_IMPORT_AT_A_TIME: Final = 0x63785F66656564


class Fate(StrEnum):
    APPLIED = "applied"
    REPEATED = "repeated"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record; a reason only when it was rejected."""

    fate: Fate
    reason: str = ""


@dataclass
class _Batch:
    session: Session
    now: datetime
    known: Known
    new: list[Person | Case | Party | Representation] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    counted: list[dict[str, Any]] = field(default_factory=list)


def apply(session: Session, records: Sequence[Record], now: datetime) -> list[Outcome]:
    """What became of each record, in their order. One transaction, the caller's."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_IMPORT_AT_A_TIME})"))
    batch = _Batch(session, now, load(session, records))
    outcomes = [_take(batch, record) for record in records]
    _flush(batch)
    if batch.events:
        session.execute(insert(CaseEvent), batch.events)
    if batch.counted:
        session.execute(insert(FeedRecord), batch.counted)
    tell_open_pages(session, batch.known)
    return outcomes


def _flush(batch: _Batch) -> None:
    """Rows before the rows that refer to them."""
    for table in (Person, Case, Party, Representation):
        batch.session.add_all(row for row in batch.new if isinstance(row, table))
        batch.session.flush()
    batch.new.clear()


def _take(batch: _Batch, record: Record) -> Outcome:
    if record.event_id in batch.known.counted:
        return Outcome(Fate.REPEATED)
    try:
        _apply_one(batch, record)
    except BadLine as error:
        return Outcome(Fate.REJECTED, str(error))
    batch.known.counted.add(record.event_id)
    batch.counted.append(
        {
            "id": record.event_id,
            "kind": record.__struct_config__.tag,
            "applied_at": batch.now,
        }
    )
    return Outcome(Fate.APPLIED)


def _apply_one(batch: _Batch, record: Record) -> None:
    """Raises `BadLine` before it changes anything."""
    match record:
        case EventRecord():
            _event(batch, record)
        case PersonRecord():
            _person(batch, record)
        case CaseRecord():
            _case(batch, record)
        case PartyRecord():
            _party(batch, record)
        case RepresentationRecord():
            _representation(batch, record)
        case CodeRecord():
            _code(batch, record)


def _person(batch: _Batch, record: PersonRecord) -> None:
    """A newer record replaces all that is known; an older one changes nothing."""
    as_of = _instant(batch, record.as_of, "as_of")
    _day(batch, record.birth_date, "birth_date")
    if record.residence and record.residence.changed_on:
        _day(batch, record.residence.changed_on, "residence.changed_on")
    person = batch.known.people.get(record.id)
    if person is None:
        person = Person(feed_id=record.id)
        batch.known.people[record.id] = person
        batch.new.append(person)
    elif as_of <= person.updated_at:
        return
    else:
        batch.known.changed_people.add(person.id)
    _fill_person(person, record, as_of)


def _fill_person(person: Person, record: PersonRecord, as_of: datetime) -> None:
    person.given_name = unicodedata.normalize("NFC", record.given_name).strip()
    person.family_name = unicodedata.normalize("NFC", record.family_name).strip()
    person.search_name = search_name(f"{person.family_name} {person.given_name}")[:250].rstrip()
    born = record.birth_date.isoformat()
    person.birth_date = born
    person.birth_date_hash = fingerprint(born, "birth_date")
    a_number = parse_a_number(record.a_number) if record.a_number else None
    person.a_number = a_number
    person.a_number_hash = fingerprint(a_number, "a_number") if a_number else None
    person.residence = _residence(record.residence)
    person.residence_changed_at = _changed_at(record.residence)
    person.email = record.email
    person.language = record.language
    person.updated_at = as_of


def _residence(residence: ResidenceField | None) -> str | None:
    """The lines under the name on an envelope, as a JSON list."""
    if residence is None:
        return None
    last = f"{residence.city}, {residence.state} {residence.zip}"
    return json.dumps([*residence.lines, last], ensure_ascii=False)


def _changed_at(residence: ResidenceField | None) -> datetime | None:
    if residence is None or residence.changed_on is None:
        return None
    return datetime.combine(residence.changed_on, datetime.min.time(), UTC)


def _case(batch: _Batch, record: CaseRecord) -> None:
    """The protected flag comes and goes here and nowhere else (design 7)."""
    as_of = _instant(batch, record.as_of, "as_of")
    _day(batch, record.received_on, "received_on")
    case = batch.known.cases.get(record.receipt_number)
    if case is None:
        case = Case(receipt_number=record.receipt_number, received_on=record.received_on)
        batch.known.cases[record.receipt_number] = case
        batch.known.new_cases.add(case.id)
        batch.new.append(case)
    elif as_of <= case.updated_at:
        return
    else:
        batch.known.changed_cases.add(case.id)
    case.form = record.form
    case.category = record.category
    case.office = record.office
    case.channel = record.channel
    case.received_on = record.received_on
    case.protected = record.protected
    case.updated_at = as_of


def _party(batch: _Batch, record: PartyRecord) -> None:
    case, person = _case_of(batch, record.case), _person_of(batch, record.person)
    if (case.id, person.id, record.role) in batch.known.parties:
        return
    party = Party(case_id=case.id, person_id=person.id, role=record.role.value)
    batch.known.parties[case.id, person.id, party.role] = party
    batch.known.changed_cases.add(case.id)
    batch.new.append(party)


def _representation(batch: _Batch, record: RepresentationRecord) -> None:
    """Its facts never change; it ends once, and the earliest end stands."""
    case = _case_of(batch, record.case)
    client = _party_of(batch, case, record.person, record.role)
    since = _instant(batch, record.since, "since")
    ended = _instant(batch, record.ended, "ended") if record.ended else None
    if ended and ended < since:
        raise BadLine("ended is before since")
    row = batch.known.representations.get(record.id)
    if row is None:
        row = Representation(
            feed_id=record.id,
            case_id=case.id,
            client_party_id=client.id,
            representative_name=record.representative_name,
            since=since,
        )
        row.address = _residence(record.address)
        batch.known.representations[record.id] = row
        batch.new.append(row)
    elif (row.client_party_id, row.representative_name, row.since) != (
        client.id,
        record.representative_name,
        since,
    ):
        raise BadLine("another representation came under this id")
    batch.known.changed_cases.add(case.id)
    if ended and (row.ended_at is None or ended < row.ended_at):
        row.state, row.ended_at = "ended", ended
        _void_codes(batch, row)


def _void_codes(batch: _Batch, representation: Representation) -> None:
    _flush(batch)
    batch.session.execute(
        update(AccessCode)
        .where(
            col(AccessCode.representation_id) == representation.id,
            col(AccessCode.redeemed_at).is_(None),
            col(AccessCode.voided_at).is_(None),
        )
        .values(voided_at=batch.now, void_reason="representation_ended")
    )


def _event(batch: _Batch, record: EventRecord) -> None:
    """History keeps every event; the present follows the newest one (8.4)."""
    case = _case_of(batch, record.case)
    at = _instant(batch, record.at, "at")
    batch.events.append(
        {
            "id": uuid7(),
            "feed_id": record.event_id,
            "case_id": case.id,
            "code": record.code,
            "at": at,
            "recorded_at": batch.now,
        }
    )
    batch.known.changed_cases.add(case.id)
    if case.status_at is None or _rank(at, record.code) > _rank(case.status_at, case.status_code):
        case.status_code, case.status_at = record.code, at
        case.closed = status_of(record.code).closes


def _rank(at: datetime, code: str) -> tuple[datetime, bool, str]:
    """Which of two events is the present one; at the same instant, the one that closes."""
    return at, status_of(code).closes, code


def _code(batch: _Batch, record: CodeRecord) -> None:
    case = _case_of(batch, record.case)
    if record.issued_on > eastern_date(batch.now):
        raise BadLine("issued_on is after today")
    _day(batch, record.issued_on, "issued_on")
    party_id, representation_id = _holder(batch, case, record)
    _flush(batch)
    issue(
        batch.session,
        case=case,
        party_id=party_id,
        representation_id=representation_id,
        now=batch.now,
        issued_on=record.issued_on,
    )


def _holder(batch: _Batch, case: Case, record: CodeRecord) -> tuple[UUID | None, UUID | None]:
    """A party's id or a representation's id: a code belongs to one of them (OAC-11)."""
    if record.representation is None:
        if record.person is None or record.role is None:
            raise BadLine("a code needs person and role, or representation")
        return _party_of(batch, case, record.person, record.role).id, None
    if record.person is not None or record.role is not None:
        raise BadLine("a code goes to a person or to a representation, not to both")
    row = batch.known.representations.get(record.representation)
    if row is None or row.case_id != case.id:
        raise BadLine("its representation has not come yet for this case")
    if row.ended_at is not None:
        raise BadLine("its representation has ended")
    return None, row.id


def _case_of(batch: _Batch, receipt_number: str) -> Case:
    case = batch.known.cases.get(receipt_number)
    if case is None:
        raise BadLine("its case has not come yet")
    return case


def _person_of(batch: _Batch, feed_id: str) -> Person:
    person = batch.known.people.get(feed_id)
    if person is None:
        raise BadLine("its person has not come yet")
    return person


def _party_of(batch: _Batch, case: Case, feed_id: str, role: PartyRole) -> Party:
    person = _person_of(batch, feed_id)
    party = batch.known.parties.get((case.id, person.id, role.value))
    if party is None:
        raise BadLine("its person has not come yet as a party in that role")
    return party


def _instant(batch: _Batch, at: datetime, name: str) -> datetime:
    """In UTC. Raises `BadLine` for what lies ahead or before anyone's time."""
    if not EARLIEST <= at <= batch.now + AHEAD:
        raise BadLine(f"{name} lies ahead of now or before {EARLIEST_BIRTH_YEAR}")
    return at.astimezone(UTC)


def _day(batch: _Batch, day: date, name: str) -> None:
    if not EARLIEST.date() <= day <= (batch.now + AHEAD).date():
        raise BadLine(f"{name} lies ahead of today or before {EARLIEST_BIRTH_YEAR}")
