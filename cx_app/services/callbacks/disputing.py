"""A person disputes the summary of a call; a supervisor looks at it and answers (TA-23)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.callbacks.topics import CallbackTopic
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.domain.references import shown
from cx_app.gateways import clock
from cx_app.language import say_age, say_moment
from cx_app.models import Account, Callback, CallbackCall
from cx_app.services.audit.record import record
from cx_app.services.callbacks.access import callback_of, may_see, require_desk
from cx_app.services.callbacks.desk_words import MASKED_NAME, TOPICS
from cx_app.services.callbacks.moving import SUBJECT, show
from cx_app.services.callbacks.telling import inform
from cx_app.services.policy.current import policy

WORDS: Final = 2_000
PAGE: Final = 40


class DisputeRefusal(StrEnum):
    NO_WORDS = "no_words"
    NO_SUMMARY = "no_summary"
    ALREADY = "already_disputed"
    TOO_LATE = "too_late"


class Settlement(StrEnum):
    """What a supervisor makes of a dispute."""

    CORRECTED = "corrected"
    """The summary was not right; the answer says what is."""
    STANDS = "stands"


class SettleRefusal(StrEnum):
    NO_WORDS = "no_words"
    SETTLED = "settled"
    OWN_CALL = "own_call"
    """Nobody answers for their own call."""


@dataclass(frozen=True, slots=True)
class DisputeLine:
    call_id: str
    reference: str
    path: str
    name: str
    topic: str
    officer: str
    called: str
    age: str
    summary: str
    dispute: str
    own: bool


def dispute(
    session: Session, actor: Actor, reference: str, call_id: UUID, words: str
) -> DisputeRefusal | None:
    """Once for each call. Raises `NotFound` for a callback or a call that is not theirs."""
    row = callback_of(session, actor, reference, lock=True)
    call = session.get(CallbackCall, call_id)
    if call is None or call.callback_id != row.id:
        raise NotFound("no such call")
    now = clock.business(session)
    refusal = None
    if call.summary_at is None:
        refusal = DisputeRefusal.NO_SUMMARY
    elif call.disputed_at is not None:
        refusal = DisputeRefusal.ALREADY
    elif now >= call.summary_at + policy(session, now).callback_settings.dispute:
        refusal = DisputeRefusal.TOO_LATE
    elif not words.strip():
        return DisputeRefusal.NO_WORDS
    answer = refusal or "done"
    _note(session, actor, row, "callback.dispute", answer)
    if refusal is None:
        call.dispute, call.disputed_at = words.strip()[:WORDS], now
        session.add(call)
        show(session, row)
    return refusal


def disputes(session: Session, actor: Actor) -> list[DisputeLine]:
    """That wait for an answer, the oldest first; for supervisors. In English."""
    require_desk(actor)
    now = clock.business(session)
    rows = session.exec(
        select(CallbackCall, Callback, Account.name)
        .join(Callback, col(Callback.id) == CallbackCall.callback_id)
        .join(Account, col(Account.id) == CallbackCall.officer_id)
        .where(
            col(CallbackCall.disputed_at).is_not(None),
            col(CallbackCall.settled_at).is_(None),
            *may_see(actor),
        )
        .order_by(col(CallbackCall.disputed_at))
        .limit(PAGE)
    ).all()
    return [
        DisputeLine(
            str(call.id),
            shown(row.reference),
            f"/officer/callbacks/{row.reference}",
            MASKED_NAME if row.protected else row.name,
            TOPICS[CallbackTopic(row.topic)],
            name,
            say_moment(call.began_at),
            say_age(now - call.disputed_at) if call.disputed_at else "",
            call.summary or "",
            call.dispute or "",
            own=call.officer_id == actor.account_id,
        )
        for call, row, name in rows
    ]


def settle_dispute(
    session: Session, actor: Actor, call_id: UUID, settlement: Settlement, words: str
) -> SettleRefusal | None:
    """The person reads the answer beside the summary, which stays as it was. Raises `NotFound`."""
    require_desk(actor)
    found = session.exec(
        select(CallbackCall, Callback)
        .join(Callback, col(Callback.id) == CallbackCall.callback_id)
        .where(CallbackCall.id == call_id, *may_see(actor))
        .with_for_update(of=CallbackCall.__table__)  # type: ignore[attr-defined]
        .execution_options(populate_existing=True)
    ).first()
    if found is None or found[0].disputed_at is None:
        raise NotFound("no such dispute")
    call, row = found
    if call.settled_at is not None:
        return SettleRefusal.SETTLED
    if call.officer_id == actor.account_id:
        return SettleRefusal.OWN_CALL
    if not words.strip():
        return SettleRefusal.NO_WORDS
    call.settlement, call.answer = settlement, words.strip()[:WORDS]
    call.settled_at, call.settled_by = clock.business(session), actor.account_id
    session.add(call)
    _note(session, actor, row, "callback.settle", "done", settlement)
    inform(session, row, Kind.CALLBACK_DISPUTE_ANSWERED, f"callback_settled:{call.id}")
    show(session, row)
    return None


def _note(
    session: Session, actor: Actor, row: Callback, action: str, answer: str, outcome: str = ""
) -> None:
    record(
        session,
        actor,
        action,
        answer,
        case_id=row.case_id,
        subject_type=SUBJECT,
        subject_id=row.id,
        details={"outcome": outcome} if outcome else {},
    )
