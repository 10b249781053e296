"""What people answer to "are you free in the next 30 minutes?", by text or in the portal."""

from __future__ import annotations

from sqlmodel import Session, col, select

from cx_app.domain.callbacks import moves
from cx_app.domain.callbacks.hours import next_day
from cx_app.domain.callbacks.replies import answer_in
from cx_app.domain.callbacks.standing import Answer, CallbackRefusal
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import Callback
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.callbacks.access import callback_of, locked
from cx_app.services.callbacks.hours import suits
from cx_app.services.callbacks.moving import What, rules_now, settle, standing
from cx_app.services.callbacks.texting import newest_text, settle_answered, settle_text
from cx_app.services.messages.reach import hashes_of


def answer(session: Session, actor: Actor, reference: str, said: Answer) -> CallbackRefusal | None:
    """By a button in the portal, which counts like a text. Raises `NotFound`."""
    row = callback_of(session, actor, reference, lock=True)
    return _take(session, actor, row, said, by_text=False)


def heard(session: Session, number: str, body: str) -> bool:
    """A text from a phone: False when nothing of it is for a callback, as from strangers. One phone
    has one open callback at most, so that no two conversations are mixed."""
    found = session.exec(
        select(Callback.id)
        .where(
            col(Callback.phone_hash).in_(hashes_of(number)),
            col(Callback.ended_at).is_(None),
            col(Callback.proven),
        )
        .limit(1)
    ).first()
    row = locked(session, found) if found is not None else None
    if row is None or row.texts == 0:
        return False
    refusal = _take(session, SYSTEM_ACTOR, row, answer_in(body), by_text=True)
    return refusal is None


def _take(
    session: Session, actor: Actor, row: Callback, said: Answer, *, by_text: bool
) -> CallbackRefusal | None:
    settle_text(session, row)  # the answer may be faster than the sweep
    if by_text and said is not Answer.OTHER:
        settle_answered(session, row)
    now = clock.business(session)
    rules = rules_now(session, now)
    day = next_day(now, suits(row).zone)
    moved = moves.answered(standing(row), said, now, day, rules)
    asked = newest_text(session, row)
    if asked is not None and not isinstance(moved, CallbackRefusal) and said is not Answer.OTHER:
        asked.answer, asked.answered_at, asked.by_text = said, now, by_text
        session.add(asked)
    return settle(session, actor, row, moved, What.ANSWER, outcome=said, by_text=by_text)
