"""What staff do about an event that the agency did not take, each time with an audit row."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.feed_out import Outcome, Said
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import Case, FeedFinding, OutboundEvent
from cx_app.services.audit.record import record
from cx_app.services.cases.access import link_to
from cx_app.services.cases.staff import require_staff
from cx_app.services.feed_out.acknowledge import note_answer
from cx_app.services.feed_out.reconcile import Resolution
from cx_app.services.feed_out.staff import may_know

AGENCY_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
MAX_NOTE: Final = 500


class Done(StrEnum):
    """Why nothing was done is as good an answer."""

    DONE = "done"
    ALREADY = "already"
    """The agency or a colleague was faster."""
    INCOMPLETE = "incomplete"
    """What was typed is not the agency's id, or the note is missing."""


def send_again(session: Session, actor: Actor, event_id: UUID) -> Done:
    """Puts an event at a new position, once it is pulled. Raises `NotFound`, `Forbidden`."""
    event = _event(session, actor, event_id)
    if event.position is None or event.outcome == Outcome.ACCEPTED:
        return Done.ALREADY
    event.position = None
    event.sent_again += 1
    event.asked_again = event.outcome == Outcome.REFUSED
    _record(session, actor, "feed_out.send_again", event)
    return Done.DONE


def settle_by_hand(session: Session, actor: Actor, event_id: UUID, agency_id: str) -> Done:
    """Staff asked the agency: it has the event, under this id. Raises `NotFound`, `Forbidden`."""
    event = _event(session, actor, event_id)
    if event.outcome == Outcome.ACCEPTED and not event.conflict:
        return Done.ALREADY
    if not AGENCY_ID.fullmatch(agency_id):
        return Done.INCOMPLETE
    note_answer(event, Said(agency_id), clock.business(session))
    event.by_hand, event.conflict = True, False
    _record(session, actor, "feed_out.settle", event)
    return Done.DONE


def resolve_finding(session: Session, actor: Actor, finding_id: UUID, note: str) -> Done:
    """Raises `NotFound`, `Forbidden`."""
    require_staff(actor)
    finding = session.get(FeedFinding, finding_id, with_for_update=True)
    if finding is None:
        raise NotFound("no such finding")
    if finding.outbound_event_id:
        _event(session, actor, finding.outbound_event_id)
    if finding.resolved_at is not None:
        return Done.ALREADY
    if not note.strip():
        return Done.INCOMPLETE
    finding.resolved_at, finding.resolution = clock.business(session), Resolution.STAFF
    finding.note = note.strip()[:MAX_NOTE]
    record(
        session,
        actor,
        "feed_out.resolve",
        subject_type="feed_finding",
        subject_id=finding.id,
        details={"finding": finding.finding, "day": finding.day.isoformat()},
    )
    return Done.DONE


def _event(session: Session, actor: Actor, event_id: UUID) -> OutboundEvent:
    """One that this actor may work on: nobody works on their own case (design 3)."""
    require_staff(actor)
    event = session.get(OutboundEvent, event_id, with_for_update=True)
    case = session.get(Case, event.case_id) if event and event.case_id else None
    if event is None or not may_know(actor, case):
        raise NotFound("no such event for this account")
    if case and link_to(session, actor, case.id):
        raise Forbidden("nobody works on their own case")
    return event


def _record(session: Session, actor: Actor, action: str, event: OutboundEvent) -> None:
    record(
        session,
        actor,
        action,
        case_id=event.case_id,
        subject_type="outbound_event",
        subject_id=event.id,
        details={"kind": event.kind},
    )
