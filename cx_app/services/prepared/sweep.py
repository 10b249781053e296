"""What was prepared and never submitted does not lie around (REP-42)."""

from __future__ import annotations

from sqlmodel import Session, col, delete

from cx_app.domain.prepared import PreparedState
from cx_app.gateways import clock
from cx_app.models import PreparedRequest
from cx_app.services.policy.current import policy


def forget_prepared(session: Session) -> int:
    """Run by a task; returns how many are gone. Of what was submitted, who prepared it stays."""
    now = clock.business(session)
    long_ago = now - policy(session, now).representation.prepared
    gone = session.exec(
        delete(PreparedRequest).where(
            col(PreparedRequest.state) != PreparedState.SUBMITTED,
            col(PreparedRequest.changed_at) <= long_ago,
        )
    )
    return int(gone.rowcount)
