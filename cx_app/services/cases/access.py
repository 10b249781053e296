"""Which cases an account reaches, and how: the single place where that is decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.models import Case, CaseFollow, CaseLink, Representation


def links_of(session: Session, account_id: UUID) -> list[tuple[CaseLink, Case]]:
    """Cases linked by code, newest link first."""
    return list(
        session.exec(
            select(CaseLink, Case)
            .where(
                CaseLink.case_id == Case.id,
                CaseLink.account_id == account_id,
                col(CaseLink.ended_at).is_(None),
            )
            .order_by(col(CaseLink.linked_at).desc())
        )
    )


def follows_of(session: Session, account_id: UUID) -> list[tuple[CaseFollow, Case]]:
    """Cases followed by receipt number alone; a case that became protected is gone from here."""
    return list(
        session.exec(
            select(CaseFollow, Case)
            .where(
                CaseFollow.case_id == Case.id,
                CaseFollow.account_id == account_id,
                col(CaseFollow.ended_at).is_(None),
                col(Case.protected).is_(False),
            )
            .order_by(col(CaseFollow.followed_at).desc())
        )
    )


def link_to(session: Session, actor: Actor, case_id: UUID) -> CaseLink | None:
    """The actor's own living link to a case."""
    return session.exec(
        select(CaseLink).where(
            CaseLink.case_id == case_id,
            CaseLink.account_id == actor.account_id,
            col(CaseLink.ended_at).is_(None),
        )
    ).first()


def is_own(session: Session, actor: Actor, case_id: UUID) -> bool:
    """Whether staff are themselves on a case, as a party or as a representative (design 3)."""
    query = select(Case.id).where(Case.id == case_id, col(Case.id).in_(own_cases(actor)))
    return session.exec(query).first() is not None


def own_cases(actor: Actor) -> Any:
    """The ids of cases that an account reaches in full, as a subquery."""
    linked = select(CaseLink.case_id).where(
        CaseLink.account_id == actor.account_id, col(CaseLink.ended_at).is_(None)
    )
    represented = select(Representation.case_id).where(
        Representation.account_id == actor.account_id, col(Representation.ended_at).is_(None)
    )
    return linked.union(represented)


def refuse() -> NotFound:
    """The same answer for what is not there and for what is not theirs (API-7)."""
    return NotFound("no such case for this account")
