"""Send again what the agency does not answer, before somebody stands at its door with a notice that
it does not know (OUT-5)."""

from __future__ import annotations

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col

from cx_app.gateways import clock
from cx_app.models import OutboundEvent
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.feed_out.cursor import hold
from cx_app.services.policy.current import policy

EVENT = OutboundEvent


def chase(session: Session) -> int:
    """How many get a new position with the next pull. What was never pulled waits anyway, and what
    was refused is for staff."""
    hold(session)
    now = clock.business(session)
    periods = policy(session, now).feed_out_periods
    due = (
        and_(col(EVENT.chased) == times, col(EVENT.created_at) <= now - periods.quick * 2**times)
        for times in range(periods.chase_times)
    )
    if not periods.chase_times:
        return 0
    sent = session.execute(
        update(EVENT)
        .where(
            col(EVENT.outcome) == "",
            col(EVENT.position).is_not(None),
            col(EVENT.kind).in_(sorted(periods.quick_kinds)),
            or_(*due),
        )
        .values(position=None, chased=col(EVENT.chased) + 1)
        .execution_options(synchronize_session=False)
        .returning(col(EVENT.id))
    ).all()
    if sent:
        record(session, SYSTEM_ACTOR, "feed_out.chase", details={"events": len(sent)})
    return len(sent)
