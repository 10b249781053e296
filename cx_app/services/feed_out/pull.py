"""The feed as the agency pulls it: events in the order of their positions (OUT-1).

Positions are given here, by one reader at a time and only to events whose transaction is committed.
So whoever has seen a position has seen every one before it, whatever order writers commit in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from cx_app.gateways import clock
from cx_app.models import FeedOutCursor, OutboundEvent
from cx_app.services.feed_out.cursor import hold
from cx_app.services.feed_out.records import at_position

MAX_LIMIT: Final = 1000
NOTED_EVERY: Final = timedelta(seconds=20)
"""How exactly it is known when the agency last pulled; between two notes, idle pulls only read."""


@dataclass(frozen=True, slots=True)
class CursorAhead:
    """The agency has seen positions that were never given here, as after a restored backup."""


@dataclass(frozen=True, slots=True)
class NothingNew:
    pass


def nothing_new(session: Session, after: int) -> NothingNew | CursorAhead | None:
    """For pulls that find nothing, which are most; None when there is something to do."""
    cursor = session.get_one(FeedOutCursor, 1)
    if after > cursor.last_position:
        return CursorAhead()
    noted = cursor.last_fetched_at
    if noted is None or clock.business(session) - noted > NOTED_EVERY:
        return None
    waiting = session.exec(
        select(OutboundEvent.id)
        .where((col(OutboundEvent.position) > after) | col(OutboundEvent.position).is_(None))
        .limit(1)
    ).first()
    return NothingNew() if waiting is None else None


def pull(session: Session, after: int, limit: int) -> list[bytes] | CursorAhead:
    """Up to `limit` lines behind the position `after`, numbering what waits first."""
    cursor = hold(session)
    if after > cursor.last_position:
        return CursorAhead()
    now = clock.business(session)
    cursor.last_fetched_at = now
    _number(session, cursor)
    rows = session.exec(
        select(OutboundEvent)
        .where(col(OutboundEvent.position) > after)
        .order_by(col(OutboundEvent.position))
        .limit(limit)
    ).all()
    new = [row.id for row in rows if row.first_fetched_at is None]
    if new:
        session.exec(
            update(OutboundEvent)
            .where(col(OutboundEvent.id).in_(new))
            .values(first_fetched_at=now)
            .execution_options(synchronize_session=False)
        )
    return [at_position(row.position or 0, row.payload or "") for row in rows]


def _number(session: Session, cursor: FeedOutCursor) -> None:
    """Each event in turn gets the next position; the cursor's row is held until the commit."""
    waiting = session.exec(
        select(OutboundEvent.id)
        .where(col(OutboundEvent.position).is_(None))
        .order_by(col(OutboundEvent.created_at), col(OutboundEvent.id))
        .limit(MAX_LIMIT)
    ).all()
    if not waiting:
        return
    given = [
        {"event": event_id, "place": cursor.last_position + number}
        for number, event_id in enumerate(waiting, 1)
    ]
    session.connection().execute(
        update(OutboundEvent)
        .where(col(OutboundEvent.id) == bindparam("event"))
        .values(position=bindparam("place")),
        given,
    )
    cursor.last_position += len(waiting)
    session.add(cursor)
