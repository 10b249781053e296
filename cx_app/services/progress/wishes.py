"""What people ask for about the estimates of a case: to be told, and who else may see them."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlmodel import Session, select

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.models import Case, ProgressWish
from cx_app.models.base import insert_new
from cx_app.services.audit.record import record
from cx_app.services.cases.access import link_to
from cx_app.services.changes import case_topic, touch
from cx_app.services.progress.moves import half_now

CHOICES: Final = (0, 14, 30, 60)
"""Days by which an estimate must move to be told; 0 is never."""


def wish_of(session: Session, account_id: UUID, case_id: UUID) -> ProgressWish | None:
    return session.exec(
        select(ProgressWish).where(
            ProgressWish.account_id == account_id, ProgressWish.case_id == case_id
        )
    ).first()


def ask_to_be_told(
    session: Session, actor: Actor, case_id: UUID, tell_days: int, *, share: bool | None
) -> bool:
    """Off unless asked for. Where it was not asked whether to share (None), the last answer stands.
    False, and nothing changes, for a number that is no choice. Raises `NotFound` for a case that is
    not theirs; a representative asks for nothing here."""
    if link_to(session, actor, case_id) is None:
        raise NotFound("no such case")
    if tell_days not in CHOICES:
        return False
    insert_new(
        session, ProgressWish(account_id=actor.account_id, case_id=case_id), "account_id", "case_id"
    )
    wish = session.exec(
        select(ProgressWish).where(
            ProgressWish.account_id == actor.account_id, ProgressWish.case_id == case_id
        )
    ).one()
    if share is not None and share is not wish.share:
        wish.share = share
        touch(session, case_topic(case_id))  # what a representative has open follows at once
    wish.tell_days = tell_days
    wish.told_half = half_now(session, session.get_one(Case, case_id))
    session.add(wish)
    record(
        session,
        actor,
        "progress.wish",
        case_id=case_id,
        details={"tell_days": tell_days, "share": wish.share},
    )
    return True
