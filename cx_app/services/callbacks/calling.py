"""An officer takes a callback, calls, and says what came of it. In English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.callbacks import moves
from cx_app.domain.callbacks.standing import CallbackRefusal, CallbackState, CallOutcome, Step
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import Callback, CallbackCall
from cx_app.services.audit.record import record
from cx_app.services.callbacks.access import callback_for
from cx_app.services.callbacks.consenting import number_is_wrong
from cx_app.services.callbacks.moving import (
    SUBJECT,
    What,
    hours_allow,
    rules_now,
    settle,
    show,
    standing,
)
from cx_app.services.callbacks.telling import inform
from cx_app.services.callbacks.timers import LET_GO, end_call, open_call
from cx_app.services.policy.current import policy

SUMMARY: Final = 4_000


@dataclass(frozen=True, slots=True)
class Taken:
    """None for `refusal` when the officer has it now."""

    refusal: CallbackRefusal | None = None
    has_another: str = ""
    """The reference of the one that the officer has to finish first."""


def take(session: Session, actor: Actor, callback_id: UUID) -> Taken:
    """To call now. Raises `NotFound` for one that this officer may not see."""
    row = callback_for(session, actor, callback_id, lock=True)
    if row.state == CallbackState.CALLING and row.claimed_by == actor.account_id:
        return Taken()  # pressed twice
    if (other := held_by(session, actor)) is not None:
        return Taken(CallbackRefusal.NOT_YET, other)
    now = clock.business(session)
    moved = moves.taken(standing(row), now, rules_now(session, now))
    if not hours_allow(row, now):
        moved = CallbackRefusal.NOT_YET
    refusal = settle(session, actor, row, moved, What.TAKE)
    if refusal is not None:
        return Taken(refusal)
    rules = policy(session, now).callback_settings
    row.claimed_by, row.claimed_until = actor.account_id, clock.wall() + rules.hold
    session.add(row)
    session.add(
        CallbackCall(
            callback_id=row.id,
            officer_id=actor.account_id,
            topic=row.topic,
            language=row.language,
            began_at=now,
            promised=row.call_by is not None,
            asked_first=row.texts > 0,
        )
    )
    session.flush()
    return Taken()


def let_go(session: Session, actor: Actor, callback_id: UUID) -> CallbackRefusal | None:
    """Without a call: whoever it was promised to keeps the promise, if there is time left."""
    row = _held(session, actor, callback_id)
    if row is None:
        return CallbackRefusal.NOT_CALLING
    end_call(session, row, LET_GO)
    now = clock.business(session)
    moved = moves.let_go(standing(row), now, rules_now(session, now))
    return settle(session, actor, row, moved, What.LET_GO)


def say_outcome(
    session: Session, actor: Actor, callback_id: UUID, outcome: CallOutcome, summary: str = ""
) -> CallbackRefusal | None:
    """What came of the call, by the officer who has it. The summary is for the person to read, and
    only where they were reached."""
    row = _held(session, actor, callback_id)
    if row is None:
        return CallbackRefusal.NOT_CALLING
    now = clock.business(session)
    moved = moves.called(standing(row), outcome, now, rules_now(session, now))
    call = end_call(session, row, outcome)
    if call is not None:
        row.first_call_at = row.first_call_at or call.began_at
    if outcome is CallOutcome.WRONG_NUMBER and isinstance(moved, Step):
        number_is_wrong(session, actor, row)
    refusal = settle(session, actor, row, moved, What.CALL, outcome=outcome)
    if refusal is None and call is not None and outcome.is_reached and summary.strip():
        _keep_summary(session, actor, row, call, summary)
    return refusal


def write_summary(session: Session, actor: Actor, callback_id: UUID, summary: str) -> bool:
    """After the call, by the officer who made it; once, since the person may have read it. False
    when there is nothing to write about."""
    row = callback_for(session, actor, callback_id, lock=True)
    call = session.exec(
        select(CallbackCall)
        .where(
            CallbackCall.callback_id == row.id,
            CallbackCall.officer_id == actor.account_id,
            col(CallbackCall.outcome).in_([one for one in CallOutcome if one.is_reached]),
            col(CallbackCall.summary_at).is_(None),
        )
        .order_by(col(CallbackCall.ended_at).desc())
        .limit(1)
    ).first()
    if call is None or not summary.strip():
        return False
    _keep_summary(session, actor, row, call, summary)
    show(session, row)
    return True


def held_by(session: Session, actor: Actor) -> str | None:
    """The reference of the callback that the officer has now."""
    return session.exec(
        select(Callback.reference)
        .where(Callback.claimed_by == actor.account_id, Callback.state == CallbackState.CALLING)
        .limit(1)
    ).first()


def _keep_summary(
    session: Session, actor: Actor, row: Callback, call: CallbackCall, summary: str
) -> None:
    call.summary, call.summary_at = summary.strip()[:SUMMARY], clock.business(session)
    session.add(call)
    record(
        session,
        actor,
        "callback.summary",
        case_id=row.case_id,
        subject_type=SUBJECT,
        subject_id=row.id,
    )
    inform(session, row, Kind.CALLBACK_SUMMARY, f"callback_summary:{call.id}")


def _held(session: Session, actor: Actor, callback_id: UUID) -> Callback | None:
    """Raises `NotFound` for one that this officer may not see; None when they don't have it."""
    row = callback_for(session, actor, callback_id, lock=True)
    mine = row.state == CallbackState.CALLING and row.claimed_by == actor.account_id
    return row if mine and open_call(session, row) is not None else None
