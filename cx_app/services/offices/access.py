"""Who keeps offices: closing a day is an officer's, opening hours are a supervisor's."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, select

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.models import Office


def require_staff(actor: Actor) -> None:
    """Raises `Forbidden`."""
    if not actor.role.is_staff:
        raise Forbidden("staff only")


def require_keeper(actor: Actor) -> None:
    """Raises `Forbidden`; the system keeps offices when the demonstration is set up."""
    if actor.role not in (Role.SUPERVISOR, Role.ADMIN, Role.SYSTEM):
        raise Forbidden("supervisors only")


def office_to_change(session: Session, office_id: UUID) -> Office:
    """The office, held for this transaction, so that its times are changed by one at a time. Raises
    `NotFound`."""
    office = session.exec(select(Office).where(Office.id == office_id).with_for_update()).first()
    if office is None:
        raise NotFound("no such office")
    return office
