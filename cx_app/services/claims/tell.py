"""What both sides of a dispute hear of it, and the pages of both that follow."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from cx_app.domain.business_time import last_day
from cx_app.domain.messages import Kind
from cx_app.models import Account, Case, ClaimDispute
from cx_app.services.changes import account_topic, case_topic, touch_all
from cx_app.services.messages.notify import notify


def tell(session: Session, dispute: ClaimDispute, account_id: UUID, kind: Kind) -> None:
    """Once for each kind. Neither side is told who the other is."""
    account = session.get_one(Account, account_id)
    case = session.get_one(Case, dispute.case_id)
    notify(
        session,
        account,
        kind,
        dedupe_key=f"{kind}:{dispute.id}:{dispute.decided_at or ''}",
        case_id=case.id,
        protected=case.protected,
        receipt=case.receipt_number,
        until=last_day(dispute.lapses_at),
    )
    touch_all(session, {account_topic(account_id), case_topic(case.id)})
