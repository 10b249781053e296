"""Seals the audit trail: numbers rows that have no seal yet, hashes each, chains the batch."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, insert
from sqlmodel import Session, col, select

from cx_app.domain.audit import (
    BEGINNING,
    FORM,
    Batch,
    Head,
    Stored,
    chain_hash,
    entry_hash,
    instant_text,
)
from cx_app.gateways import clock
from cx_app.models import AuditBatch, AuditPending, AuditSeal
from cx_app.services.audit import stored

ROWS: Final = 1_000
"""In one transaction: on SQLite everyone else waits for it."""
SEALER: Final = 0x61756469
"""The number of the lock on PostgreSQL that one sealer at a time holds."""


def seal(session: Session, limit: int = ROWS) -> int:
    """Seal one batch of what waits; how many rows. 0 also while another sealer is at it.

    Writers take no part and never wait. A row that is committed late waits in `audit_pending` like
    any other, and gets the next number whatever its id (NIST 800-53 AU-10).
    """
    if not _alone(session):
        return 0
    entries = stored.waiting(session, limit)
    if not entries:
        return 0
    batch, seals = _sealed(entries, stored.last_batch(session), clock.wall())
    # RETURNING makes it one statement for all rows instead of one for each.
    session.execute(insert(AuditSeal).returning(col(AuditSeal.seq)), seals)
    session.add(batch)
    session.flush()
    session.exec(
        delete(AuditPending).where(
            col(AuditPending.entry_id).in_(
                select(AuditSeal.entry_id).where(
                    col(AuditSeal.seq).between(batch.first_seq, batch.last_seq)
                )
            )
        )
    )
    return len(entries)


def head(session: Session) -> Head | None:
    """The newest batch, to be kept where nobody of ours can change it; None before the first."""
    last = stored.last_batch(session)
    return Head(int(last.number or 0), str(last.sealed_at), str(last.chain)) if last else None


def _alone(session: Session) -> bool:
    """SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(SEALER))))


def _sealed(
    entries: list[list[Stored]], last: Batch | None, now: datetime
) -> tuple[AuditBatch, list[dict[str, Any]]]:
    first = int(last.last_seq or 0) + 1 if last else 1
    seals: list[dict[str, Any]] = [
        {"seq": seq, "entry_id": UUID(str(entry[0])), "hash": entry_hash(seq, entry)}
        for seq, entry in enumerate(entries, first)
    ]
    draft = Batch(
        number=int(last.number or 0) + 1 if last else 1,
        form=FORM,
        first_seq=first,
        last_seq=first + len(seals) - 1,
        sealed_at=instant_text(now),
        previous=last.chain if last else BEGINNING,
        chain="",
    )
    whole = replace(draft, chain=chain_hash(draft, [one["hash"] for one in seals]))
    facts = {name: getattr(whole, name) for name in stored.BATCH}
    return AuditBatch(**{**facts, "sealed_at": now}), seals
