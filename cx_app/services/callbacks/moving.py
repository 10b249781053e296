"""One step of a callback: what the rules say becomes its row, its step, its audit row, what its
person hears, and what open pages show. Every service that moves a callback goes through `settle`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlmodel import Session

from cx_app.domain.callbacks import moves
from cx_app.domain.callbacks import standing as rules_of
from cx_app.domain.callbacks.hours import call_window, text_window
from cx_app.domain.callbacks.standing import CallbackRefusal, CallbackRules, CallbackState, Step
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import Callback, CallbackStep
from cx_app.services.audit.record import WITHOUT_ACCOUNT, record
from cx_app.services.callbacks.hours import desk, policy_now, suits
from cx_app.services.callbacks.telling import tell
from cx_app.services.changes import account_topic, touch_all

SUBJECT: Final = "callback"
DESK: Final = "desk:callbacks"
"""The topic of the open desks of all officers."""
FIELDS: Final = (
    *("texting", "round", "asks", "answered_no", "plain", "calls", "asked_at", "call_by"),
    *("not_before", "postponed", "helped", "told_late", "spared", "kept_place"),
)
"""Of the rules' callback, that its row has too."""


class What(StrEnum):
    """What happened to a callback, as its steps and the audit trail name it."""

    ASK = "ask"
    OPEN_FOR = "open_for"
    """An officer opened it for somebody who phoned."""
    TEXT = "text"
    SENT = "sent"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"
    NO_TEXT = "no_text"
    """A call comes without one."""
    ANSWER = "answer"
    PASS = "pass"  # noqa: S105
    """Time went by."""
    STOP = "stop"
    AGREE = "agree"
    DISAGREE = "disagree"
    TAKE = "take"
    LET_GO = "let_go"
    CALL = "call"
    PUT_BACK = "put_back"
    WITHDRAW = "withdraw"
    CHANGE_PHONE = "change_phone"


class Next(StrEnum):
    """What comes next for somebody in line."""

    TEXT = "text"
    CALL = "call"


def rules_now(session: Session, now: datetime) -> CallbackRules:
    return policy_now(session, now).callbacks


def standing(row: Callback) -> rules_of.Callback:
    """The row as the rules see it."""
    return rules_of.Callback(
        placed_at=row.line_at,
        state=CallbackState(row.state),
        **{name: getattr(row, name) for name in FIELDS},
    )


def settle(
    session: Session,
    actor: Actor,
    row: Callback,
    moved: moves.Moved,
    what: What,
    *,
    outcome: str = "",
    by_text: bool = False,
) -> CallbackRefusal | None:
    """For a locked row. A refusal is recorded and changes nothing; None when it was done. `by_text`
    where the person said it by text, and is answered there."""
    if isinstance(moved, CallbackRefusal):
        answer = moved
        _audit(session, actor, row, what, answer, outcome)
        return moved
    now = clock.business(session)
    before = row.state
    _write(row, moved)
    _line_up(session, row, now)
    _clocks(row, now, rules_now(session, now))
    row.updated_at = now
    row.steps += 1
    session.add(row)
    session.flush()
    step = CallbackStep(
        callback_id=row.id,
        number=row.steps,
        at=now,
        by=_by(actor),
        account_id=None if actor.role in WITHOUT_ACCOUNT else actor.account_id,
        what=what,
        outcome=outcome,
        from_state=before,
        to_state=row.state,
        told=",".join(moved.told),
    )
    session.add(step)
    _audit(session, actor, row, what, "done", outcome)
    session.flush()
    tell(session, row, moved.told, step.id, by_text=by_text)
    show(session, row)
    return None


def show(session: Session, row: Callback) -> None:
    """To its person, to whoever has it open, and to the desks of officers."""
    topics = {DESK, callback_topic(row)}
    if row.account_id is not None:
        topics.add(account_topic(row.account_id))
    touch_all(session, topics)


def callback_topic(row: Callback) -> str:
    return f"callback:{row.id}"


def hours_allow(row: Callback, now: datetime) -> bool:
    """Whether a plain call may come now, in the hours that suit and never at night; a promise may
    at any time."""
    if row.state != CallbackState.QUEUED or row.next != Next.CALL:
        return True
    return bool(row.ready_at and row.ready_until and row.ready_at <= now < row.ready_until)


def line_up(session: Session, row: Callback) -> None:
    """Find anew what comes next and when, as hours have changed or a window has closed."""
    _line_up(session, row, clock.business(session))
    session.add(row)


def _write(row: Callback, step: Step) -> None:
    row.state, row.line_at = step.callback.state, step.callback.placed_at
    for name in FIELDS:
        setattr(row, name, getattr(step.callback, name))


def _line_up(session: Session, row: Callback, now: datetime) -> None:
    row.next, row.ready_at, row.ready_until = "", None, None
    if row.state != CallbackState.QUEUED:
        return
    rules = rules_now(session, now)
    hours, whom = desk(session, now), suits(row)
    begins = max(now, row.not_before or now)
    one = standing(row)
    if one.wants_text(rules):
        window = text_window(begins, hours, whom, rules)
        if window is not None:
            row.next, row.ready_at, row.ready_until = Next.TEXT, window.begins, window.ends
            return
        without = moves.without_text(one)
        if isinstance(without, Step):
            _write(row, without)
    row.next = Next.CALL
    window = call_window(begins, hours, whom, rules)
    if window is not None:
        row.ready_at, row.ready_until = window.begins, window.ends
    else:  # no day is open for weeks; looked at again tomorrow
        row.ready_at = row.ready_until = now + timedelta(days=1)


def _clocks(row: Callback, now: datetime, rules: CallbackRules) -> None:
    """The first instant at which time alone changes something: after an hour or a half hour, whose
    very ends still count."""
    row.due_at = None
    if row.state == CallbackState.ASKED and row.asked_at is not None:
        row.due_at = row.asked_at + rules.answer_within + timedelta.resolution
    if row.state == CallbackState.PROMISED and row.call_by is not None:
        row.due_at = row.call_by + timedelta.resolution
    if row.state != CallbackState.CALLING:
        row.claimed_by = row.claimed_until = None
    row.ended_at = None if CallbackState(row.state).is_open else now


def _by(actor: Actor) -> str:
    if actor.role is Role.SYSTEM:
        return "system"
    return "officer" if actor.role.is_staff else "person"


def _audit(
    session: Session, actor: Actor, row: Callback, what: What, answer: str, outcome: str
) -> None:
    record(
        session,
        actor,
        f"callback.{what}",
        answer,
        case_id=row.case_id,
        subject_type=SUBJECT,
        subject_id=row.id,
        details={"outcome": outcome} if outcome else {},
    )
