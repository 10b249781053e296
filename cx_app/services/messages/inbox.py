"""An account's own inbox."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, func, select

from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_moment
from cx_app.models import Case, InboxMessage
from cx_app.services.cases.access import may_reach
from cx_app.services.changes import account_topic, touch

PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class InboxLine:
    id: str
    subject: str
    body: str
    when: str
    unread: bool
    case_id: str


@dataclass(frozen=True, slots=True)
class InboxPage:
    lines: list[InboxLine] = field(default_factory=list)
    older: str = ""
    """Where the next page begins; empty on the last one."""


def inbox(session: Session, actor: Actor, *, older: str = "", rows: int = PAGE) -> InboxPage:
    """The newest messages first, a page at a time; `older` is what the page before gave."""
    query = (
        select(InboxMessage)
        .where(InboxMessage.account_id == actor.account_id, may_be_read(actor))
        .order_by(col(InboxMessage.at).desc(), col(InboxMessage.id).desc())
    )
    if older:
        query = query.where(_before(older))
    found = session.exec(query.limit(rows + 1)).all()
    page = found[:rows]
    more = f"{page[-1].at.isoformat()} {page[-1].id}" if len(found) > rows else ""
    return InboxPage([_line(row) for row in page], more)


def unread(session: Session, actor: Actor) -> int:
    return session.exec(
        select(func.count())
        .select_from(InboxMessage)
        .where(
            InboxMessage.account_id == actor.account_id,
            col(InboxMessage.read_at).is_(None),
            may_be_read(actor),
        )
    ).one()


def mark_read(session: Session, actor: Actor, only: Collection[UUID] | None = None) -> None:
    """These messages of the actor's own, or all that are there now, have been read."""
    which = [] if only is None else [col(InboxMessage.id).in_(only)]
    read = session.exec(
        update(InboxMessage)
        .where(
            col(InboxMessage.account_id) == actor.account_id,
            col(InboxMessage.read_at).is_(None),
            *which,
        )
        .values(read_at=clock.business(session))
    )
    if read.rowcount:
        touch(session, account_topic(actor.account_id))


def may_be_read(actor: Actor) -> ColumnElement[bool]:
    """For queries over `InboxMessage`: not what tells of a protected case, in an account that may
    not know of it any more (domain 9.4 d): the case may have become protected after the message."""
    case_id: Any = col(InboxMessage.case_id)
    protected = select(Case.id).where(Case.id == case_id, col(Case.protected)).exists()
    return or_(~protected, may_reach(actor.account_id, case_id))


def _before(older: str) -> ColumnElement[bool]:
    at, _space, id = older.partition(" ")
    moment, last = datetime.fromisoformat(at), UUID(id)
    column = col(InboxMessage.at)
    return or_(column < moment, and_(column == moment, col(InboxMessage.id) < last))


def _line(row: InboxMessage) -> InboxLine:
    return InboxLine(
        id=str(row.id),
        subject=row.subject,
        body=row.body or "",
        when=say_moment(row.at),
        unread=row.read_at is None,
        case_id=str(row.case_id) if row.case_id else "",
    )
