"""Which requests staff may see and work on: the single place where that is decided. The side of
the people has `access.py`."""

from __future__ import annotations

from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, or_
from sqlmodel import Session, SQLModel, col, select

from cx_app.domain.identity import Actor
from cx_app.domain.references import parse_reference
from cx_app.models import AppointmentRequest
from cx_app.services.cases.access import cases_of_account, refuse
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff


def may_see(actor: Actor) -> list[ColumnElement[bool]]:
    """Nobody works on their own (design 3); protected ones are for a narrower role, also when the
    reason alone is protected (domain 2.4-6)."""
    return _may_see(actor.account_id, protected=actor.role in SEES_PROTECTED)


def _may_see(account_id: Any, *, protected: bool) -> list[ColumnElement[bool]]:
    request = AppointmentRequest
    may: list[ColumnElement[bool]] = [
        or_(col(request.account_id).is_(None), col(request.account_id) != account_id),
        or_(
            col(request.case_id).is_(None),
            col(request.case_id).not_in(cases_of_account(account_id)),
        ),
    ]
    if not protected:
        may.append(col(request.protected).is_(False))
    return may


def request_for(
    session: Session, actor: Actor, which: UUID | str, *, lock: bool = False
) -> AppointmentRequest:
    """By its id or its reference number. Raises `NotFound` alike for what is not there and for what
    is not for this officer (API-7), `Forbidden` for anyone but staff."""
    require_staff(actor)
    by, named = ("id", which) if isinstance(which, UUID) else ("reference", parse_reference(which))
    query = _one(by, protected=actor.role in SEES_PROTECTED, lock=lock)
    asked = {"named": named or "", "officer": actor.account_id}
    found: AppointmentRequest | None = session.exec(query, params=asked).first()
    if found is None:
        raise refuse()
    return found


_OFFICER: Final = bindparam("officer", type_=Uuid())


@cache
def _one(by: str, *, protected: bool, lock: bool) -> Any:
    """Whatever officers do asks it: built once of each kind."""
    named = col(getattr(AppointmentRequest, by)) == bindparam("named")
    query = select(AppointmentRequest).where(named, *_may_see(_OFFICER, protected=protected))
    if not lock:
        return query
    table = SQLModel.metadata.tables["appointment_request"]
    return query.with_for_update(of=table).execution_options(populate_existing=True)
