"""Whose support requests somebody reaches: the single place where that is decided."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.support import Topic
from cx_app.models import Case, SupportRequest
from cx_app.services.cases.access import cases_ever_own, may_reach
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff
from cx_app.services.visitors.passes import asked_with

SUBJECT: Final = "support_request"


def own(session: Session, actor: Actor) -> ColumnElement[bool]:
    """For queries over `SupportRequest`: what the actor asked. What is about a case is gone from
    there with the case (SUP-2)."""
    if actor.role is Role.VISITOR:
        return asked_with(session, actor, SupportRequest)
    return and_(
        col(SupportRequest.account_id) == actor.account_id,
        or_(
            col(SupportRequest.case_id).is_(None),
            may_reach(actor.account_id, col(SupportRequest.case_id)),
        ),
    )


def watches(actor: Actor) -> bool:
    """Whether they watch over the work of others."""
    return actor.role in SEES_PROTECTED


def workable(actor: Actor) -> list[ColumnElement[bool]]:
    """For queries over `SupportRequest`: what staff may know of. Nobody works on what they asked or
    on a case of their own; protected cases, and how somebody was treated, are for those who watch
    (SUP-5). Raises `Forbidden` for anyone else."""
    require_staff(actor)
    hidden: Any = select(Case.id).where(
        col(Case.id) == SupportRequest.case_id,
        or_(
            col(Case.id).in_(cases_ever_own(actor)),
            col(Case.protected).is_(True) if not watches(actor) else col(Case.id).is_(None),
        ),
    )
    conditions: list[ColumnElement[bool]] = [
        or_(
            col(SupportRequest.account_id).is_(None),
            col(SupportRequest.account_id) != actor.account_id,
        ),
        ~hidden.correlate(SupportRequest).exists(),
    ]
    if not watches(actor):
        conditions.append(col(SupportRequest.topic) != Topic.TREATMENT)
    return conditions


def still_theirs(session: Session, row: SupportRequest) -> bool:
    """Whether whoever asked still sees it where they asked (SUP-2)."""
    if row.account_id is None or row.case_id is None:
        return True
    here = aliased(SupportRequest)
    query = select(here.id).where(here.id == row.id, may_reach(row.account_id, col(here.case_id)))
    return session.exec(query).first() is not None


def one(session: Session, actor: Actor, request_id: UUID, *, hold: bool = False) -> SupportRequest:
    """Raises `NotFound` alike for what is not there and for what they may not know of."""
    query = select(SupportRequest).where(SupportRequest.id == request_id, *workable(actor))
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no such request")
    return found
