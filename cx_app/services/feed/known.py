"""What the portal already knows of a batch of records, loaded with a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel, col, select

from cx_app.models import (
    Appointment,
    Case,
    FeedRecord,
    Office,
    OfficeClosure,
    Party,
    Person,
    Representation,
)
from cx_app.services.feed.records import (
    AppointmentRecord,
    CaseRecord,
    ClosureRecord,
    CodeRecord,
    MergeRecord,
    OfficeRecord,
    PersonRecord,
    Record,
    RepresentationRecord,
)


@dataclass
class Known:
    """Rows by the names under which the feed speaks of them."""

    people: dict[str, Person] = field(default_factory=dict)
    people_by_id: dict[UUID, Person] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    parties: dict[tuple[UUID, UUID, str], Party] = field(default_factory=dict)
    representations: dict[str, Representation] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    closures: dict[str, OfficeClosure] = field(default_factory=dict)
    appointments: dict[str, Appointment] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, records: Sequence[Record]) -> Known:
        """What these records name, as far as it has come."""
        known = cls()
        known._learn_people(session, {name for r in records for name in _people_named(r)})
        known.cases = _by(session, Case, "receipt_number", map(_case_named, records))
        known._learn_parties(session)
        known.representations = _by(
            session, Representation, "feed_id", map(_representation_named, records)
        )
        known.offices = _by(session, Office, "feed_id", map(_office_named, records))
        known.closures = _by(session, OfficeClosure, "feed_id", _ids(records, ClosureRecord))
        known.appointments = _by(session, Appointment, "feed_id", _ids(records, AppointmentRecord))
        return known

    def keep_person(self, person: Person) -> None:
        self.people[person.feed_id] = person
        self.people_by_id[person.id] = person

    def goes_on_as(self, person: Person) -> Person:
        """The person that the agency's people were merged into, or the person itself (FEED-4)."""
        while person.merged_into is not None:
            person = self.people_by_id[person.merged_into]
        return person

    def _learn_people(self, session: Session, names: set[str]) -> None:
        for person in _by(session, Person, "feed_id", names).values():
            self.keep_person(person)
        while missing := {
            person.merged_into
            for person in self.people_by_id.values()
            if person.merged_into is not None and person.merged_into not in self.people_by_id
        }:
            for person in session.exec(select(Person).where(col(Person.id).in_(missing))):
                self.keep_person(person)

    def _learn_parties(self, session: Session) -> None:
        """All parties of the cases, so that any person fits."""
        cases = [case.id for case in self.cases.values()]
        if cases:
            for party in session.exec(select(Party).where(col(Party.case_id).in_(cases))):
                self.parties[party.case_id, party.person_id, party.role] = party


def counted(session: Session, event_ids: Iterable[str]) -> dict[str, str]:
    """Which of these event ids count already, and the digest of what they said."""
    query = select(FeedRecord.id, FeedRecord.digest).where(col(FeedRecord.id).in_(event_ids))
    return dict(session.exec(query).all())


def _by(session: Session, table: type[SQLModel], column: str, names: Iterable[str]) -> Any:
    """Rows of a table by a column, for those of the names that are there."""
    wanted = set(names) - {""}
    if not wanted:
        return {}
    rows = session.exec(select(table).where(getattr(table, column).in_(wanted)))
    return {getattr(row, column): row for row in rows}


def _people_named(record: Record) -> tuple[str, ...]:
    if isinstance(record, PersonRecord):
        return (record.id,)
    if isinstance(record, MergeRecord):
        return (record.person, record.into)
    return (getattr(record, "person", None) or "",)


def _case_named(record: Record) -> str:
    if isinstance(record, CaseRecord):
        return record.receipt_number
    return str(getattr(record, "case", ""))


def _representation_named(record: Record) -> str:
    if isinstance(record, RepresentationRecord):
        return record.id
    return (record.representation or "") if isinstance(record, CodeRecord) else ""


def _office_named(record: Record) -> str:
    if isinstance(record, OfficeRecord):
        return record.id
    return record.office if isinstance(record, (ClosureRecord, AppointmentRecord)) else ""


def _ids(records: Sequence[Record], kind: type[ClosureRecord | AppointmentRecord]) -> Iterable[str]:
    return (record.id for record in records if isinstance(record, kind))
