"""What one of the staff opened on one day, for those who watch over them (OPEN-5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_date, say_time
from cx_app.models import Account, Case, CaseOpening
from cx_app.services.audit.record import record
from cx_app.services.cases.access import own_cases, refuse
from cx_app.services.openings import words
from cx_app.services.openings.access import require_watcher, watched_by
from cx_app.services.openings.held import holds_of

PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class ReadLine:
    id: str
    case_id: str
    receipt_number: str
    when: str
    reason: str
    waiting: str
    marks: list[str] = field(default_factory=list)
    held: bool = False


@dataclass(frozen=True, slots=True)
class DayRead:
    name: str
    day: str
    lines: list[ReadLine] = field(default_factory=list)
    more: bool = False


def read_on(session: Session, actor: Actor, account_id: UUID, day: date) -> DayRead:
    """Raises `NotFound` where nothing is, or nothing for this actor. Looking is recorded too."""
    require_watcher(actor)
    rows = session.exec(
        select(CaseOpening, Case)
        .where(
            CaseOpening.case_id == Case.id,
            CaseOpening.account_id == account_id,
            CaseOpening.day == day,
            watched_by(actor),
            col(Case.id).not_in(own_cases(actor)),
        )
        .order_by(col(CaseOpening.at), col(CaseOpening.id))
        .limit(PAGE + 1)
    ).all()
    account = session.get(Account, account_id)
    if account is None or not rows:
        raise refuse()
    record(
        session,
        actor,
        "opening.review",
        subject_type="account",
        subject_id=account_id,
        details={"found": len(rows)},
    )
    held = holds_of(session, [opening.entry_id for opening, _case in rows], clock.business(session))
    return DayRead(
        name=account.name or "Without a name",
        day=say_date(day),
        lines=[_line(o, case, held=o.entry_id in held) for o, case in rows[:PAGE]],
        more=len(rows) > PAGE,
    )


def _line(opening: CaseOpening, case: Case, *, held: bool) -> ReadLine:
    marks = {
        "Protected case": opening.protected,
        "Outside office hours": opening.off_hours,
        "Held back": held,
        "Opened by mistake": opening.mistaken_at is not None,
    }
    return ReadLine(
        id=str(opening.id),
        case_id=str(case.id),
        receipt_number=case.receipt_number,
        when=say_time(opening.at),
        reason=words.reason(opening.reason),
        waiting=words.explained(opening.explanation),
        held=held,
        marks=[mark for mark, holds in marks.items() if holds],
    )
