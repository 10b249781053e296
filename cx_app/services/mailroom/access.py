"""Who works in the mailroom: those who may know of protected cases, since batches hold their
letters too (domain 9.4 e)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor
from cx_app.models import LetterBatch
from cx_app.services.cases.staff import SEES_PROTECTED


def require_mailroom(actor: Actor) -> None:
    """Raises `Forbidden` for anyone but supervisors and administrators."""
    if actor.role not in SEES_PROTECTED:
        raise Forbidden("supervisors only")


def held_batch(session: Session, batch_id: UUID) -> LetterBatch:
    """The row is held, so that a scan and a confirmation wait for each other. Raises `NotFound`."""
    batch = session.get(LetterBatch, batch_id, with_for_update=True, populate_existing=True)
    if batch is None:
        raise NotFound("no such batch")
    return batch
