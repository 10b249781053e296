"""An account's own inbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import Session, col, func, select

from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_moment
from cx_app.models import Case, InboxMessage
from cx_app.services.cases.access import may_reach

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class InboxLine:
    id: str
    subject: str
    body: str
    when: str
    unread: bool
    case_id: str


def inbox(session: Session, actor: Actor) -> list[InboxLine]:
    """The newest messages first."""
    rows = session.exec(
        select(InboxMessage)
        .where(InboxMessage.account_id == actor.account_id, _may_be_read(actor))
        .order_by(col(InboxMessage.at).desc())
        .limit(PAGE)
    )
    return [
        InboxLine(
            id=str(row.id),
            subject=row.subject,
            body=row.body or "",
            when=say_moment(row.at),
            unread=row.read_at is None,
            case_id=str(row.case_id) if row.case_id else "",
        )
        for row in rows
    ]


def unread(session: Session, actor: Actor) -> int:
    return session.exec(
        select(func.count())
        .select_from(InboxMessage)
        .where(
            InboxMessage.account_id == actor.account_id,
            col(InboxMessage.read_at).is_(None),
            _may_be_read(actor),
        )
    ).one()


def mark_read(session: Session, actor: Actor) -> None:
    """Everything that is in the inbox now has been seen."""
    session.exec(
        update(InboxMessage)
        .where(
            col(InboxMessage.account_id) == actor.account_id,
            col(InboxMessage.read_at).is_(None),
        )
        .values(read_at=clock.business(session))
    )


def _may_be_read(actor: Actor) -> ColumnElement[bool]:
    """Not what tells of a protected case, in an account that may not know of it any more
    (domain 9.4 d): the case may have become protected after the message."""
    case_id: Any = col(InboxMessage.case_id)
    protected = select(Case.id).where(Case.id == case_id, col(Case.protected)).exists()
    return or_(~protected, may_reach(actor.account_id, case_id))
