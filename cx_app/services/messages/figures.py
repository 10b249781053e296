"""How well messages get through: the promise, what fails and why, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import case
from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from cx_app.domain.identity import Actor
from cx_app.domain.messages import OUTSIDE, OutboxState
from cx_app.gateways import clock
from cx_app.models import OutboxMessage
from cx_app.services.cases.staff import require_staff

PROMISED_MS: Final = 10_000
PROMISED_SHARE: Final = 0.95
"""95 of 100 are with the provider within ten seconds."""


class Period(StrEnum):
    """How far back figures look: always bounded, since they are counted anew at each look."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


LENGTHS: Final = {
    Period.HOUR: timedelta(hours=1),
    Period.DAY: timedelta(days=1),
    Period.WEEK: timedelta(days=7),
    Period.MONTH: timedelta(days=30),
}


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    channel: str
    sent: int
    in_time: int
    """Of those sent, accepted by the provider within ten seconds of when they could go."""
    delivered: int
    failed: int
    waiting: int
    oldest_waiting: timedelta
    """How long the oldest that is due has waited."""
    dead: int
    unknown: int

    @property
    def share_in_time(self) -> float | None:
        """None before anything was sent."""
        return self.in_time / self.sent if self.sent else None


@dataclass(frozen=True, slots=True)
class Failures:
    channel: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    since: datetime
    channels: list[ChannelFigures]
    failures: list[Failures]
    """The most frequent first."""


def figures(session: Session, actor: Actor, since: datetime) -> Figures:
    """Of everything sent or given up from `since` (business clock) to now."""
    require_staff(actor)
    now = clock.business(session)
    sent = _sent(session, since)
    waiting = _waiting(session, now)
    ended = _ended(session)
    nothing = (0, 0, 0, 0)
    return Figures(
        since=since,
        channels=[
            ChannelFigures(
                channel,
                *sent.get(channel, nothing),
                *waiting.get(channel, (0, timedelta(0))),
                dead=ended.get((channel, OutboxState.DEAD), 0),
                unknown=ended.get((channel, OutboxState.UNKNOWN), 0),
            )
            for channel in OUTSIDE
        ],
        failures=_failures(session, since),
    )


def _sent(session: Session, since: datetime) -> dict[str, tuple[int, int, int, int]]:
    in_time = case((col(OutboxMessage.took_ms) <= PROMISED_MS, 1), else_=0)
    delivered = case((col(OutboxMessage.delivered_at).is_not(None), 1), else_=0)
    failed = case((col(OutboxMessage.failed_at).is_not(None), 1), else_=0)
    rows = session.execute(
        select_many(
            col(OutboxMessage.channel),
            func.count(),
            func.sum(in_time),
            func.sum(delivered),
            func.sum(failed),
        )
        .where(col(OutboxMessage.sent_at) >= since)
        .group_by(col(OutboxMessage.channel))
    )
    return {channel: (int(n), int(a), int(b), int(c)) for channel, n, a, b, c in rows}


def _waiting(session: Session, now: datetime) -> dict[str, tuple[int, timedelta]]:
    rows = session.exec(
        select(OutboxMessage.channel, func.count(), func.min(OutboxMessage.ready_at))
        .where(OutboxMessage.state == OutboxState.WAITING, OutboxMessage.due_at <= now)
        .group_by(OutboxMessage.channel)
    )
    return {
        channel: (int(n), now - oldest if oldest else timedelta(0)) for channel, n, oldest in rows
    }


def _ended(session: Session) -> dict[tuple[str, str], int]:
    rows = session.exec(
        select(OutboxMessage.channel, OutboxMessage.state, func.count())
        .where(col(OutboxMessage.state).in_([OutboxState.DEAD, OutboxState.UNKNOWN]))
        .group_by(OutboxMessage.channel, OutboxMessage.state)
    )
    return {(channel, state): int(n) for channel, state, n in rows}


def _failures(session: Session, since: datetime) -> list[Failures]:
    rows = session.exec(
        select(OutboxMessage.channel, OutboxMessage.failure, func.count())
        .where(col(OutboxMessage.failed_at) >= since, OutboxMessage.failure != "")
        .group_by(OutboxMessage.channel, OutboxMessage.failure)
    )
    found = [Failures(channel, reason, int(n)) for channel, reason, n in rows]
    return sorted(found, key=lambda one: (-one.count, one.channel, one.reason))
