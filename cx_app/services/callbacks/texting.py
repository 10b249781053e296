"""Texts that ask whether somebody is free: who is asked now, whether it still may go, and what
became of it. A text goes at most once (design 7); whoever runs this, however often, and whatever
dies in between."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from cx_app.domain.callbacks import moves
from cx_app.domain.callbacks.hours import may_text
from cx_app.domain.callbacks.pace import Load, Pace, pace
from cx_app.domain.callbacks.standing import CallbackState, Step
from cx_app.domain.delivery import Reason
from cx_app.domain.messages import Channel, Kind, OutboxState, Why
from cx_app.gateways import clock
from cx_app.models import Callback, CallbackCall, CallbackText, OutboxMessage
from cx_app.models.base import uuid7
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.callbacks.hours import desk, policy_now, staffing, suits
from cx_app.services.callbacks.moving import Next, What, line_up, rules_now, settle, standing
from cx_app.services.callbacks.telling import addressed, facts_of, is_protected
from cx_app.services.messages.outbox import enqueue
from cx_app.services.messages.reach import stopped

AT_ONCE: Final = 100
"""In one transaction; the rest is for the next sweep."""
_ONE_SENDER: Final = 8_002_020
MEAN_OF: Final = 200
"""Newest calls."""
LEFT: Final = (
    *(OutboxState.SENT, OutboxState.UNKNOWN, OutboxState.CANCELLED),
    *(OutboxState.DEAD, OutboxState.CLOSED),
)
ONCE_MORE: Final = frozenset({Reason.TOO_LATE, Reason.OPTED_OUT, Reason.NO_CONSENT})
"""Not sent for a reason that the line itself knows of; after any other one a call comes without a
text, since the next one would not go either."""


def load(session: Session, now: datetime) -> Load:
    """What pace is counted from (TA-20)."""
    states = dict(
        session.exec(
            select(Callback.state, func.count())
            .where(
                col(Callback.state).in_(
                    (
                        CallbackState.PROMISED,
                        CallbackState.CALLING,
                        CallbackState.ASKED,
                        CallbackState.SENDING,
                    )
                )
            )
            .group_by(Callback.state)
        ).all()
    )
    in_force = staffing(session, now)
    return Load(
        officers=in_force.officers,
        call_takes=call_takes(session, now),
        promised=states.get(CallbackState.PROMISED, 0),
        calling=states.get(CallbackState.CALLING, 0),
        asked=states.get(CallbackState.ASKED, 0) + states.get(CallbackState.SENDING, 0),
        ahead=in_force.ahead,
    )


def call_takes(session: Session, now: datetime) -> timedelta:
    """The mean of the newest calls; what policy says until there are some."""
    rules = policy_now(session, now).callback_settings
    newest = session.exec(
        select(CallbackCall.began_at, CallbackCall.ended_at)
        .where(col(CallbackCall.ended_at).is_not(None), CallbackCall.outcome != "let_go")
        .order_by(col(CallbackCall.ended_at).desc())
        .limit(MEAN_OF)
    ).all()
    lengths = [ended - began for began, ended in newest if ended is not None]
    if len(lengths) < rules.least:
        return rules.call_takes
    mean = sum(lengths, timedelta(0)) / len(lengths)
    return max(mean, timedelta(minutes=1))


def pace_now(session: Session, now: datetime) -> Pace:
    return pace(load(session, now), rules_now(session, now))


def send_due(session: Session) -> int:
    """As many as the pace allows, in line; how many were looked at. What may not go after all
    gets its next hours. One worker at a time, since two that count at once would both fill the
    same room (TA-20)."""
    if not _alone(session):
        return 0
    now = clock.business(session)
    texts = min(pace_now(session, now).texts, AT_ONCE)
    if texts == 0:
        return 0
    rows = session.exec(
        select(Callback)
        .where(
            Callback.state == CallbackState.QUEUED,
            Callback.next == Next.TEXT,
            col(Callback.ready_at) <= now,
            col(Callback.ready_until) > now,
        )
        .order_by(col(Callback.urgency), col(Callback.line_at), col(Callback.id))
        .limit(texts)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        _send(session, row, now)
    return len(rows)


def _alone(session: Session) -> bool:
    """For this transaction. SQLite has one writer anyway."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(_ONE_SENDER))))


def _send(session: Session, row: Callback, now: datetime) -> None:
    """From here on this text is never made again, whatever becomes of it."""
    rules = rules_now(session, now)
    if not may_text(now, desk(session, now), suits(row), rules):
        line_up(session, row)
        return
    until = row.ready_until
    moved = moves.sending(standing(row), now, rules)
    if settle(session, SYSTEM_ACTOR, row, moved, What.TEXT) is not None:
        line_up(session, row)
        return
    row.texts += 1
    key = f"callback_ask:{row.id}:{row.texts}"
    enqueue(
        session,
        Kind.CALLBACK_ASK,
        Channel.SMS,
        dedupe_key=key,
        language=row.language,
        account_id=row.account_id,
        case_id=row.case_id,
        contact_id=row.contact_id,
        why=Why.ASKED,
        facts=addressed(row, {**facts_of(row), "minutes": _minutes(rules.call_within)}),
        not_after=until,
        at_most_once=True,
    )
    message_id = session.exec(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == key)).one()
    session.add(row)
    session.add(
        CallbackText(
            id=uuid7(),
            callback_id=row.id,
            number=row.texts,
            round=row.round,
            topic=row.topic,
            language=row.language,
            message_id=message_id,
            begun_at=now,
        )
    )
    session.flush()


