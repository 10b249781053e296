"""What time alone does to callbacks. Timers are rows: whatever is late is found by looking, and
looking twice is harmless."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.callbacks import moves
from cx_app.domain.callbacks.standing import CallbackState
from cx_app.gateways import clock
from cx_app.models import Callback, CallbackCall
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.callbacks.moving import What, line_up, rules_now, settle, standing

AT_ONCE: Final = 100
"""In one transaction; the rest is for the next one."""
LET_GO: Final = "let_go"
"""Outcome of a call that never came to be."""


def let_time_pass(session: Session) -> int:
    """An hour to answer ends, or a half hour to call (domain 1.3-2, 1.3-3)."""
    now = clock.business(session)
    rows = session.exec(
        select(Callback)
        .where(col(Callback.due_at) <= now)
        .order_by(col(Callback.due_at))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    rules = rules_now(session, now)
    for row in rows:
        settle(session, SYSTEM_ACTOR, row, moves.passed(standing(row), now, rules), What.PASS)
    return len(rows)


def end_holds(session: Session) -> int:
    """Officers who took a callback and never said what came of it (TA-21)."""
    rows = session.exec(
        select(Callback)
        .where(col(Callback.claimed_until) <= clock.wall())
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    now = clock.business(session)
    rules = rules_now(session, now)
    for row in rows:
        end_call(session, row, LET_GO)
        moved = moves.let_go(standing(row), now, rules)
        settle(session, SYSTEM_ACTOR, row, moved, What.LET_GO, outcome="hold_ended")
    return len(rows)


def find_hours(session: Session) -> int:
    """The next hours for those in line whose hours have gone by."""
    now = clock.business(session)
    rows = session.exec(
        select(Callback)
        .where(Callback.state == CallbackState.QUEUED, col(Callback.ready_until) <= now)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        line_up(session, row)
    return len(rows)


def open_call(session: Session, row: Callback) -> CallbackCall | None:
    return session.exec(
        select(CallbackCall)
        .where(CallbackCall.callback_id == row.id, col(CallbackCall.ended_at).is_(None))
        .order_by(col(CallbackCall.began_at).desc())
    ).first()


def end_call(session: Session, row: Callback, outcome: str) -> CallbackCall | None:
    call = open_call(session, row)
    if call is not None:
        call.ended_at, call.outcome = clock.business(session), outcome
        session.add(call)
    return call
