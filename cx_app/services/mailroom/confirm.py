"""The batch has left: counted, confirmed, and what could be read of its codes destroyed (MAIL-4,
MAIL-5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from cx_app.domain.delivery import Delivery
from cx_app.domain.identity import Actor
from cx_app.domain.mailroom import BatchState, Confirmed, Counts, compare, parse_count
from cx_app.gateways import clock
from cx_app.models import AccessCode, Letter, LetterBatch, OutboxMessage
from cx_app.services.access_codes.told import code_left
from cx_app.services.audit.record import record
from cx_app.services.changes import CODES_TOPIC, touch_all
from cx_app.services.mailroom.access import held_batch, require_mailroom
from cx_app.services.mailroom.keep import MAILROOM_TOPIC


def confirm_mailing(
    session: Session, actor: Actor, batch_id: UUID, letters: str, sheets: str
) -> Confirmed:
    """What was typed must match what should have left, or nothing changes. Raises `NotFound`."""
    require_mailroom(actor)
    batch = held_batch(session, batch_id)
    outcome = _judge(session, batch, letters, sheets)
    if outcome is Confirmed.DONE:
        _release(session, actor, batch, clock.business(session))
    record(
        session,
        actor,
        "mailroom.confirm",
        outcome,
        subject_type="letter_batch",
        subject_id=batch.id,
        details={
            "letters": batch.letters,
            "typed_letters": parse_count(letters),
            "typed_sheets": parse_count(sheets),
        },
    )
    return outcome


def to_mail(session: Session, batch: LetterBatch) -> Counts:
    """What should leave: a spoilt letter has been taken out, and so has its sheet."""
    spoilt = session.exec(
        select(func.count()).where(Letter.batch_id == batch.id, col(Letter.spoilt_at).is_not(None))
    ).one()
    return Counts(batch.letters - spoilt, batch.sheets - spoilt)


def to_take_out(session: Session, batch: LetterBatch) -> list[Letter]:
    """Letters whose codes ended since they were printed: they must not leave."""
    return list(
        session.exec(
            select(Letter)
            .join(AccessCode, col(AccessCode.id) == Letter.code_id)
            .where(
                Letter.batch_id == batch.id,
                col(Letter.spoilt_at).is_(None),
                col(AccessCode.voided_at).is_not(None),
            )
            .order_by(col(Letter.position))
        )
    )


def _judge(session: Session, batch: LetterBatch, letters: str, sheets: str) -> Confirmed:
    if batch.state != BatchState.READY:
        return Confirmed.MAILED_BEFORE
    counted = parse_count(letters), parse_count(sheets)
    if counted[0] is None or counted[1] is None:
        return Confirmed.NOT_A_COUNT
    if to_take_out(session, batch):
        return Confirmed.TAKE_OUT
    return compare(to_mail(session, batch), Counts(counted[0], counted[1]))


def _release(session: Session, actor: Actor, batch: LetterBatch, now: datetime) -> None:
    """The key goes, and with it the stored PDF; the file itself follows (`tidy`)."""
    batch.state, batch.mailed_at, batch.mailed_by = BatchState.MAILED, now, actor.account_id
    batch.key = None
    session.add(batch)
    left = select(Letter.message_id).where(
        Letter.batch_id == batch.id, col(Letter.spoilt_at).is_(None)
    )
    session.exec(
        update(OutboxMessage)
        .where(col(OutboxMessage.id).in_(left), col(OutboxMessage.delivery) == Delivery.ACCEPTED)
        .values(delivery=Delivery.UNDER_WAY, facts_sealed=None)
        .execution_options(synchronize_session=False)
    )
    codes = session.exec(
        select(AccessCode)
        .join(Letter, col(Letter.code_id) == AccessCode.id)
        .where(Letter.batch_id == batch.id, col(Letter.spoilt_at).is_(None))
    ).all()
    for code in codes:
        code.code, code.mailed_at = None, now
        session.add(code)
    session.flush()
    for code in codes:
        code_left(session, code)
    touch_all(session, {MAILROOM_TOPIC, CODES_TOPIC})
