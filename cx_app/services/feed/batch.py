"""What one transaction of the feed holds while its records are taken, one after the other."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, SQLModel

from cx_app.domain.cases import PartyRole
from cx_app.domain.policy import Policy
from cx_app.domain.receipts import EARLIEST_BIRTH_YEAR
from cx_app.models import (
    Appointment,
    Case,
    CaseEvent,
    CaseOffice,
    FeedRecord,
    FeedWaiting,
    Office,
    OfficeClosure,
    Party,
    Person,
    Representation,
)
from cx_app.models.base import insert as upsert
from cx_app.models.bulk import Row, bulk_insert, fresh
from cx_app.services.feed.fields import AddressField
from cx_app.services.feed.known import Known
from cx_app.services.feed.records import BadLine, Record

EARLIEST: Final = datetime(EARLIEST_BIRTH_YEAR, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(days=1)
"""How far the sender's clock may run before ours."""
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
"""The end of what may be planned: appointments, closures, inquiry dates."""
PARENTS_FIRST: Final = (
    Person,
    Case,
    Party,
    Representation,
    Office,
    OfficeClosure,
    Appointment,
    CaseEvent,
    FeedRecord,
)


class NotYet(Exception):
    """A record names another one that has not come; `needs` is that one's name."""

    def __init__(self, needs: str, why: str) -> None:
        super().__init__(why)
        self.needs = needs


Holder = tuple[type[Party] | type[Representation], UUID]
"""Whose code or part it is: the table and the row's id."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message that is due to the people of a case."""

    case_id: UUID
    event_id: str
    kind: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CodeDue:
    case_id: UUID
    holder: Holder
    issued_on: date


@dataclass
class Batch:
    session: Session
    now: datetime
    policy: Policy
    history: bool
    """These records tell what was long known: nothing follows from them."""
    known: Known = field(default_factory=Known)
    new: dict[type[SQLModel], list[Any]] = field(default_factory=lambda: defaultdict(list))
    offices: list[dict[str, Any]] = field(default_factory=list)
    counted: dict[str, str] = field(default_factory=dict)
    """Event ids that count, and the digest of what they said."""
    waited: dict[str, FeedWaiting] = field(default_factory=dict)
    """Records of this batch that wait from before."""
    provided: set[str] = field(default_factory=set)
    """Names of what has come and others may wait for."""
    waiting: dict[str, tuple[Record, str]] = field(default_factory=dict)
    """Records of this batch that wait, and for what."""
    codes: list[CodeDue] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    ended: list[Holder] = field(default_factory=list)
    flagged: set[UUID] = field(default_factory=set)
    """Cases that became protected."""
    reflagged: set[UUID] = field(default_factory=set)
    """Cases that became protected, or are so no more."""
    new_cases: set[UUID] = field(default_factory=set)
    """No page can show these yet."""
    changed_cases: set[UUID] = field(default_factory=set)
    changed_closures: set[UUID] = field(default_factory=set)
    """Offices whose closures changed."""
    attended: dict[str, bool] = field(default_factory=dict)
    """Appointments that were kept, or missed, by the agency's id for them."""
    changed_people: set[UUID] = field(default_factory=set)
    changed_biometrics: set[UUID] = field(default_factory=set)
    """Appointments of the agency for biometrics that are new, or not what they were."""

    def add(self, table: type[Row], **values: Any) -> Row:
        """A new row; it is stored with all the others when the records of this round are taken."""
        row = fresh(table, **values)
        self.new[table].append(row)
        return row

    def flush(self) -> None:
        """Everything so far is in the database, rows before the rows that refer to them."""
        self.session.flush()
        for table in PARENTS_FIRST:
            bulk_insert(self.session, table, self.new.pop(table, ()))
        if self.offices:
            self.session.execute(_newest_of_an_instant(self.session), self.offices)
            self.offices.clear()

    def case(self, receipt_number: str) -> Case:
        case = self.known.cases.get(receipt_number)
        if case is None:
            raise NotYet(f"case:{receipt_number}", "its case has not come yet")
        return case

    def person(self, feed_id: str) -> Person:
        """As whom this person goes on (FEED-4)."""
        person = self.known.people.get(feed_id)
        if person is None:
            raise NotYet(f"person:{feed_id}", "its person has not come yet")
        return self.known.goes_on_as(person)

    def party(self, case: Case, feed_id: str, role: PartyRole) -> Party:
        person = self.person(feed_id)
        party = self.known.parties.get((case.id, person.id, role.value))
        if party is None:
            raise NotYet(
                f"party:{case.receipt_number}",
                "its person has not come yet as a party in that role",
            )
        return party

    def office(self, feed_id: str) -> Office:
        office = self.known.offices.get(feed_id)
        if office is None:
            raise NotYet(f"office:{feed_id}", "its office has not come yet")
        return office

    def past(self, at: datetime, name: str) -> datetime:
        """In UTC. Raises `BadLine` for what lies ahead or before anyone's time."""
        if not EARLIEST <= at <= self.now + AHEAD:
            raise BadLine(f"{name} lies ahead of now or before {EARLIEST_BIRTH_YEAR}")
        return at.astimezone(UTC)

    def past_day(self, day: date, name: str) -> date:
        if not EARLIEST.date() <= day <= (self.now + AHEAD).date():
            raise BadLine(f"{name} lies ahead of today or before {EARLIEST_BIRTH_YEAR}")
        return day

    def planned(self, at: datetime, name: str) -> datetime:
        """In UTC; may lie ahead. Raises `BadLine` for what no calendar of ours holds."""
        if not EARLIEST <= at <= LATEST:
            raise BadLine(f"{name} lies before {EARLIEST_BIRTH_YEAR} or after {LATEST.year}")
        return at.astimezone(UTC)


def _newest_of_an_instant(session: Session) -> Any:
    added = upsert(session, CaseOffice)
    return added.on_conflict_do_update(
        index_elements=["case_id", "at"],
        set_={"office": added.excluded.office, "source_event": added.excluded.source_event},
        where=added.excluded.source_event > CaseOffice.source_event,
    )


def newer(row: Any, as_of: datetime, event_id: str) -> bool:
    """Whether a record is newer than the one a row is from; of two of one instant the one with
    the greater event id, so that the order in which they come does not matter (FEED-2)."""
    return (as_of, event_id) > (row.updated_at, row.source_event)


def fill(row: Any, facts: dict[str, Any], *, as_of: datetime, event_id: str) -> None:
    """The facts of a record as those of a row."""
    for name, value in facts.items():
        setattr(row, name, value)
    row.updated_at, row.source_event = as_of, event_id


def envelope(address: AddressField | None) -> str | None:
    """The lines under the name on an envelope, as a JSON list."""
    if address is None:
        return None
    last = f"{address.city}, {address.state} {address.zip}"
    return json.dumps([*address.lines, last], ensure_ascii=False)
