"""A batch now instead of in the morning: a supervisor orders the letters that wait (MAIL-1).

The order is a row and a task makes the batches, each in transactions of its own: typesetting is far
too long for the one in which somebody pressed a button, and a worker that dies leaves the order.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select

from cx_app import database
from cx_app.domain.identity import Actor
from cx_app.domain.mailroom import Ordered
from cx_app.domain.messages import Channel, OutboxState
from cx_app.gateways import clock
from cx_app.models import OutboxMessage, PostOrder
from cx_app.services.audit.record import record
from cx_app.services.changes import touch
from cx_app.services.mailroom.access import require_mailroom
from cx_app.services.mailroom.keep import MAILROOM_TOPIC
from cx_app.services.mailroom.produce import produce
from cx_app.services.messages.switch import is_paused


def order_post(session: Session, actor: Actor) -> Ordered:
    """Letters that are due by now are made next. Raises `Forbidden` for anyone but supervisors."""
    require_mailroom(actor)
    now = clock.business(session)
    answer = Ordered.DONE
    if is_paused(session, Channel.LETTER):
        answer = Ordered.PAUSED
    elif open_order(session) is not None:
        answer = Ordered.UNDER_WAY
    elif not _letters(session, OutboxState.WAITING, now):
        answer = Ordered.NONE_WAIT
    record(session, actor, "mailroom.order", answer)
    if answer is Ordered.DONE:
        session.add(PostOrder(ordered_by=actor.account_id, ordered_at=now))
        touch(session, MAILROOM_TOPIC)
    return answer


def open_order(session: Session) -> PostOrder | None:
    """The oldest one that is not made yet."""
    return session.exec(
        select(PostOrder)
        .where(col(PostOrder.done_at).is_(None))
        .order_by(col(PostOrder.ordered_at), col(PostOrder.id))
        .limit(1)
    ).first()


def make_ordered() -> int:
    """All batches of the oldest open order; how many letters they hold. An order is done when
    nothing of it is under way: what a dead worker had claimed comes back, and is made, too."""
    with database.read() as session:
        order = open_order(session)
    if order is None:
        return 0
    letters = 0
    while made := produce(order.ordered_at):
        letters += made.letters
    with database.write() as session:
        if not _letters(session, OutboxState.SENDING, order.ordered_at):
            done = session.get_one(PostOrder, order.id)
            done.done_at = done.done_at or clock.business(session)
            session.add(done)
            touch(session, MAILROOM_TOPIC)
    return letters


def _letters(session: Session, state: OutboxState, due_by: datetime) -> int:
    since = func.coalesce(col(OutboxMessage.ready_at), col(OutboxMessage.created_at))
    return session.exec(
        select(func.count()).where(
            OutboxMessage.channel == Channel.LETTER,
            OutboxMessage.state == state,
            col(OutboxMessage.due_at) <= due_by,
            since <= due_by,
        )
    ).one()
