"""By when somebody who asks can expect an answer: from what past requests took (AP-24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.appointment_ages import age, due_at, usual
from cx_app.domain.appointment_requests import RequestReason
from cx_app.domain.business_time import eastern_date, last_day
from cx_app.models import AppointmentRequest
from cx_app.services.policy.current import policy

NEWEST: Final = 200
LATELY: Final = timedelta(days=180)
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Expected:
    """`measured`: from past requests, of which 8 of 10 were answered in as many days or fewer;
    else the target of the reason."""

    by: date
    measured: bool
    days: int


def expected(
    session: Session, reason: RequestReason, asked_at: datetime, paused: timedelta, now: datetime
) -> Expected:
    took = usual(ages(session, reason, now))
    if took is not None:
        days = max(ceil(took / A_DAY), 1)
        return Expected(eastern_date(asked_at + paused + took), True, days)
    target = policy(session, now).requests.target_business_days[reason]
    return Expected(last_day(due_at(asked_at, paused, target)), False, target)


def ages(session: Session, reason: RequestReason, now: datetime) -> list[timedelta]:
    """For how long the agency had the turn, of the newest requests that it answered."""
    rows = session.exec(
        select(
            AppointmentRequest.asked_at,
            AppointmentRequest.paused_seconds,
            AppointmentRequest.decided_at,
        )
        .where(
            AppointmentRequest.reason == reason,
            col(AppointmentRequest.decided_at) > now - LATELY,
        )
        .order_by(col(AppointmentRequest.decided_at).desc())
        .limit(NEWEST)
    )
    return [
        age(asked, timedelta(seconds=paused), None, decided)
        for asked, paused, decided in rows
        if decided is not None
    ]
