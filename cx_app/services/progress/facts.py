"""What an estimate is made from, read off a case and its events. Never who it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session, col, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.progress.estimate import Facts
from cx_app.domain.progress.history import Stratum
from cx_app.domain.progress.milestones import Event, granted_on, pause_of, reached_on
from cx_app.domain.progress.table import Milestone
from cx_app.models import Case, CaseEvent


def events_of(session: Session, case: Case) -> list[Event]:
    """What happened in a case and was not withdrawn, the oldest first."""
    rows = session.exec(
        select(CaseEvent.code, CaseEvent.at)
        .where(CaseEvent.case_id == case.id, col(CaseEvent.withdrawn).is_(False))
        .order_by(col(CaseEvent.at), col(CaseEvent.feed_id))
    )
    return [Event(code, eastern_date(at)) for code, at in rows]


def facts_of(
    case: Case, events: Sequence[Event], milestone: Milestone, today: date
) -> Facts | None:
    """None for a card that is not waited for yet."""
    known = until(events, today)
    received = granted_on(known) if milestone is Milestone.CARD else case.received_on
    if received is None:
        return None
    return Facts(
        stratum=Stratum(case.form, case.category, case.office, designation=case.designation),
        received=received,
        as_of=today,
        done=reached_on(known, milestone),
        paused=pause_of(case.status_code, case.hold_reason),
    )


def until(events: Iterable[Event], day: date) -> list[Event]:
    return [event for event in events if event.on <= day]
