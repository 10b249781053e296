"""What can still be undone, as its page shows it. In English."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from babel.dates import format_datetime
from sqlmodel import Session, col, select

from cx_app.domain.decisions import Held, may_undo
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import EASTERN
from cx_app.models import Account, HeldDecision
from cx_app.services.decisions.undo import STANDS_IN

SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Pending:
    """A decision that nothing has left of. Empty `id`: there is none, or it can't be undone."""

    id: str = ""
    until: str = ""
    seconds: int = 0
    by: str = ""
    mine: bool = False
    """Whether the one who looks may undo it."""


NOTHING: Final = Pending()


def pending(session: Session, actor: Actor, subjects: Collection[UUID]) -> dict[UUID, Pending]:
    """By what was decided about."""
    now = clock.business(session)
    rows = session.exec(
        select(HeldDecision, Account.name)
        .join(Account, col(Account.id) == HeldDecision.decided_by)
        .where(
            col(HeldDecision.subject_id).in_(subjects),
            HeldDecision.state == Held.HELD,
        )
    )
    return {
        held.subject_id: Pending(
            id=str(held.id),
            until=format_datetime(held.leaves_at, "h:mm:ss a", tzinfo=EASTERN, locale="en_US"),
            seconds=max(0, (held.leaves_at - now) // SECOND),
            by=name,
            mine=held.decided_by == actor.account_id or actor.role in STANDS_IN,
        )
        for held, name in rows
        if may_undo(held.leaves_at, now)
    }
