"""Put a callback back in line, in its old place, or take it back."""

from __future__ import annotations

from sqlmodel import Session, col, select

from cx_app.domain.callbacks import moves
from cx_app.domain.callbacks.standing import CallbackRefusal
from cx_app.domain.identity import Actor
from cx_app.models import Callback, CallbackConsent
from cx_app.services.callbacks.access import callback_of
from cx_app.services.callbacks.consenting import against_texts
from cx_app.services.callbacks.moving import What, settle, standing


def put_back(session: Session, actor: Actor, reference: str) -> CallbackRefusal | None:
    """One click. Texts go ahead of it again if they did, and still may. Raises `NotFound`."""
    row = callback_of(session, actor, reference, lock=True)
    texting = _agreed(session, row) and against_texts(session, row) is None
    moved = moves.put_back(standing(row), texting=texting)
    return settle(session, actor, row, moved, What.PUT_BACK)


def withdraw(session: Session, actor: Actor, reference: str) -> CallbackRefusal | None:
    """Raises `NotFound`."""
    row = callback_of(session, actor, reference, lock=True)
    return settle(session, actor, row, moves.withdrawn(standing(row)), What.WITHDRAW)


def _agreed(session: Session, row: Callback) -> bool:
    newest = session.exec(
        select(CallbackConsent.given)
        .where(CallbackConsent.callback_id == row.id)
        .order_by(col(CallbackConsent.recorded_at).desc(), col(CallbackConsent.id).desc())
    ).first()
    return bool(newest)
