"""Letters known by their bar codes: spoilt before they left, or brought back (MAIL-6, MAIL-7)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import update
from sqlmodel import Session, col, select

from cx_app.domain.delivery import FINAL, Delivery, Reason
from cx_app.domain.identity import Actor
from cx_app.domain.mailroom import BatchState, Scanned, grouped, parse_number
from cx_app.domain.messages import Channel, Kind, Why
from cx_app.gateways import clock
from cx_app.models import AccessCode, Letter, LetterBatch, OutboxMessage
from cx_app.services.access_codes.reissue import reissue
from cx_app.services.access_codes.told import tell_own
from cx_app.services.audit.record import record
from cx_app.services.cases.access import is_own
from cx_app.services.changes import CODES_TOPIC, touch_all
from cx_app.services.mailroom.access import held_batch, require_mailroom
from cx_app.services.mailroom.keep import MAILROOM_TOPIC
from cx_app.services.messages.outbox import enqueue

LETTER_SPOILT: Final = "letter_spoilt"
Act = Callable[[Session, Actor, LetterBatch, Letter, OutboxMessage], Scanned]


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan led to; about nobody by name."""

    outcome: Scanned
    number: str
    """As it was scanned, in groups."""
    batch: str = ""
    case_id: str = ""
    """Where staff go on; empty without a case."""


def spoil(session: Session, actor: Actor, typed: str) -> Scan:
    """A letter that cannot leave: damaged, or its code ended. Its code is replaced by a new one in
    a new letter; nothing is printed twice."""
    return _scan(session, actor, typed, "mailroom.spoil", _spoil)


def take_returned(session: Session, actor: Actor, typed: str) -> Scan:
    """A letter that the post brought back: its code opens nothing any more, officers decide how to
    go on, and the person is told."""
    return _scan(session, actor, typed, "mailroom.return", _return)


def _scan(session: Session, actor: Actor, typed: str, action: str, act: Act) -> Scan:
    require_mailroom(actor)
    number = parse_number(typed)
    if number is None:
        return _noted(session, actor, action, Scan(Scanned.NOT_A_NUMBER, typed.strip()[:24]), None)
    letter = session.exec(select(Letter).where(Letter.number == number)).first()
    if letter is None:
        return _noted(session, actor, action, Scan(Scanned.UNKNOWN, grouped(number)), None)
    batch = held_batch(session, letter.batch_id)
    session.refresh(letter)
    message = session.get_one(OutboxMessage, letter.message_id)
    if message.case_id is not None and is_own(session, actor, message.case_id):
        outcome = Scanned.OWN_CASE
    else:
        outcome = act(session, actor, batch, letter, message)
    case_id = str(message.case_id) if message.case_id else ""
    scan = Scan(outcome, grouped(number), grouped(batch.number), case_id)
    return _noted(session, actor, action, scan, letter)


def _spoil(
    session: Session, actor: Actor, batch: LetterBatch, letter: Letter, message: OutboxMessage
) -> Scanned:
    if batch.state != BatchState.READY:
        return Scanned.MAILED
    if letter.spoilt_at is not None:
        return Scanned.AGAIN
    now = clock.business(session)
    letter.spoilt_at = now
    session.add(letter)
    _fail(session, message, Reason.SPOILT, now)
    touch_all(session, {MAILROOM_TOPIC, CODES_TOPIC})
    if letter.code_id is None:
        _write_again(session, message, letter)
        return Scanned.REISSUED
    code = session.get_one(AccessCode, letter.code_id)
    fresh = reissue(session, actor, code, LETTER_SPOILT, now)
    return Scanned.REISSUED if fresh is not None else Scanned.TAKEN_OUT


def _return(
    session: Session, _actor: Actor, batch: LetterBatch, letter: Letter, message: OutboxMessage
) -> Scanned:
    if batch.state != BatchState.MAILED or letter.spoilt_at is not None:
        return Scanned.NOT_MAILED
    if letter.returned_at is not None:
        return Scanned.AGAIN
    now = clock.business(session)
    letter.returned_at = now
    session.add(letter)
    _fail(session, message, Reason.RETURNED, now)
    touch_all(session, {MAILROOM_TOPIC, CODES_TOPIC})
    if letter.code_id is None:
        return Scanned.RETURNED
    marked = session.exec(
        update(AccessCode)
        .where(
            col(AccessCode.id) == letter.code_id,
            col(AccessCode.redeemed_at).is_(None),
            col(AccessCode.voided_at).is_(None),
        )
        .values(returned_at=now)
    )
    if marked.rowcount == 1:
        code = session.get_one(AccessCode, letter.code_id, populate_existing=True)
        tell_own(session, Kind.CODE_RETURNED, code, code.id)
    return Scanned.RETURNED


def _fail(session: Session, message: OutboxMessage, reason: Reason, now: datetime) -> None:
    """Only forward: what is final stays."""
    session.exec(
        update(OutboxMessage)
        .where(col(OutboxMessage.id) == message.id, col(OutboxMessage.delivery).not_in(FINAL))
        .values(delivery=Delivery.FAILED, failure=reason, failed_at=now)
    )


def _write_again(session: Session, message: OutboxMessage, letter: Letter) -> None:
    """A letter without a code is written anew, as of now, in a later batch."""
    enqueue(
        session,
        Kind(message.kind),
        Channel.LETTER,
        dedupe_key=f"{message.dedupe_key}:{letter.number}",
        language=message.language,
        account_id=message.account_id,
        person_id=message.person_id,
        case_id=message.case_id,
        inbox_id=message.inbox_id,
        why=Why(message.why) if message.why else None,
        facts=json.loads(message.facts) if message.facts else None,
        not_after=message.not_after,
    )


def _noted(session: Session, actor: Actor, action: str, scan: Scan, letter: Letter | None) -> Scan:
    record(
        session,
        actor,
        action,
        scan.outcome,
        subject_type="letter" if letter else "",
        subject_id=letter.id if letter else None,
    )
    return scan
