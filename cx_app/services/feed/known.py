"""What the portal already knows of a batch of records, loaded with a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.models import (
    Case,
    CaseFollow,
    CaseLink,
    FeedRecord,
    Party,
    Person,
    Representation,
)
from cx_app.services.changes import account_topic, case_topic, touch_all
from cx_app.services.feed.records import (
    CaseRecord,
    CodeRecord,
    PersonRecord,
    Record,
    RepresentationRecord,
)


@dataclass
class Known:
    """Rows by the names under which the feed speaks of them, and which of them changed."""

    counted: set[str]
    people: dict[str, Person]
    cases: dict[str, Case]
    parties: dict[tuple[UUID, UUID, str], Party]
    representations: dict[str, Representation]
    changed_cases: set[UUID] = field(default_factory=set)
    changed_people: set[UUID] = field(default_factory=set)
    new_cases: set[UUID] = field(default_factory=set)
    """No page can show these yet."""


def load(session: Session, records: Sequence[Record]) -> Known:
    people = _people(session, {name for r in records if (name := _person_named(r))})
    cases = _cases(session, {_case_named(r) for r in records} - {""})
    return Known(
        counted=set(
            session.exec(
                select(FeedRecord.id).where(
                    col(FeedRecord.id).in_({record.event_id for record in records})
                )
            )
        ),
        people=people,
        cases=cases,
        parties=_parties(session, cases.values(), people.values()),
        representations=_representations(
            session, {name for r in records if (name := _representation_named(r))}
        ),
    )


def tell_open_pages(session: Session, known: Known) -> None:
    """Pages that show a changed case, and accounts that have it in their list."""
    cases = known.changed_cases - known.new_cases
    if known.changed_people:
        cases |= set(
            session.exec(
                select(Party.case_id).where(col(Party.person_id).in_(known.changed_people))
            )
        )
    if not cases:
        return
    accounts: set[UUID] = set()
    for table in (CaseLink, CaseFollow):
        accounts |= set(
            session.exec(
                select(table.account_id).where(
                    col(table.case_id).in_(cases), col(table.ended_at).is_(None)
                )
            )
        )
    accounts |= {
        account
        for account in session.exec(
            select(Representation.account_id).where(col(Representation.case_id).in_(cases))
        )
        if account is not None
    }
    touch_all(session, {*map(case_topic, cases), *map(account_topic, accounts)})


def _person_named(record: Record) -> str | None:
    if isinstance(record, PersonRecord):
        return record.id
    return getattr(record, "person", None)


def _case_named(record: Record) -> str:
    if isinstance(record, CaseRecord):
        return record.receipt_number
    return str(getattr(record, "case", ""))


def _representation_named(record: Record) -> str | None:
    if isinstance(record, RepresentationRecord):
        return record.id
    return record.representation if isinstance(record, CodeRecord) else None


def _people(session: Session, names: set[str]) -> dict[str, Person]:
    if not names:
        return {}
    rows = session.exec(select(Person).where(col(Person.feed_id).in_(names)))
    return {person.feed_id: person for person in rows}


def _cases(session: Session, receipts: set[str]) -> dict[str, Case]:
    if not receipts:
        return {}
    rows = session.exec(select(Case).where(col(Case.receipt_number).in_(receipts)))
    return {case.receipt_number: case for case in rows}


def _parties(
    session: Session, cases: Iterable[Case], people: Iterable[Person]
) -> dict[tuple[UUID, UUID, str], Party]:
    case_ids, person_ids = {case.id for case in cases}, {person.id for person in people}
    if not case_ids or not person_ids:
        return {}
    rows = session.exec(
        select(Party).where(col(Party.case_id).in_(case_ids), col(Party.person_id).in_(person_ids))
    )
    return {(party.case_id, party.person_id, party.role): party for party in rows}


def _representations(session: Session, names: set[str]) -> dict[str, Representation]:
    if not names:
        return {}
    rows = session.exec(select(Representation).where(col(Representation.feed_id).in_(names)))
    return {row.feed_id: row for row in rows}
