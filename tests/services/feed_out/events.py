"""Events for tests: one of each kind, and what the agency says of them."""

from __future__ import annotations

import itertools
import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app import database as db
from cx_app.domain.feed_out import Answer, EventKind, Outcome
from cx_app.models import OutboundEvent
from cx_app.models.base import uuid7
from cx_app.services.feed.fields import AddressField
from cx_app.services.feed_out.acknowledge import Verdict, acknowledge
from cx_app.services.feed_out.pull import CursorAhead, pull
from cx_app.services.feed_out.records import (
    AddressChange,
    Booking,
    Cancellation,
    CodeRequest,
    Move,
    Representation,
    RescheduleRequest,
    Slot,
    What,
    Withdrawal,
)
from cx_app.services.feed_out.send_back import send_back
from tests import factories
from tests.factories import Filing, utc

_number = itertools.count(1)
HOME = AddressField(lines=("12 Elm Street", "Apt 4"), city="Springfield", state="IL", zip="62701")
SLOT = Slot(office="Chicago", starts_at=utc(2026, 3, 9, 14), ends_at=utc(2026, 3, 9, 15))
LATER = Slot(office="Chicago", starts_at=utc(2026, 3, 10, 14), ends_at=utc(2026, 3, 10, 15))
EACH: dict[EventKind, What] = {
    EventKind.BOOKING: Booking(appointment="A-1", service="biometrics", slot=SLOT),
    EventKind.MOVE: Move(
        appointment="A-1", service="biometrics", cause="illness", slot=LATER, instead_of=SLOT
    ),
    EventKind.CANCELLATION: Cancellation(
        appointment="A-1", service="biometrics", cause="by_person", slot=LATER
    ),
    EventKind.ADDRESS_CHANGE: AddressChange(
        change="AC-1", state="noted", use="residence", address=HOME, from_day=date(2026, 3, 1)
    ),
    EventKind.CODE_REQUEST: CodeRequest(request="Q-1", state="review"),
    EventKind.RESCHEDULE_REQUEST: RescheduleRequest(
        request="0198c0de-0000-7000-8000-0000000000ad",
        appointment="A-1",
        state="asked",
        timely=True,
    ),
    EventKind.REPRESENTATION: Representation(
        representation="R-1",
        state="entered",
        capacity="attorney",
        representative_name="Rosa Delgado",
        address=HOME,
        since=utc(2026, 3, 1),
    ),
    EventKind.RESCHEDULE_REQUEST: RescheduleRequest(
        request="R-1", appointment="A-1", state="asked", timely=True
    ),
    EventKind.WITHDRAWAL: Withdrawal(of="filing", reason="no_longer_needed"),
}


def filed(session: Session, filing: Filing, what: What = EACH[EventKind.BOOKING]) -> UUID:
    """An event of this case, not committed yet; its id."""
    dedupe_key = f"test:{next(_number)}"
    assert send_back(
        session,
        what,
        case=filing.case,
        party=filing.party,
        subject_id=uuid7(),
        dedupe_key=dedupe_key,
    )
    return session.exec(
        select(OutboundEvent.id).where(OutboundEvent.dedupe_key == dedupe_key)
    ).one()


def sent(what: What = EACH[EventKind.BOOKING], **facts: object) -> UUID:
    """An event of a new case; its id."""
    with db.write() as session:
        return filed(session, factories.filing(session, **facts), what)


def pulled(after: int = 0, limit: int = 100) -> list[dict[str, Any]]:
    with db.write() as session:
        lines = pull(session, after, limit)
    assert not isinstance(lines, CursorAhead)
    return [json.loads(line) for line in lines]


def ids(after: int = 0, limit: int = 100) -> list[UUID]:
    return [UUID(str(line["event_id"])) for line in pulled(after, limit)]


def ack(event_id: object, agency_id: str = "MER-1", **said: object) -> bytes:
    line = {
        "v": 1,
        "kind": "acknowledgement",
        "event_id": str(event_id),
        "agency_id": agency_id,
        "outcome": Outcome.ACCEPTED,
        **said,
    }
    return json.dumps(line).encode()


def refusal(event_id: object, agency_id: str = "MER-1") -> bytes:
    return ack(event_id, agency_id, outcome=Outcome.REFUSED, reason="no_room")


def answers(*lines: bytes) -> list[Answer]:
    return [verdict.answer for verdict in verdicts(*lines)]


def verdicts(*lines: bytes) -> list[Verdict]:
    with db.write() as session:
        return acknowledge(session, list(lines))


def row(event_id: UUID) -> OutboundEvent:
    with db.read() as session:
        return session.get_one(OutboundEvent, event_id)


def rows() -> list[OutboundEvent]:
    with db.read() as session:
        return list(session.exec(select(OutboundEvent).order_by(col(OutboundEvent.id))))


def dated(event_id: UUID, at: datetime) -> UUID:
    """The event as if it had been written at another time."""
    with db.write() as session:
        session.get_one(OutboundEvent, event_id).created_at = at
    return event_id
