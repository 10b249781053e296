"""Keep a decision back from the world for as long as it can be undone (UNDO-1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.decisions import Held, Kind, leaves_at
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import HeldDecision
from cx_app.services.policy.current import policy


def hold(
    session: Session,
    actor: Actor,
    kind: Kind,
    subject_id: UUID,
    before: Mapping[str, str | None] | None = None,
) -> HeldDecision:
    """Call it in the transaction of the decision, in place of telling anyone. `before` holds codes
    and ids that undoing needs. One decision about a thing is held at a time."""
    now = clock.business(session)
    held = HeldDecision(
        kind=kind,
        subject_id=subject_id,
        decided_by=actor.account_id,
        decided_at=now,
        leaves_at=leaves_at(now, policy(session, now).undo),
        before=json.dumps(before or {}),
        state=Held.HELD,
    )
    session.add(held)
    session.flush()
    return held
