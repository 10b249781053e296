"""What staff should look at: cases that somebody tries to reach again and again (design 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_moment
from cx_app.models import AuditEntry, Case
from cx_app.services.audit.alerted import ALERT, SHOWN_FOR
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff

PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class AlertLine:
    case_id: str
    receipt_number: str
    when: str


def alerts(session: Session, actor: Actor) -> list[AlertLine]:
    """The newest first; protected cases only for those who may know of them (domain 9.4 e)."""
    require_staff(actor)
    query = (
        select(AuditEntry, Case)
        .where(
            AuditEntry.action == ALERT,
            AuditEntry.case_id == Case.id,
            col(AuditEntry.at) > clock.business(session) - SHOWN_FOR,
        )
        .order_by(col(AuditEntry.at).desc())
        .limit(PAGE)
    )
    if actor.role not in SEES_PROTECTED:
        query = query.where(col(Case.protected).is_(False))
    return [
        AlertLine(str(case.id), case.receipt_number, say_moment(entry.at))
        for entry, case in session.exec(query)
    ]
