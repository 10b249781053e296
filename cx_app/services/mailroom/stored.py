"""Batches as they are kept: the PDF with its manifest, and what still has to be handed over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from cx_app.domain.mailroom import SIDES, BatchState
from cx_app.gateways import clock, file_store
from cx_app.gateways.file_store import FileGone
from cx_app.gateways.letters import PDF, PrintBatch
from cx_app.gateways.letters import Letter as Single
from cx_app.models import Letter, LetterBatch


def print_batch(
    session: Session, batch_id: UUID, letters: Sequence[Single] = ()
) -> PrintBatch | None:
    """None when its mailing is confirmed, and with it the PDF gone."""
    batch = session.get(LetterBatch, batch_id)
    if batch is None or batch.key is None:
        return None
    try:
        pdf = file_store.letters().get(str(batch.id), batch.key)
    except FileGone:
        return None
    return PrintBatch(batch.number, pdf, manifest(session, batch), letters)


def manifest(session: Session, batch: LetterBatch) -> bytes:
    """What must count, and which letter is on which sheet; nothing about anybody."""
    rows = session.exec(
        select(Letter.position, Letter.number)
        .where(Letter.batch_id == batch.id)
        .order_by(col(Letter.position))
    )
    listed = {
        "batch": batch.number,
        "made_at": batch.made_at.isoformat(),
        "file": PDF,
        "bytes": batch.pdf_bytes,
        "sha256": batch.pdf_sha256,
        "letters": batch.letters,
        "sheets": batch.sheets,
        "pages": batch.pages,
        "printed": "both sides",
        "rows": [
            {"sheet": sheet, "first_page": SIDES * (sheet - 1) + 1, "letter": number}
            for sheet, number in rows
        ],
    }
    return (json.dumps(listed, indent=1) + "\n").encode()


def not_handed_over(session: Session) -> list[UUID]:
    return list(
        session.exec(
            select(LetterBatch.id)
            .where(
                LetterBatch.state == BatchState.READY,
                col(LetterBatch.handed_over_at).is_(None),
            )
            .order_by(col(LetterBatch.made_at))
        )
    )


def handed_over(session: Session, batch_id: UUID) -> None:
    session.exec(
        update(LetterBatch)
        .where(col(LetterBatch.id) == batch_id, col(LetterBatch.handed_over_at).is_(None))
        .values(handed_over_at=clock.business(session))
    )
