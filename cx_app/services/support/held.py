"""What leaves of an answer, and how it is undone (UNDO-1 to UNDO-4)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.identity import Actor
from cx_app.domain.support import SupportState
from cx_app.models import HeldDecision, SupportRequest
from cx_app.services.changes import touch
from cx_app.services.decisions.put_back import PutBack
from cx_app.services.drafts.keep import keep_draft
from cx_app.services.support.access import one, still_theirs
from cx_app.services.support.asking import DESK
from cx_app.services.support.tell import tell

FIELDS: Final = ("cause", "reply", "changed")
"""Of the form of an answer."""


def answer_leaves(session: Session, held: HeldDecision) -> bool:
    """That there is an answer; not to somebody from whom it went with the case (SUP-2)."""
    row = session.get_one(SupportRequest, held.subject_id)
    if row.state != SupportState.ANSWERED:
        return False
    if still_theirs(session, row):
        tell(session, row)
    return True


def check(session: Session, actor: Actor, held: HeldDecision) -> None:
    """Raises `NotFound` as answering does."""
    one(session, actor, held.subject_id)


def put_back(session: Session, actor: Actor, held: HeldDecision) -> PutBack:
    """It waits for its owner again, who finds what was written in the form."""
    row = one(session, actor, held.subject_id, hold=True)
    if row.state != SupportState.ANSWERED:
        return PutBack.OVERTAKEN
    written = (row.cause or "", row.answer or "", row.changed or "")
    owner = Actor(row.owner_id, actor.role) if row.owner_id else actor
    keep_draft(session, owner, draft_of(row.id), dict(zip(FIELDS, written, strict=True)))
    row.answer = row.changed = row.cause = None
    row.answered_at = row.answered_by = None
    row.state = SupportState.OPEN
    session.add(row)
    touch(session, DESK)
    return PutBack.DONE


def draft_of(request_id: UUID) -> str:
    """Names the form in which staff answer it."""
    return f"support:{request_id.hex}"
