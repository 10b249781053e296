"""A supervisor says when officers call, how many do, how far ahead texts go, and on which days
nobody calls (TA-10, TA-20). In English."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from sqlalchemy import update
from sqlmodel import Session, col, select

from cx_app.domain.business_days import is_business_day
from cx_app.domain.business_time import eastern_date
from cx_app.domain.callbacks.standing import CallbackState
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import Account, Callback, CallbackClosure, CallbackHours
from cx_app.services.audit.record import record
from cx_app.services.callbacks.access import require_desk
from cx_app.services.callbacks.desk import PaceLine, pace_line
from cx_app.services.callbacks.hours import look_again, staffing
from cx_app.services.callbacks.moving import DESK
from cx_app.services.changes import touch
from cx_app.services.policy.current import policy

MOST_OFFICERS: Final = 2_000
LISTED: Final = 20


class StaffingRefusal(StrEnum):
    """Why hours, staffing or a day were not taken."""

    ORDER = "order"
    """It ends before it begins."""
    OFFICERS = "officers"
    AHEAD = "ahead"
    """More than the half hour, or less than a minute."""
    PAST_DAY = "past_day"
    NO_WORK = "no_work"
    """A weekend or a holiday: nobody calls anyway."""
    CLOSED = "closed"
    """Already."""


class ClosureReason(StrEnum):
    WEATHER = "weather"
    TRAINING = "training"
    SYSTEMS = "systems"
    OTHER = "other"


REASONS: Final = {
    ClosureReason.WEATHER: "Weather",
    ClosureReason.TRAINING: "Training",
    ClosureReason.SYSTEMS: "Systems are down",
    ClosureReason.OTHER: "Another reason",
}


@dataclass(frozen=True, slots=True)
class HoursLine:
    from_day: str
    hours: str
    officers: int
    ahead: int
    by: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class ClosureLine:
    day: str
    """ISO, to take it back by."""
    said: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class StaffingView:
    opens: str
    closes: str
    officers: int
    ahead: int
    """Minutes."""
    most_ahead: int
    today: str
    pace: PaceLine
    planned: list[HoursLine] = field(default_factory=list)
    closures: list[ClosureLine] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)


def staffing_view(session: Session, actor: Actor) -> StaffingView:
    require_desk(actor)
    now = clock.business(session)
    in_force = staffing(session, now)
    call_within = policy(session, now).callbacks.call_within
    return StaffingView(
        opens=f"{in_force.opens:%H:%M}",
        closes=f"{in_force.closes:%H:%M}",
        officers=in_force.officers,
        ahead=int(in_force.ahead.total_seconds() // 60),
        most_ahead=int(call_within.total_seconds() // 60),
        today=eastern_date(now).isoformat(),
        pace=pace_line(session, now),
        planned=_planned(session, now),
        closures=_closures(session, now),
        reasons=[(one.value, words) for one, words in REASONS.items()],
    )


def set_staffing(
    session: Session,
    actor: Actor,
    from_day: date,
    opens: time,
    closes: time,
    officers: int,
    ahead_minutes: int,
) -> StaffingRefusal | None:
    """From a day on, today at the earliest; a new row, so that what was in force stays known."""
    require_desk(actor)
    now = clock.business(session)
    most = policy(session, now).callbacks.call_within.total_seconds() // 60
    if from_day < eastern_date(now):
        return StaffingRefusal.PAST_DAY
    if opens >= closes:
        return StaffingRefusal.ORDER
    if not 0 <= officers <= MOST_OFFICERS:
        return StaffingRefusal.OFFICERS
    if not 1 <= ahead_minutes <= most:
        return StaffingRefusal.AHEAD
    session.add(
        CallbackHours(
            from_day=from_day,
            opens=opens,
            closes=closes,
            officers=officers,
            ahead_minutes=ahead_minutes,
            set_by=actor.account_id,
            set_at=now,
        )
    )
    details = {"officers": officers, "ahead_minutes": ahead_minutes}
    record(session, actor, "callback.staffing", details=details)
    _find_hours_again(session, now)
    return None


def close_day(
    session: Session, actor: Actor, day: date, reason: ClosureReason
) -> StaffingRefusal | None:
    """Nobody is called or texted then; whoever was to be is looked at on the next day."""
    require_desk(actor)
    now = clock.business(session)
    if day < eastern_date(now):
        return StaffingRefusal.PAST_DAY
    if not is_business_day(day):
        return StaffingRefusal.NO_WORK
    row = session.exec(select(CallbackClosure).where(CallbackClosure.day == day)).first()
    if row is not None and row.ended_at is None:
        return StaffingRefusal.CLOSED
    row = row or CallbackClosure(day=day, reason=reason, set_by=actor.account_id, set_at=now)
    row.reason, row.set_by, row.set_at, row.ended_at = reason, actor.account_id, now, None
    session.add(row)
    record(session, actor, "callback.close_day", details={"reason": reason.value})
    _find_hours_again(session, now)
    return None


def reopen_day(session: Session, actor: Actor, day: date) -> bool:
    """False when it was not closed."""
    require_desk(actor)
    now = clock.business(session)
    row = session.exec(
        select(CallbackClosure).where(
            CallbackClosure.day == day, col(CallbackClosure.ended_at).is_(None)
        )
    ).first()
    if row is None:
        return False
    row.ended_at = now
    session.add(row)
    record(session, actor, "callback.reopen_day")
    _find_hours_again(session, now)
    return True


def _find_hours_again(session: Session, now: datetime) -> None:
    """The next sweep looks at everybody in line: their hours may have changed."""
    session.flush()
    look_again(session)
    session.exec(
        update(Callback)
        .where(col(Callback.state) == CallbackState.QUEUED)
        .values(ready_until=now)
        .execution_options(synchronize_session=False)
    )
    touch(session, DESK)


def _planned(session: Session, now: datetime) -> list[HoursLine]:
    """The one in force first, then those to come."""
    rows = session.exec(
        select(CallbackHours, Account.name)
        .join(Account, col(Account.id) == CallbackHours.set_by)
        .order_by(col(CallbackHours.from_day).desc(), col(CallbackHours.set_at).desc())
        .limit(LISTED)
    ).all()
    today = eastern_date(now)
    begun = [row for row, _name in rows if row.from_day <= today]
    newest = begun[0].id if begun else None
    return [
        HoursLine(
            say_date(row.from_day),
            f"{row.opens:%H:%M} to {row.closes:%H:%M}",
            row.officers,
            row.ahead_minutes,
            name,
            in_force=row.id == newest,
        )
        for row, name in rows
    ]


def _closures(session: Session, now: datetime) -> list[ClosureLine]:
    rows = session.exec(
        select(CallbackClosure, Account.name)
        .join(Account, col(Account.id) == CallbackClosure.set_by)
        .where(CallbackClosure.day >= eastern_date(now), col(CallbackClosure.ended_at).is_(None))
        .order_by(col(CallbackClosure.day))
        .limit(LISTED)
    ).all()
    return [
        ClosureLine(
            row.day.isoformat(),
            say_date(row.day),
            REASONS.get(ClosureReason(row.reason), row.reason),
            name,
        )
        for row, name in rows
    ]
