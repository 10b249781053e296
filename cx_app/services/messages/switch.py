"""How channels are doing: paused by an administrator, or slowed because their provider asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel
from cx_app.domain.sending import faster, slower
from cx_app.gateways import clock
from cx_app.models import ChannelSwitch
from cx_app.models.base import insert_new
from cx_app.services.audit.record import record
from cx_app.services.changes import touch

TOPIC = "channels"
MAX_REASON = 200


def pause(session: Session, actor: Actor, channel: Channel, reason: str) -> bool:
    """From the commit on nobody claims a message of this channel; one that is in a provider's
    hands at that instant is not called back. False, and nothing is paused, without a reason."""
    reason = reason.strip()[:MAX_REASON]
    if reason:
        _switch(session, actor, channel, "channel.pause", reason)
    else:
        require_admin(actor)
    return bool(reason)


def resume(session: Session, actor: Actor, channel: Channel) -> None:
    """What waited goes out, the oldest first, unless it has become too late for it."""
    _switch(session, actor, channel, "channel.resume", "")


def blocked(session: Session) -> set[str]:
    """Channels of which nothing may be claimed now."""
    wall = clock.wall()
    return set(
        session.exec(
            select(ChannelSwitch.channel).where(
                or_(col(ChannelSwitch.paused_at).is_not(None), col(ChannelSwitch.held_until) > wall)
            )
        )
    )


def take_turn(session: Session, closed: Collection[str]) -> tuple[set[str], set[str]]:
    """(slowed channels, those of them that may send one message now). Whoever takes the turn moves
    it on, so that all workers together keep the pace."""
    wall = clock.wall()
    slowed = [
        row
        for row in session.exec(select(ChannelSwitch).where(col(ChannelSwitch.gap_ms) > 0))
        if row.channel not in closed
    ]
    mine = {
        row.channel
        for row in slowed
        if session.exec(
            update(ChannelSwitch)
            .where(
                col(ChannelSwitch.channel) == row.channel,
                or_(col(ChannelSwitch.held_until).is_(None), col(ChannelSwitch.held_until) <= wall),
            )
            .values(held_until=wall + timedelta(milliseconds=row.gap_ms))
        ).rowcount
        == 1
    }
    return {row.channel for row in slowed}, mine


def slow_down(session: Session, channel: str, retry_after: timedelta | None) -> None:
    """The provider asked for it: hold the channel for as long as it says, then go on with pauses
    between messages that double each time it asks again."""
    row = _row(session, channel)
    gap = slower(timedelta(milliseconds=row.gap_ms))
    row.gap_ms = int(gap / timedelta(milliseconds=1))
    row.held_until = clock.wall() + (retry_after or gap)
    session.add(row)


def ease(session: Session, channel: str) -> None:
    """A message went through: a little faster again."""
    row = session.get(ChannelSwitch, channel)
    if row is not None and row.gap_ms:
        row.gap_ms = int(faster(timedelta(milliseconds=row.gap_ms)) / timedelta(milliseconds=1))
        session.add(row)


def is_paused(session: Session, channel: str) -> bool:
    row = session.get(ChannelSwitch, channel)
    return row is not None and row.paused_at is not None


def require_admin(actor: Actor) -> None:
    """Raises `Forbidden` for anyone who is not an administrator."""
    if actor.role is not Role.ADMIN:
        raise Forbidden("administrators only")


def _switch(session: Session, actor: Actor, channel: Channel, action: str, reason: str) -> None:
    require_admin(actor)
    row = _row(session, channel)
    pausing = action == "channel.pause"
    row.paused_at = clock.business(session) if pausing else None
    row.paused_by = actor.account_id if pausing else None
    row.reason = reason
    session.add(row)
    record(session, actor, action, details={"channel": str(channel)})
    touch(session, TOPIC)


def _row(session: Session, channel: str) -> ChannelSwitch:
    insert_new(session, ChannelSwitch(channel=channel), "channel")
    return session.exec(
        select(ChannelSwitch).where(ChannelSwitch.channel == channel).with_for_update()
    ).one()
