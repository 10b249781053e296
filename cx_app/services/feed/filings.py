"""Cases and the people in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cx_app.domain import feed as rules
from cx_app.domain.feed import Caused
from cx_app.domain.messages import Kind
from cx_app.models import Case, Party
from cx_app.models.base import uuid7
from cx_app.services.feed.batch import Batch, Told, fill, newer
from cx_app.services.feed.records import CaseRecord, PartyRecord


def take_case(batch: Batch, record: CaseRecord) -> Caused:
    """The protected flag comes and goes here and nowhere else (design 7)."""
    as_of = batch.past(record.as_of, "as_of")
    batch.past_day(record.received_on, "received_on")
    hold_since = batch.past(record.hold.since, "hold.since") if record.hold else None
    case = batch.known.cases.get(record.receipt_number)
    caused = Caused.FACTS
    if case is None:
        case = batch.add(Case, receipt_number=record.receipt_number)
        batch.known.cases[record.receipt_number] = case
        batch.new_cases.add(case.id)
        batch.provided.add(f"case:{record.receipt_number}")
        _note_office(batch, case, record)
    else:
        _note_office(batch, case, record)
        if not newer(case, as_of, record.event_id):
            return Caused.NOT_NEWEST
        batch.changed_cases.add(case.id)
        caused = _moved(batch, case, record)
    if record.protected and not case.protected:
        batch.flagged.add(case.id)
    if record.protected != case.protected:
        batch.reflagged.add(case.id)
    fill(case, _facts(record, hold_since), as_of=as_of, event_id=record.event_id)
    return caused


def _facts(record: CaseRecord, hold_since: datetime | None) -> dict[str, Any]:
    return {
        "form": record.form,
        "designation": record.designation,
        "category": record.category,
        "office": record.office,
        "channel": record.channel,
        "received_on": record.received_on,
        "protected": record.protected,
        "inquiry_on": record.inquiry_on,
        "hold_reason": record.hold.reason if record.hold else "",
        "hold_since": hold_since,
    }


def _note_office(batch: Batch, case: Case, record: CaseRecord) -> None:
    """Every record says where the case was at its time; moves are read off the whole of them, so
    that one which comes late still stands in its place."""
    if record.office:
        batch.offices.append(
            {
                "id": uuid7(),
                "case_id": case.id,
                "office": record.office,
                "at": record.as_of,
                "source_event": record.event_id,
            }
        )


def _moved(batch: Batch, case: Case, record: CaseRecord) -> Caused:
    caused = rules.of_office(
        case.office,
        record.office,
        record.as_of,
        history=batch.history,
        now=batch.now,
        tell_within=batch.policy.feed_tell_within,
    )
    if caused is Caused.MOVE_MESSAGE:
        facts = {"office": record.office}
        batch.told.append(Told(case.id, record.event_id, Kind.CASE_MOVED, facts))
    return caused


def take_party(batch: Batch, record: PartyRecord) -> Caused:
    """A part in a case ends once, and the earliest end stands."""
    case, person = batch.case(record.case), batch.person(record.person)
    ended = batch.past(record.ended, "ended") if record.ended else None
    party = batch.known.parties.get((case.id, person.id, record.role.value))
    if party is None:
        party = batch.add(Party, case_id=case.id, person_id=person.id, role=record.role.value)
        batch.known.parties[case.id, person.id, party.role] = party
        batch.provided.add(f"party:{record.case}")
    if ended and (party.ended_at is None or ended < party.ended_at):
        party.ended_at = ended
        batch.ended.append((Party, party.id))
    batch.changed_cases.add(case.id)
    return Caused.FACTS
