"""Requests for a call follow the flag of their case, which comes and goes with the feed (domain
9.4)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.models import Callback, Case
from cx_app.services.callbacks.moving import show


def follow_protection(session: Session, cases: Collection[UUID]) -> int:
    """Of cases whose flag changed; returns how many requests changed with them. From then on they
    are masked and for the narrower role, or for every officer again."""
    if not cases:
        return 0
    changed = session.exec(
        select(Callback, Case.protected)
        .join(Case, col(Case.id) == Callback.case_id)
        .where(col(Callback.case_id).in_(sorted(cases)), col(Callback.protected) != Case.protected)
        .order_by(col(Callback.id))
        .with_for_update(of=Callback.__table__)  # type: ignore[attr-defined]
    ).all()
    for callback, protected in changed:
        callback.protected = protected
        session.add(callback)
        show(session, callback)
    return len(changed)
