"""Put a callback back in line, in its old place, or take it back."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from cx_app.domain.callbacks import moves
from cx_app.domain.callbacks.standing import CallbackRefusal, CallbackState
from cx_app.domain.contacts import Refusal, parse_phone
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import Callback, CallbackConsent, ContactPoint
from cx_app.services.callbacks.access import callback_of
from cx_app.services.callbacks.asking import contact_of, open_with, same_number
from cx_app.services.callbacks.consenting import Source, against_texts, is_wrong, keep_consent
from cx_app.services.callbacks.moving import What, rules_now, settle, standing
from cx_app.services.callbacks.timers import LET_GO, end_call
from cx_app.services.messages.consents import Wording
from cx_app.services.messages.reach import hash_of


class PhoneRefusal(StrEnum):
    """Why another phone was not taken."""

    PHONE = "phone"
    OPEN_ALREADY = "open_already"
    UNDER_WAY = "under_way"
    """A text is out, or a call is promised or goes on."""
    WRONG_NUMBER = "wrong_number"
    """Somebody else answered there."""


def put_back(session: Session, actor: Actor, reference: str) -> CallbackRefusal | None:
    """One click. Texts go ahead of it again if they did, and still may. Raises `NotFound`."""
    return back_in_line(session, actor, callback_of(session, actor, reference, lock=True))


def back_in_line(session: Session, actor: Actor, row: Callback) -> CallbackRefusal | None:
    """For a locked row. Where somebody else answers, it needs another phone first."""
    moved: moves.Moved = CallbackRefusal.WRONG_NUMBER
    if not is_wrong(session, row, row.phone or "", proven=row.proven):
        texting = _agreed(session, row) and against_texts(session, row) is None
        moved = moves.put_back(standing(row), clock.business(session), texting=texting)
    return settle(session, actor, row, moved, What.PUT_BACK)


def change_phone(
    session: Session, actor: Actor, reference: str, *, contact_id: str = "", typed: str = ""
) -> PhoneRefusal | None:
    """While nothing is under way: after a wrong number, or because it is another one now. Texts
    need a new consent. Raises `NotFound`."""
    row = callback_of(session, actor, reference, lock=True)
    if row.state not in (CallbackState.WAITING, CallbackState.QUEUED):
        return PhoneRefusal.UNDER_WAY
    contact = contact_of(session, actor, contact_id)
    phone = contact.value if contact is not None else parse_phone(typed)
    if phone is None or isinstance(phone, Refusal):
        return PhoneRefusal.PHONE
    contact = contact or same_number(session, actor, phone)
    proven = contact is not None and contact.verified_at is not None
    if is_wrong(session, row, phone, proven=proven):
        return PhoneRefusal.WRONG_NUMBER
    # Looked for while the row is as it was: what is looked up writes what has changed by then.
    if open_with(session, row, phone, proven=proven) is not None:
        return PhoneRefusal.OPEN_ALREADY
    if not _takes(session, row, phone, contact if proven else None):
        return PhoneRefusal.OPEN_ALREADY
    keep_consent(session, actor, row, Source.PORTAL, given=False, shown=Wording("", ""))
    now = clock.business(session)
    moved = moves.stopped(standing(row), now, rules_now(session, now))
    settle(session, actor, row, moved, What.CHANGE_PHONE)
    return None


def _takes(session: Session, row: Callback, phone: str, proven: ContactPoint | None) -> bool:
    """False when another one has taken the phone at the same instant; the row is as it was then."""
    try:
        with session.begin_nested():
            row.phone, row.phone_hash, row.proven = phone, hash_of(phone), proven is not None
            row.contact_id = proven.id if proven is not None else None
            session.add(row)
            session.flush()
    except IntegrityError:
        session.refresh(row)
        return False
    return True


def withdraw(session: Session, actor: Actor, reference: str) -> CallbackRefusal | None:
    """At any time: an officer who was about to call sees it. Raises `NotFound`."""
    row = callback_of(session, actor, reference, lock=True)
    if row.state == CallbackState.CALLING:
        end_call(session, row, LET_GO)
    return settle(session, actor, row, moves.withdrawn(standing(row)), What.WITHDRAW)


def _agreed(session: Session, row: Callback) -> bool:
    """The newest counts, and of two at one instant the no; for the phone that it was given for."""
    newest = session.exec(
        select(CallbackConsent)
        .where(CallbackConsent.callback_id == row.id)
        .order_by(
            col(CallbackConsent.recorded_at).desc(),
            col(CallbackConsent.at).desc(),
            col(CallbackConsent.given),
        )
        .limit(1)
    ).first()
    return newest is not None and newest.given and newest.phone == row.phone
