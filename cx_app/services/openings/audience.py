"""Who learns that staff opened a case: its people, by the party they are (design 7)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from cx_app.models import Case, CaseLink, Party
from cx_app.services.cases.access import on_protected_side


def learns_of_openings() -> tuple[ColumnElement[bool], ...]:
    """Of `CaseLink`, `Party` and `Case`: living links, in protected cases of the protected side
    only. Representatives are not among them: it is their client's to see (OPEN-3)."""
    return (
        col(Party.id) == col(CaseLink.party_id),
        col(Case.id) == col(CaseLink.case_id),
        col(CaseLink.ended_at).is_(None),
        on_protected_side(),
    )


def accounts_told(session: Session, case_id: UUID) -> set[UUID]:
    """The accounts whose activity shows openings of a case."""
    query: Any = select(CaseLink.account_id).where(
        CaseLink.case_id == case_id, *learns_of_openings()
    )
    return set(session.exec(query))
