"""Staff search the audit trail; that they did is in it too (NIST 800-53 AU-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import Account, AuditEntry, AuditSeal, Case
from cx_app.services.audit.filters import Filters
from cx_app.services.audit.outcome_words import DONE, outcome_words
from cx_app.services.audit.query import Cursor, conditions, count, newest
from cx_app.services.audit.record import record
from cx_app.services.audit.words import (
    SYSTEM,
    action_words,
    details_words,
    moment_words,
    role_words,
)
from cx_app.services.cases.staff import require_staff

PAGE: Final = 50
DAYS: Final = 7
COUNTED: Final = 1_000
"""Beyond this many, "more than" is said. Finding a page takes a millisecond among ten million rows;
counting on to 10,000 would take a hundred times that, and help nobody to look."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    id: str
    when: str
    who: str
    role: str
    what: str
    outcome: str
    """Empty when it went as it should."""
    refused: bool
    case_id: str
    receipt_number: str
    network: str
    sealed: bool
    codes: str
    """Action and outcome as they are stored."""
    subject: str
    session_id: str
    details: str


@dataclass(frozen=True, slots=True)
class Found:
    lines: list[AuditLine]
    older: Cursor | None
    """Where the next page begins; None on the last."""
    total: int = 0
    """At most `COUNTED` + 1. Only the first page counts."""


def search(
    session: Session,
    actor: Actor,
    filters: Filters,
    *,
    before: Cursor | None = None,
    page: int = 1,
) -> Found:
    """A page of the trail, the newest first. What concerns a protected case is not there for
    officers, in no filter and no total (domain 9.4 e), nor anything of the actor's own cases."""
    require_staff(actor)
    where = conditions(session, actor, filters)
    rows = newest(session, where, before, PAGE + 1) if where is not None else []
    total = count(session, where, COUNTED + 1) if where is not None and before is None else 0
    shown = rows[:PAGE]
    older = Cursor(shown[-1].at, shown[-1].id) if len(rows) > PAGE else None
    found = Found(lines(session, shown), older, total)
    record(
        session,
        actor,
        "audit.search",
        details={"by": filters.kinds, "page": page, "shown": len(shown)},
    )
    return found


def last_days(session: Session, actor: Actor) -> tuple[str, str]:
    """The first and the last of the days that a search begins with, today among them."""
    require_staff(actor)
    today = eastern_date(clock.business(session))
    return (today - timedelta(days=DAYS - 1)).isoformat(), today.isoformat()


def lines(session: Session, rows: list[AuditEntry]) -> list[AuditLine]:
    names = names_of(session, {row.account_id for row in rows if row.account_id})
    receipts = receipts_of(session, {row.case_id for row in rows if row.case_id})
    sealed = seals_of(session, {row.id for row in rows})
    return [
        AuditLine(
            id=str(row.id),
            when=moment_words(row.at),
            who=names.get(row.account_id, "") if row.account_id else SYSTEM,
            role=role_words(row.role) if row.account_id else "",
            what=action_words(row.action),
            outcome="" if row.outcome == DONE else outcome_words(row.outcome),
            refused=outcome_words(row.outcome).startswith("Refused"),
            case_id=str(row.case_id) if row.case_id in receipts else "",
            receipt_number=receipts.get(row.case_id, "") if row.case_id else "",
            network=row.network,
            sealed=row.id in sealed,
            codes=f"{row.action}, {row.outcome}",
            subject=f"{row.subject_type} {row.subject_id or ''}".strip(),
            session_id=str(row.session_id or ""),
            details=details_words(row.details),
        )
        for row in rows
    ]


def names_of(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    """Accounts by name; one that never signed in has only its subject."""
    rows = session.exec(
        select(Account.id, Account.name, Account.subject).where(col(Account.id).in_(ids))
    )
    return {one: name or subject for one, name, subject in rows}


def receipts_of(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    rows = session.exec(select(Case.id, Case.receipt_number).where(col(Case.id).in_(ids)))
    return dict(rows.all())


def seals_of(session: Session, ids: set[UUID]) -> dict[UUID, int]:
    rows = session.exec(
        select(AuditSeal.entry_id, AuditSeal.seq).where(col(AuditSeal.entry_id).in_(ids))
    )
    return dict(rows.all())
