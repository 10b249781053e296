"""Whether an account is one that an officer should look at before it gets anything for a party."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, or_, select

from cx_app.domain.code_claims import EndReason
from cx_app.models import CaseLink
from cx_app.services.cases.access import is_disputed


def contested(session: Session, account_id: UUID, party_id: UUID, now: datetime) -> bool:
    """A dispute stands against it, or two officers took the case from it. Its request for a code is
    answered like everybody's, and goes to review (CLAIM-3, 3.3-9)."""
    found = session.exec(
        select(CaseLink.id).where(
            CaseLink.account_id == account_id,
            CaseLink.party_id == party_id,
            or_(is_disputed(now), CaseLink.end_reason == EndReason.DISPUTED),
        )
    ).first()
    return found is not None
