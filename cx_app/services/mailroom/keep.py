"""Keep a batch: its PDF in the file store, its row and its letters in one transaction (MAIL-3)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, bindparam, update
from sqlmodel import Session, SQLModel

from cx_app.domain.delivery import Delivery
from cx_app.domain.mailroom import BatchState
from cx_app.domain.messages import OutboxState
from cx_app.gateways import clock, file_store
from cx_app.gateways.typesetting import pages
from cx_app.models import AccessCode, Letter, LetterBatch, OutboxMessage
from cx_app.models.base import uuid7
from cx_app.services.access_codes.told import topics_of_asked
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.changes import CODES_TOPIC, touch_all
from cx_app.services.messages.paper import Paper

MAILROOM_TOPIC: Final = "mailroom"
"""What staff see of the mailroom."""


class Overtaken(RuntimeError):
    """Somebody else has some of the letters meanwhile: the batch must not be."""


def store_pdf(pdf: bytes) -> tuple[UUID, str]:
    """(id of the batch, key of its file)."""
    batch_id = uuid7()
    return batch_id, file_store.letters().put(str(batch_id), pdf)


def discard(batch_id: UUID | None) -> None:
    if batch_id is not None:
        file_store.letters().destroy(str(batch_id))


def keep_batch(
    session: Session, batch_id: UUID, number: str, papers: list[Paper], pdf: bytes, key: str
) -> None:
    """Raises `Overtaken`, and then nothing of it may be committed."""
    now = clock.business(session)
    batch = LetterBatch(
        id=batch_id,
        number=number,
        state=BatchState.READY,
        made_at=now,
        letters=len(papers),
        sheets=len(papers),
        pages=pages(pdf),
        pdf_bytes=len(pdf),
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
    )
    batch.key = key
    session.add(batch)
    session.flush()
    _settle(session, papers, now)
    _insert_letters(session, batch_id, papers)
    codes = [paper.message.code_id for paper in papers if paper.message.code_id is not None]
    _mark_codes(session, papers, now)
    touch_all(session, {MAILROOM_TOPIC, CODES_TOPIC, *topics_of_asked(session, codes)})
    record(
        session,
        SYSTEM_ACTOR,
        "mailroom.produce",
        subject_type="letter_batch",
        subject_id=batch_id,
        details={"letters": len(papers), "pages": batch.pages},
    )


def _settle(session: Session, papers: list[Paper], now: datetime) -> None:
    """As `outbox.settle`, for all at once: each only in the attempt that was claimed."""
    table = _table(OutboxMessage)
    settled = session.connection().execute(
        update(table)
        .where(
            table.c.id == bindparam("message"),
            table.c.attempts == bindparam("attempt"),
            table.c.state == OutboxState.SENDING,
        )
        .values(
            state=OutboxState.SENT,
            sent_at=now,
            took_ms=bindparam("took"),
            provider_id=bindparam("number"),
            delivery=Delivery.ACCEPTED,
            last_error="",
            lease_until=None,
        ),
        [
            {
                "message": paper.message.id,
                "attempt": paper.message.attempts,
                "took": _waited_ms(paper, now),
                "number": paper.number,
            }
            for paper in papers
        ],
    )
    if settled.rowcount != len(papers):
        raise Overtaken


def _insert_letters(session: Session, batch_id: UUID, papers: list[Paper]) -> None:
    rows = [
        {
            "id": uuid7(),
            "batch_id": batch_id,
            "position": position,
            "message_id": paper.message.id,
            "code_id": paper.message.code_id,
            "number": paper.number,
        }
        for position, paper in enumerate(papers, 1)
    ]
    session.connection().execute(_table(Letter).insert(), rows)


def _mark_codes(session: Session, papers: list[Paper], now: datetime) -> None:
    marks = [
        {"code": paper.message.code_id, "number": paper.number}
        for paper in papers
        if paper.message.code_id is not None
    ]
    if marks:
        table = _table(AccessCode)
        session.connection().execute(
            update(table)
            .where(table.c.id == bindparam("code"))
            .values(letter_number=bindparam("number"), printed_at=now),
            marks,
        )


def _waited_ms(paper: Paper, now: datetime) -> int:
    since = paper.message.ready_at or paper.message.created_at
    return max(0, int((now - since) / timedelta(milliseconds=1)))


def _table(model: Any) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]
