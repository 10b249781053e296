"""Who watches over openings: supervisors over officers, administrators over everyone."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import and_, col

from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.models import CaseOpening

WATCHES: Final = frozenset({Role.SUPERVISOR, Role.ADMIN})


def require_watcher(actor: Actor) -> None:
    """Raises `Forbidden` for anyone but supervisors and administrators."""
    if actor.role not in WATCHES:
        raise Forbidden("supervisors only")


def watched_by(actor: Actor) -> ColumnElement[bool]:
    """Of `CaseOpening`: what officers opened, and for an administrator what anyone else did.
    Nobody watches over their own reading (OPEN-5)."""
    not_own = col(CaseOpening.account_id) != actor.account_id
    if actor.role is Role.ADMIN:
        return not_own
    return and_(not_own, col(CaseOpening.role) == Role.OFFICER)
