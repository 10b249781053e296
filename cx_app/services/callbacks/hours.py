"""The officers' hours and days, how many take calls, and the hours that suit a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.business_days import DAY
from cx_app.domain.business_time import eastern_date
from cx_app.domain.callbacks.hours import LOOK_AHEAD, Desk, LocalHours, Suits
from cx_app.domain.policy import Policy
from cx_app.models import Callback, CallbackClosure, CallbackHours
from cx_app.services.policy.current import policy

POLICY: Final = "callbacks_policy"
DESK: Final = "callbacks_desk"
MOST_HOURS: Final = 4
"""Spans that a person names."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """What is in force on a day."""

    opens: time
    closes: time
    officers: int
    ahead: timedelta


def policy_now(session: Session, now: datetime) -> Policy:
    """One transaction looks once: a sweep moves many callbacks, each by several rules."""
    if POLICY not in session.info:
        session.info[POLICY] = policy(session, now)
    found: Policy = session.info[POLICY]
    return found


def staffing(session: Session, now: datetime) -> Staffing:
    """The newest of a supervisor's rows that have begun; without one, what policy says."""
    row = session.exec(
        select(CallbackHours)
        .where(CallbackHours.from_day <= eastern_date(now))
        .order_by(
            col(CallbackHours.from_day).desc(),
            col(CallbackHours.set_at).desc(),
            col(CallbackHours.id).desc(),
        )
        .limit(1)
    ).first()
    if row is None:
        first = policy_now(session, now).callback_settings
        return Staffing(first.desk_from, first.desk_until, first.officers, first.ahead)
    return Staffing(row.opens, row.closes, row.officers, timedelta(minutes=row.ahead_minutes))


def desk(session: Session, now: datetime) -> Desk:
    """When officers call, as far ahead as anybody looks; one transaction looks once."""
    if DESK not in session.info:
        session.info[DESK] = _desk(session, now)
    found: Desk = session.info[DESK]
    return found


def look_again(session: Session) -> None:
    """After hours or days have changed in this transaction."""
    session.info.pop(DESK, None)


def _desk(session: Session, now: datetime) -> Desk:
    today = eastern_date(now)
    closed = session.exec(
        select(col(CallbackClosure.day)).where(
            CallbackClosure.day >= today - DAY,
            CallbackClosure.day <= today + LOOK_AHEAD * DAY,
            col(CallbackClosure.ended_at).is_(None),
        )
    ).all()
    in_force = staffing(session, now)
    return Desk(LocalHours(in_force.opens, in_force.closes), frozenset(closed))


def suits(callback: Callback) -> Suits:
    return Suits(ZoneInfo(callback.zone), read_hours(callback.hours))


def read_hours(kept: str) -> tuple[LocalHours, ...]:
    """`09:00-12:00,17:00-20:00` as it is kept."""
    spans = [one.split("-") for one in kept.split(",") if one]
    return tuple(
        LocalHours(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in spans
    )


def kept_hours(typed: Sequence[tuple[str, str]]) -> str | None:
    """Spans as they were chosen, from and until; None when one is no span of hours."""
    kept = []
    for opens, closes in typed[:MOST_HOURS]:
        try:
            begins, ends = time.fromisoformat(opens), time.fromisoformat(closes)
        except ValueError:
            return None
        if begins >= ends or begins.tzinfo or ends.tzinfo:
            return None
        kept.append(f"{begins:%H:%M}-{ends:%H:%M}")
    return ",".join(sorted(set(kept)))
