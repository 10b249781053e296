"""Cases that somebody tried to reach again and again: the alert that stays for a week."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.models import AuditEntry

ALERT: Final = "access_code.alert"
SHOWN_FOR: Final = timedelta(days=7)


def is_alerted(session: Session, case_id: UUID, now: datetime) -> bool:
    query = select(AuditEntry.id).where(
        AuditEntry.case_id == case_id,
        AuditEntry.action == ALERT,
        col(AuditEntry.at) > now - SHOWN_FOR,
    )
    return session.exec(query.limit(1)).first() is not None
