"""What staff see of messages at one glance: how channels stand, how well messages get through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sqlmodel import Session, select

from cx_app.domain.identity import Actor
from cx_app.domain.messages import OUTSIDE, Channel
from cx_app.gateways import channels, clock
from cx_app.language import say_age, say_moment
from cx_app.models import ChannelSwitch
from cx_app.services.cases.staff import require_staff
from cx_app.services.messages.figures import (
    LENGTHS,
    PROMISED_SHARE,
    ChannelFigures,
    Failures,
    Period,
    figures,
)
from cx_app.services.messages.words import CHANNELS, MANY, reason_words

FULL: Final = 100


@dataclass(frozen=True, slots=True)
class ChannelLine:
    channel: str
    name: str
    many: str
    available: bool
    """Whether it has credentials at all."""
    simulated: bool
    """Whether all of it ends in the demo's mailbox."""
    paused_since: str
    reason: str
    slowed: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of one channel, as they are shown."""

    name: str
    sent: str
    share: str
    """Of those sent, accepted by the provider within the promised time; empty before any was."""
    kept: bool
    """Whether the promise holds."""
    delivered: str
    failed: str
    waiting: str
    oldest: str
    """How long the oldest that is due has waited; empty when none waits."""
    dead: str
    unknown: str


@dataclass(frozen=True, slots=True)
class FailureBar:
    channel: str
    reason: str
    count: str
    width: int
    """In percent of the longest bar."""


@dataclass(frozen=True, slots=True)
class MessageFigures:
    since: str = ""
    counts: list[Counts] = field(default_factory=list)
    failures: list[FailureBar] = field(default_factory=list)


def channel_lines(session: Session, actor: Actor) -> list[ChannelLine]:
    """For all staff to see; the switch is the administrators'."""
    require_staff(actor)
    rows = {row.channel: row for row in session.exec(select(ChannelSwitch))}
    nothing = ChannelSwitch(channel="")
    return [
        ChannelLine(
            channel=channel,
            name=CHANNELS[channel],
            many=MANY[channel],
            available=channels.available(channel),
            simulated=channels.simulated(channel),
            paused_since=say_moment(row.paused_at) if row.paused_at else "",
            reason=row.reason,
            slowed=row.gap_ms > 0,
        )
        for channel in OUTSIDE
        for row in [rows.get(channel, nothing)]
    ]


def figures_of(session: Session, actor: Actor, period: Period) -> MessageFigures:
    since = clock.business(session) - LENGTHS[period]
    found = figures(session, actor, since)
    most = max((one.count for one in found.failures), default=1)
    return MessageFigures(
        since=say_moment(since),
        counts=[_counts(one) for one in found.channels],
        failures=[_bar(one, most) for one in found.failures],
    )


def _counts(one: ChannelFigures) -> Counts:
    share = one.share_in_time
    return Counts(
        name=CHANNELS[Channel(one.channel)],
        sent=f"{one.sent:,}",
        share="" if share is None else f"{_percent(share)} %",
        kept=share is None or share >= PROMISED_SHARE,
        delivered=f"{one.delivered:,}",
        failed=f"{one.failed:,}",
        waiting=f"{one.waiting:,}",
        oldest=say_age(one.oldest_waiting) if one.waiting else "",
        dead=f"{one.dead:,}",
        unknown=f"{one.unknown:,}",
    )


def _percent(share: float) -> int:
    """Rounded down, so that "100 %" is only said of all of them."""
    return int(share * FULL)


def _bar(one: Failures, most: int) -> FailureBar:
    return FailureBar(
        channel=CHANNELS[Channel(one.channel)],
        reason=reason_words(one.reason),
        count=f"{one.count:,}",
        width=max(1, one.count * FULL // most),
    )
