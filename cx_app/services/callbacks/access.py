"""Which callbacks somebody may see and work on: the single place where that is decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.references import parse_reference
from cx_app.models import Callback, Case
from cx_app.services.cases.access import may_reach, own_cases
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff

KEEPS_THE_DESK = frozenset({Role.SUPERVISOR, Role.ADMIN})
"""Who sets hours and staffing, and answers disputes."""


def mine(account_id: UUID) -> ColumnElement[bool]:
    """For queries: those of an account. What is about a case that the account does not reach any
    more is gone with it."""
    reached = or_(col(Callback.case_id).is_(None), may_reach(account_id, _case()))
    return (col(Callback.account_id) == account_id) & reached


def callback_of(session: Session, actor: Actor, reference: str, *, lock: bool = False) -> Callback:
    """By its reference number as it was typed. Raises `NotFound` alike for what is not there and
    for what is not theirs (API-7)."""
    query = select(Callback).where(
        Callback.reference == (parse_reference(reference) or ""), mine(actor.account_id)
    )
    return _one(session, query, lock=lock)


def may_see(actor: Actor) -> list[ColumnElement[bool]]:
    """Nobody works on their own (design 3); protected ones are for a narrower role, also where the
    case became so since."""
    may: list[ColumnElement[bool]] = [
        or_(col(Callback.account_id).is_(None), col(Callback.account_id) != actor.account_id),
        or_(col(Callback.case_id).is_(None), col(Callback.case_id).not_in(own_cases(actor))),
    ]
    if actor.role not in SEES_PROTECTED:
        since = select(Case.id).where(Case.id == Callback.case_id, col(Case.protected))
        may += [col(Callback.protected).is_(False), ~since.correlate(Callback).exists()]
    return may


def callback_for(
    session: Session, actor: Actor, which: UUID | str, *, lock: bool = False
) -> Callback:
    """For staff, by its id or its reference number. Raises `NotFound` alike for what is not there
    and for what is not for this officer, `Forbidden` for anyone but staff."""
    require_staff(actor)
    if isinstance(which, UUID):
        named = col(Callback.id) == which
    else:
        named = col(Callback.reference) == (parse_reference(which) or "")
    return _one(session, select(Callback).where(named, *may_see(actor)), lock=lock)


def locked(session: Session, callback_id: UUID) -> Callback | None:
    """Held for this transaction, as it is now; for what happens by itself."""
    return session.exec(
        select(Callback)
        .where(Callback.id == callback_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def _case() -> Any:
    return Callback.case_id


def require_desk(actor: Actor) -> None:
    """Raises `Forbidden` for anyone but supervisors and administrators."""
    if actor.role not in KEEPS_THE_DESK:
        raise Forbidden("supervisors only")


def _one(session: Session, query: Any, *, lock: bool) -> Callback:
    if lock:
        query = query.with_for_update(of=Callback.__table__)  # type: ignore[attr-defined]
        query = query.execution_options(populate_existing=True)
    found: Callback | None = session.exec(query).first()
    if found is None:
        raise NotFound("no such callback")
    return found
