"""Officers claim requests before they decide, and put them back (domain 2.4-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.appointment_requests import By, RequestMove, RequestRefusal
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import STAFF, Actor, Role
from cx_app.domain.references import shown
from cx_app.models import Account, RoleGrant
from cx_app.services.appointment_requests.desk import request_for
from cx_app.services.appointment_requests.moves import Made, make

AT_ONCE: Final = 50
"""Requests that are claimed or handed on with one press."""
WIDEST_FIRST: Final = (Role.ADMIN, Role.SUPERVISOR, Role.OFFICER)
ASSIGNS: Final = frozenset({Role.SUPERVISOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one of several."""

    id: str
    reference: str
    answer: RequestRefusal | None
    """None when it was done."""
    there: bool = True
    """Whether there is such a request for this officer at all."""


def claim(session: Session, actor: Actor, request_id: UUID) -> Made | RequestRefusal:
    """Also again: the claim then lasts as long as a new one. Raises `NotFound`."""
    request = request_for(session, actor, request_id, lock=True)
    return make(session, actor, request, RequestMove.CLAIM, By.OFFICER)


def put_back(session: Session, actor: Actor, request_id: UUID) -> Made | RequestRefusal:
    """For whoever comes next. Raises `NotFound`."""
    request = request_for(session, actor, request_id, lock=True)
    return make(session, actor, request, RequestMove.RETURN, By.OFFICER)


def claim_many(session: Session, actor: Actor, request_ids: Sequence[UUID]) -> list[Taken]:
    """Each with its own answer: one that a colleague has does not keep the others."""
    return [_one(session, actor, one, None) for one in _in_order(request_ids)]


def assign_many(
    session: Session, actor: Actor, request_ids: Sequence[UUID], to: UUID
) -> list[Taken]:
    """A supervisor hands requests to an officer, whose claim begins now, whoever has them. Raises
    `NotFound` for somebody who is no officer, and for anyone but a supervisor."""
    officer = _officer(session, to) if actor.role in ASSIGNS else None
    if officer is None:
        raise NotFound("no such officer")
    return [_one(session, actor, one, officer) for one in _in_order(request_ids)]


def assign_one(session: Session, actor: Actor, request_id: UUID, to: UUID) -> RequestRefusal | None:
    """The same for one. Raises `NotFound` also where there is no such request."""
    [taken] = assign_many(session, actor, [request_id], to)
    if not taken.there:
        raise NotFound("no such request for this officer")
    return taken.answer


def officers(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """To hand requests to: (id of the account, name); nobody for anyone but supervisors."""
    if actor.role not in ASSIGNS:
        return []
    rows = session.exec(
        select(Account.id, Account.name)
        .join(RoleGrant, col(RoleGrant.account_id) == Account.id)
        .where(col(RoleGrant.role).in_(STAFF), col(RoleGrant.ended_at).is_(None))
        .distinct()
        .order_by(Account.name)
    ).all()
    return [(str(account_id), name) for account_id, name in rows]


def _officer(session: Session, account_id: UUID) -> Actor | None:
    """In the widest of their roles."""
    roles = session.exec(
        select(RoleGrant.role).where(
            RoleGrant.account_id == account_id, col(RoleGrant.ended_at).is_(None)
        )
    ).all()
    held = [role for role in WIDEST_FIRST if role in roles]
    return Actor(account_id, held[0]) if held else None


def _in_order(request_ids: Sequence[UUID]) -> list[UUID]:
    """Always the same, so that no two who claim many wait for each other."""
    return sorted(set(request_ids))[:AT_ONCE]


def _one(session: Session, actor: Actor, request_id: UUID, to: Actor | None) -> Taken:
    try:
        request = request_for(session, actor, request_id, lock=True)
    except NotFound:
        return Taken(str(request_id), "", RequestRefusal.OVER, there=False)
    reference = shown(request.reference)
    if to is not None and not _may_have(session, to, request_id):
        return Taken(str(request_id), reference, RequestRefusal.NOT_THEIRS)
    move = RequestMove.CLAIM if to is None else RequestMove.ASSIGN
    made = make(session, actor, request, move, By.OFFICER)
    if isinstance(made, RequestRefusal):
        return Taken(str(request_id), reference, made)
    if to is not None:
        request.claimed_by = to.account_id
        session.add(request)
        session.flush()
    return Taken(str(request_id), reference, None)


def _may_have(session: Session, to: Actor, request_id: UUID) -> bool:
    """Not their own, and nothing for a narrower role than theirs."""
    try:
        request_for(session, to, request_id)
    except NotFound:
        return False
    return True
