"""Who represents whom (Form G-28), and codes to issue to parties and representatives."""

from __future__ import annotations

from cx_app.domain import feed as rules
from cx_app.domain.business_time import eastern_date
from cx_app.domain.feed import Caused
from cx_app.models import Case, Party, Representation
from cx_app.services.feed.batch import Batch, CodeDue, NotYet, envelope
from cx_app.services.feed.records import BadLine, CodeRecord, RepresentationRecord


def take_representation(batch: Batch, record: RepresentationRecord) -> Caused:
    """Its facts never change; it ends once, and the earliest end stands."""
    case = batch.case(record.case)
    client = batch.party(case, record.person, record.role)
    since = batch.past(record.since, "since")
    ended = batch.past(record.ended, "ended") if record.ended else None
    if ended and ended < since:
        raise BadLine("ended is before since")
    row = batch.known.representations.get(record.id)
    if row is None:
        row = batch.add(
            Representation,
            feed_id=record.id,
            case_id=case.id,
            client_party_id=client.id,
            representative_name=record.representative_name,
            capacity=record.capacity,
            notices_to_representative=record.notices_to_representative,
            since=since,
        )
        row.address = envelope(record.address)
        batch.known.representations[record.id] = row
        batch.provided.add(f"representation:{record.id}")
    elif (row.client_party_id, row.representative_name, row.since) != (
        client.id,
        record.representative_name,
        since,
    ):
        raise BadLine("another representation came under this id")
    batch.changed_cases.add(case.id)
    if ended and (row.ended_at is None or ended < row.ended_at):
        row.state, row.ended_at = "ended", ended
        batch.ended.append((Representation, row.id))
    return Caused.FACTS


def take_code(batch: Batch, record: CodeRecord) -> Caused:
    """A code belongs to a party or to a representation (OAC-11)."""
    case = batch.case(record.case)
    if record.issued_on > eastern_date(batch.now):
        raise BadLine("issued_on is after today")
    batch.past_day(record.issued_on, "issued_on")
    table, row = _holder(batch, case, record)
    caused = rules.of_code(ended=row.ended_at is not None, history=batch.history)
    if caused is Caused.CODE:
        batch.codes.append(CodeDue(case.id, (table, row.id), record.issued_on))
    return caused


def _holder(
    batch: Batch, case: Case, record: CodeRecord
) -> tuple[type[Party], Party] | tuple[type[Representation], Representation]:
    if record.representation is None:
        if record.person is None or record.role is None:
            raise BadLine("a code needs person and role, or representation")
        return Party, batch.party(case, record.person, record.role)
    if record.person is not None or record.role is not None:
        raise BadLine("a code goes to a person or to a representation, not to both")
    row = batch.known.representations.get(record.representation)
    if row is None:
        raise NotYet(
            f"representation:{record.representation}", "its representation has not come yet"
        )
    if row.case_id != case.id:
        raise BadLine("its representation is of another case")
    return Representation, row
