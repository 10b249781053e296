"""Take a file that somebody sends. It is written to the store before the database knows of it, and
destroyed again when it is not taken (ATT-2, ATT-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from cx_app.domain.attachments import AttachmentRules, Flaw, Sound, may_add, safe_name
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock, file_store
from cx_app.models import Account, RequestAttachment, VisitorPass
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests.moves import show
from cx_app.services.attachments.mine import (
    SUBJECT,
    of_form,
    own_request,
    sent_by,
    takes_files,
)
from cx_app.services.audit.record import record
from cx_app.services.policy.current import policy

HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that lies in the store; without its row nobody can open it."""

    id: UUID
    key: str
    name: str
    kind: str
    size: int


def room(session: Session, actor: Actor, request_id: UUID | None) -> AttachmentRules | Flaw:
    """Whether one more may come, asked before a byte of it is read. Raises `NotFound` for a request
    that is not the actor's."""
    if request_id is not None and not takes_files(own_request(session, actor, request_id)):
        return Flaw.CLOSED
    now = clock.business(session)
    rules = policy(session, now).attachments
    there = _count(session, _beside(actor, request_id))
    lately = _count(session, sent_by(actor) & (col(RequestAttachment.added_at) > now - HOUR))
    return may_add(there, lately, rules) or rules


def put(file: Sound, given_name: str) -> Stored:
    """Into the store, sealed under a key of its own."""
    file_id = uuid7()
    key = file_store.attachments().put(str(file_id), file.content)
    name = safe_name(given_name, file.kind)
    return Stored(file_id, key, name, file.kind, len(file.content))


def discard(stored: Stored) -> None:
    file_store.attachments().destroy(str(stored.id))


def keep(session: Session, actor: Actor, stored: Stored, request_id: UUID | None) -> Flaw | None:
    """The file is part of the form, or of the request, whose open pages follow: an officer at work
    on it sees what has come. Files sent at the same instant are counted one after the other. Raises
    `NotFound`."""
    _one_after_the_other(session, actor)
    answer = room(session, actor, request_id)
    if isinstance(answer, Flaw):
        return answer
    visitor = actor.role is Role.VISITOR
    row = RequestAttachment(
        id=stored.id,
        request_id=request_id,
        account_id=None if visitor else actor.account_id,
        pass_id=actor.session_id if visitor else None,
        kind=stored.kind,
        size=stored.size,
        added_at=clock.business(session),
    )
    row.name, row.key = stored.name, stored.key
    session.add(row)
    record(
        session,
        actor,
        "attachment.add",
        subject_type=SUBJECT,
        subject_id=row.id,
        details={"kind": stored.kind, "bytes": stored.size},
    )
    if request_id is not None:
        show(session, own_request(session, actor, request_id))
    return None


def _one_after_the_other(session: Session, actor: Actor) -> None:
    if actor.role is Role.VISITOR:
        session.get_one(VisitorPass, actor.session_id, with_for_update=True)
    else:
        session.get_one(Account, actor.account_id, with_for_update=True)


def _beside(actor: Actor, request_id: UUID | None) -> ColumnElement[bool]:
    """The files that are counted together: those of the form, or those of the request."""
    together = of_form(actor) if request_id is None else _with(request_id)
    return together & col(RequestAttachment.removed_at).is_(None)


def _with(request_id: UUID) -> ColumnElement[bool]:
    return col(RequestAttachment.request_id) == request_id


def _count(session: Session, which: ColumnElement[bool]) -> int:
    return int(session.exec(select(func.count()).select_from(RequestAttachment).where(which)).one())