def against(session: Session, message: OutboxMessage, callback_id: UUID) -> Reason | None:
    """Why a text of a callback may not leave as it is claimed: consent, STOP, protection and, for
    one that asks, the hours of both sides. None when it may."""
    row = session.get(Callback, callback_id)
    asks = message.kind == Kind.CALLBACK_ASK
    if row is None or row.phone is None or (asks and row.state != CallbackState.SENDING):
        return Reason.TOO_LATE
    if stopped(session, row.phone):
        return Reason.OPTED_OUT
    if asks and not row.texting:
        return Reason.NO_CONSENT
    if asks and is_protected(session, row) and row.contact_id is None:
        return Reason.PROTECTED_CASE
    now = clock.business(session)
    rules = rules_now(session, now)
    if asks and not may_text(now, desk(session, now), suits(row), rules):
        return Reason.TOO_LATE
    return None


def call_back_late(session: Session) -> int:
    """Texts that nobody fetched in their hours, as while texts are paused: never sent, so that the
    callback is not kept waiting with them."""
    ended = session.exec(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.kind) == Kind.CALLBACK_ASK,
            col(OutboxMessage.state) == OutboxState.WAITING,
            col(OutboxMessage.not_after) <= clock.business(session),
        )
        .values(state=OutboxState.CANCELLED, failure=Reason.TOO_LATE, facts_sealed=None)
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)


def settle_texts(session: Session) -> int:
    """What providers answered, and what nobody will ever know; found by looking, so that nothing
    has to happen at the moment itself."""
    found = session.exec(
        select(Callback.id)
        .join(
            CallbackText,
            (col(CallbackText.callback_id) == Callback.id)
            & (col(CallbackText.number) == Callback.texts),
        )
        .join(OutboxMessage, col(OutboxMessage.id) == CallbackText.message_id)
        .where(Callback.state == CallbackState.SENDING, col(OutboxMessage.state).in_(LEFT))
        .limit(AT_ONCE)
    ).all()
    rows = session.exec(
        select(Callback)
        .where(col(Callback.id).in_(found))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        settle_text(session, row)
    return len(rows)


def settle_text(session: Session, row: Callback) -> None:
    """For a locked row; harmless where there is nothing to settle."""
    if row.state != CallbackState.SENDING:
        return
    asked = newest_text(session, row)
    message = (
        session.get(OutboxMessage, asked.message_id, populate_existing=True)
        if asked and asked.message_id
        else None
    )
    if asked is None or message is None or message.state not in LEFT:
        return
    one = standing(row)
    if message.state == OutboxState.SENT:
        at = message.sent_at or clock.business(session)
        asked.outcome, asked.sent_at = "accepted", at
        settle(session, SYSTEM_ACTOR, row, moves.accepted(one, at), What.SENT)
    elif message.state == OutboxState.UNKNOWN:
        asked.outcome = "unknown"
        moved = moves.unknown(one, asked.begun_at)
        settle(session, SYSTEM_ACTOR, row, moved, What.UNKNOWN)
    else:
        asked.outcome = "refused"
        reason = message.failure
        moved = moves.refused(one)
        if reason not in ONCE_MORE and isinstance(moved, Step):
            moved = moves.without_text(moved.callback)
        settle(session, SYSTEM_ACTOR, row, moved, What.NOT_SENT, outcome=reason)
        if reason == Reason.OPTED_OUT:
            now = clock.business(session)
            ended = moves.stopped(standing(row), now, rules_now(session, now))
            settle(session, SYSTEM_ACTOR, row, ended, What.STOP)
    session.add(asked)


def settle_answered(session: Session, row: Callback) -> None:
    """For a locked row whose text is with a worker that has not said so, as it may have died: who
    answers now has got it."""
    if row.state != CallbackState.SENDING:
        return
    asked = newest_text(session, row)
    message = session.get(OutboxMessage, asked.message_id) if asked and asked.message_id else None
    if asked is None or message is None or message.state != OutboxState.SENDING:
        return
    asked.outcome, asked.sent_at = "accepted", asked.begun_at
    settle(session, SYSTEM_ACTOR, row, moves.accepted(standing(row), asked.begun_at), What.SENT)
    session.add(asked)


def newest_text(session: Session, row: Callback) -> CallbackText | None:
    return session.exec(
        select(CallbackText).where(
            CallbackText.callback_id == row.id, CallbackText.number == row.texts
        )
    ).first()


def _minutes(length: timedelta) -> int:
    return int(length / timedelta(minutes=1))
