"""Which requests staff may see and work on: the single place where that is decided. The side of
the people has `access.py`."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.domain.references import parse_reference
from cx_app.models import AppointmentRequest
from cx_app.services.cases.access import own_cases, refuse
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff


def may_see(actor: Actor) -> list[ColumnElement[bool]]:
    """Nobody works on their own (design 3); protected ones are for a narrower role, also when the
    reason alone is protected (domain 2.4-6)."""
    request = AppointmentRequest
    may: list[ColumnElement[bool]] = [
        or_(col(request.account_id).is_(None), col(request.account_id) != actor.account_id),
        or_(col(request.case_id).is_(None), col(request.case_id).not_in(own_cases(actor))),
    ]
    if actor.role not in SEES_PROTECTED:
        may.append(col(request.protected).is_(False))
    return may


def request_for(
    session: Session, actor: Actor, which: UUID | str, *, lock: bool = False
) -> AppointmentRequest:
    """By its id or its reference number. Raises `NotFound` alike for what is not there and for what
    is not for this officer (API-7), `Forbidden` for anyone but staff."""
    require_staff(actor)
    if isinstance(which, UUID):
        named = AppointmentRequest.id == which
    else:
        named = AppointmentRequest.reference == (parse_reference(which) or "")
    query = select(AppointmentRequest).where(named, *may_see(actor))
    if lock:
        query = query.with_for_update(of=AppointmentRequest.__table__)  # type: ignore[attr-defined]
        query = query.execution_options(populate_existing=True)
    found = session.exec(query).first()
    if found is None:
        raise refuse()
    return found
