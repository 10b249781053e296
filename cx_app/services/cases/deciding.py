"""Who decides between the people of a case: staff who may know of it and never were one of them."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor
from cx_app.models import Case
from cx_app.services.cases.access import cases_ever_own, refuse, was_ever_own
from cx_app.services.cases.staff import SEES_PROTECTED, reachable, require_staff


class OfCase(Protocol):
    """A row that something is decided about, such as a dispute."""

    case_id: UUID


Row = TypeVar("Row", bound=OfCase)


def may_decide(actor: Actor) -> list[ColumnElement[bool]]:
    """For a desk's query over `Case`. Raises `Forbidden` for anyone but staff."""
    require_staff(actor)
    conditions: list[ColumnElement[bool]] = [col(Case.id).not_in(cases_ever_own(actor))]
    if actor.role not in SEES_PROTECTED:
        conditions.append(col(Case.protected).is_(False))
    return conditions


def decidable(
    session: Session, actor: Actor, table: type[Row], row_id: UUID, *, hold: bool = False
) -> Row:
    """One row of a desk, and with `hold` nobody else changes it meanwhile. Raises `NotFound`, and
    `Forbidden` for somebody who is or was on the case."""
    require_staff(actor)
    query: Any = select(table).where(table.id == row_id)  # type: ignore[attr-defined]
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: Row | None = session.exec(query).first()
    if found is None:
        raise refuse()
    reachable(session, actor, found.case_id)
    if was_ever_own(session, actor, found.case_id):
        raise Forbidden("nobody decides between themselves and others")
    return found
