"""Keep a decision back from the world for as long as it can be undone (UNDO-1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlmodel import Session, SQLModel

from cx_app.domain.decisions import Held, Kind, leaves_at
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import HeldDecision
from cx_app.models.bulk import add_now, fresh
from cx_app.services.policy.current import policy

_HELD: Final = SQLModel.metadata.tables["held_decision"]
_OVERTAKE: Final = (
    update(_HELD)
    .where(_HELD.c.subject_id == bindparam("subject"), _HELD.c.state == Held.HELD)
    .values(state=Held.OVERTAKEN, ended_at=bindparam("at"))
)


def hold(
    session: Session,
    actor: Actor,
    kind: Kind,
    subject_id: UUID,
    before: Mapping[str, str | None] | None = None,
) -> HeldDecision:
    """Call it in the transaction of the decision, in place of telling anyone. `before` holds codes
    and ids that undoing needs. One decision about a thing is held at a time: what its person has
    acted on within the minute is over. What comes back is no part of the session."""
    session.flush()
    now = clock.business(session)
    session.connection().execute(_OVERTAKE, {"subject": subject_id, "at": now})
    held = fresh(
        HeldDecision,
        kind=kind,
        subject_id=subject_id,
        decided_by=actor.account_id,
        decided_at=now,
        leaves_at=leaves_at(now, policy(session, now).undo),
        before=json.dumps(before or {}),
        state=Held.HELD,
    )
    add_now(session, held)
    return held
