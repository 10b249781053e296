"""Which prepared requests somebody reaches: the single place where that is decided. It is asked in
each act anew, so that who left a team or lost a client reaches nothing at once (REP-16)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import Session, col, select

from cx_app.domain.appointment_requests import AskedAs
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.prepared import By, PreparedRefusal
from cx_app.domain.representation.teams import TeamRole
from cx_app.models import PreparedRequest, Representation, TeamMember
from cx_app.services.appointment_requests.access import ForWhom, people_in_form
from cx_app.services.cases.access import behalf, by_representation

OF_A_TEAM: Final = frozenset({Role.PARALEGAL, Role.REPRESENTATIVE})


def reached(actor: Actor) -> ColumnElement[bool]:
    """For queries over `PreparedRequest`: a paralegal reaches their own, a representative those of
    the team for clients of theirs; both only while the client is represented. What names no client
    is for the representative whom it names."""
    if actor.role not in OF_A_TEAM:
        return false()
    whose = behalf(actor)
    for_client = (
        by_representation(Representation.id)
        .where(
            col(Representation.account_id).in_(whose),
            Representation.client_party_id == PreparedRequest.party_id,
        )
        .correlate(PreparedRequest)
        .exists()
    )
    named = and_(
        col(PreparedRequest.party_id).is_(None),
        col(PreparedRequest.representative_id).in_(whose),
    )
    theirs = [col(PreparedRequest.team_id).in_(_teams(actor)), or_(for_client, named)]
    if actor.role is Role.PARALEGAL:
        theirs.append(col(PreparedRequest.prepared_by) == actor.account_id)
    return and_(*theirs)


def _teams(actor: Actor) -> Any:
    """The team in which the actor is now, as what they act."""
    role = TeamRole.PARALEGAL if actor.role is Role.PARALEGAL else TeamRole.REPRESENTATIVE
    return select(TeamMember.team_id).where(
        TeamMember.account_id == actor.account_id,
        TeamMember.role == role,
        col(TeamMember.ended_at).is_(None),
    )


def prepared_of(
    session: Session, actor: Actor, prepared_id: UUID, *, lock: bool = False
) -> PreparedRequest:
    """Raises `NotFound` alike for what is not there and for what is not theirs (API-7)."""
    row = _one(session, actor, col(PreparedRequest.id) == prepared_id, lock=lock)
    if row is None:
        raise NotFound("no such request for this account")
    return row


def of_form(
    session: Session, actor: Actor, form_key: str, *, lock: bool = False
) -> PreparedRequest | None:
    """What a form that somebody fills in was handed in as before."""
    if not form_key or actor.role not in OF_A_TEAM:
        return None
    return _one(session, actor, col(PreparedRequest.form_key) == form_key, lock=lock)


def whom_to_prepare(
    session: Session, actor: Actor, form_key: str, is_chosen: Callable[[ForWhom], bool]
) -> ForWhom | PreparedRefusal | None:
    """For whom a form is handed in: by a paralegal, or by whoever changes what waits already. None
    where the actor sends it themselves."""
    waits = of_form(session, actor, form_key, lock=True) is not None
    if actor.role is not Role.PARALEGAL and not waits:
        return None
    clients = (
        one
        for one in people_in_form(session, actor)
        if one.asked_as is AskedAs.REPRESENTATIVE and is_chosen(one)
    )
    return next(clients, PreparedRefusal.NO_CLIENT if waits else None)


def by_whom(actor: Actor) -> By:
    return By.PARALEGAL if actor.role is Role.PARALEGAL else By.REPRESENTATIVE


def is_in_team(session: Session, row: PreparedRequest) -> bool:
    """Whether whoever prepared it is still a paralegal of that team."""
    found = select(TeamMember.id).where(
        TeamMember.team_id == row.team_id,
        TeamMember.account_id == row.prepared_by,
        TeamMember.role == TeamRole.PARALEGAL,
        col(TeamMember.ended_at).is_(None),
    )
    return session.exec(found.limit(1)).first() is not None


def representatives_of(session: Session, team_id: UUID) -> list[UUID]:
    """Whose open pages may show what a team prepares."""
    return list(
        session.exec(
            select(TeamMember.account_id).where(
                TeamMember.team_id == team_id,
                TeamMember.role == TeamRole.REPRESENTATIVE,
                col(TeamMember.ended_at).is_(None),
            )
        )
    )


def _one(
    session: Session, actor: Actor, which: ColumnElement[bool], *, lock: bool
) -> PreparedRequest | None:
    query = select(PreparedRequest).where(which, reached(actor))
    if lock:
        query = query.with_for_update(of=PreparedRequest).execution_options(populate_existing=True)
    return session.exec(query).first()
