"""Tell the agency what the portal decided: one event, written with its cause (OUT-1)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from cx_app.domain.cases import PartyRole
from cx_app.gateways import clock
from cx_app.models import Case, OutboundEvent, Party, Person
from cx_app.models.base import insert
from cx_app.services.feed_out.records import Event, What, encode


def send_back(
    session: Session,
    what: What,
    *,
    case: Case | None,
    party: Party | None = None,
    subject_id: UUID,
    dedupe_key: str,
) -> bool:
    """Leaves with this transaction; False when the same event is already there.

    `case` is None for a visit that belongs to none, `party` is whom it concerns, `subject_id` the
    row that says so here, `dedupe_key` names the decision: one for each move of an appointment, not
    one for the appointment.
    """
    now = clock.business(session)
    row = OutboundEvent(
        kind=kind_of(what),
        dedupe_key=dedupe_key,
        case_id=case.id if case else None,
        subject_id=subject_id,
        created_at=now,
    )
    event = Event(
        v=1,
        event_id=str(row.id),
        at=now,
        case=case.receipt_number if case else None,
        person=session.get_one(Person, party.person_id).feed_id if party else None,
        role=PartyRole(party.role) if party else None,
        what=what,
    )
    row.payload = encode(event).decode()
    written = session.execute(
        insert(session, OutboundEvent)
        .values(row.model_dump())
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(OutboundEvent.id)
    )
    return written.first() is not None


def kind_of(what: What) -> str:
    return str(what.__struct_config__.tag)
