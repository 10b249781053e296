"""Whoever asked hears that there is an answer; nothing of it leaves the portal."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from cx_app.domain.messages import Kind
from cx_app.domain.references import shown
from cx_app.models import Account, Case, SupportRequest
from cx_app.services.messages.notify import notify
from cx_app.services.visitors.tell import tell_visitor

PLACE: Final = "/help/support"


def tell(session: Session, row: SupportRequest) -> None:
    """Once for each request."""
    key = f"{Kind.SUPPORT_ANSWERED}:{row.id}"
    account = session.get(Account, row.account_id) if row.account_id else None
    if account is None:
        tell_visitor(session, row, key, place=PLACE)
        return
    case = session.get(Case, row.case_id) if row.case_id else None
    notify(
        session,
        account,
        Kind.SUPPORT_ANSWERED,
        dedupe_key=key,
        case_id=row.case_id,
        protected=case is not None and case.protected,
        reference=shown(row.reference),
    )
