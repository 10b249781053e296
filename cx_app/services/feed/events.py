"""What happened in cases, what it should have said, and what did not happen after all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from cx_app.domain import feed as rules
from cx_app.domain.cases import MISSED, status_of
from cx_app.domain.feed import Caused
from cx_app.domain.messages import Kind
from cx_app.models import Case, CaseEvent
from cx_app.services.biometrics.spared import spared_cases
from cx_app.services.feed.batch import Batch, NotYet, Told
from cx_app.services.feed.records import CorrectionRecord, EventRecord, WithdrawalRecord


def take_event(batch: Batch, record: EventRecord) -> Caused:
    """History keeps every event; the present follows the newest one (domain 8.4, FEED-2)."""
    case = batch.case(record.case)
    at = batch.past(record.at, "at")
    batch.add(
        CaseEvent,
        feed_id=record.event_id,
        case_id=case.id,
        code=record.code,
        at=at,
        recorded_at=batch.now,
    )
    batch.provided.add(f"event:{record.event_id}")
    batch.changed_cases.add(case.id)
    newest = case.status_at is None or rank(at, record.code) > rank(
        case.status_at, case.status_code
    )
    if newest:
        _become(case, record.code, at)
    return _tell(batch, case, record.event_id, newest=newest)


def rank(at: datetime, code: str) -> tuple[datetime, bool, str]:
    """Which of two events is the present one; at the same instant, the one that closes."""
    return at, status_of(code).closes, code


def _become(case: Case, code: str, at: datetime | None) -> None:
    case.status_code, case.status_at = code, at
    case.closed = status_of(code).closes


def _tell(batch: Batch, case: Case, event_id: str, *, newest: bool) -> Caused:
    caused = rules.of_event(
        case.status_code,
        case.status_at or batch.now,
        newest=newest,
        history=batch.history,
        now=batch.now,
        tell_within=batch.policy.feed_tell_within,
    )
    if caused is Caused.STATUS_MESSAGE and case.status_code == MISSED:
        spared = spared_cases(batch.session, {case.id})
        caused = Caused.FACTS if spared else caused
    if caused is Caused.STATUS_MESSAGE:
        facts = {"status": case.status_code}
        batch.told.append(Told(case.id, event_id, Kind.STATUS_CHANGED, facts))
    return caused


def take_correction(batch: Batch, record: CorrectionRecord) -> Caused:
    """Of several corrections of one event the newest stands (FEED-2)."""
    as_of, at = batch.past(record.as_of, "as_of"), batch.past(record.at, "at")
    event = _event(batch, record.of)
    if event.corrected_as_of and (as_of, record.event_id) <= (
        event.corrected_as_of,
        event.correction,
    ):
        return Caused.NOT_NEWEST
    event.code, event.at = record.code, at
    event.corrected_as_of, event.correction = as_of, record.event_id
    return _again(batch, event, record.event_id)


def take_withdrawal(batch: Batch, record: WithdrawalRecord) -> Caused:
    """The event stays on record and is shown nowhere."""
    event = _event(batch, record.of)
    event.withdrawn = True
    return _again(batch, event, record.event_id)


def _event(batch: Batch, feed_id: str) -> CaseEvent:
    event = batch.session.exec(select(CaseEvent).where(CaseEvent.feed_id == feed_id)).first()
    if event is None:
        raise NotYet(f"event:{feed_id}", "the event it is about has not come yet")
    return event


def _again(batch: Batch, event: CaseEvent, event_id: str) -> Caused:
    """Find the present state of the event's case anew; people hear of it if it is another one."""
    batch.session.add(event)
    batch.session.flush()
    case = batch.session.get_one(Case, event.case_id)
    before = (case.status_code, case.status_at)
    _become(case, *present(batch, case.id))
    batch.session.add(case)
    batch.changed_cases.add(case.id)
    if not case.status_code:
        return Caused.FACTS
    return _tell(batch, case, event_id, newest=before != (case.status_code, case.status_at))


def present(batch: Batch, case_id: UUID) -> tuple[str, datetime | None]:
    """Code and instant of the newest event that was not withdrawn."""
    events = batch.session.exec(
        select(CaseEvent).where(CaseEvent.case_id == case_id, col(CaseEvent.withdrawn).is_(False))
    )
    newest = max(events, key=lambda event: rank(event.at, event.code), default=None)
    return (newest.code, newest.at) if newest else ("", None)
