"""Who opened a case, why, and what its people see of it: for supervisors, on the case itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_date, say_moment
from cx_app.models import Account, CaseOpening, OpeningHold
from cx_app.services.cases.staff import reachable
from cx_app.services.openings import words
from cx_app.services.openings.access import require_watcher
from cx_app.services.openings.held import holds_of

PAGE: Final = 10


@dataclass(frozen=True, slots=True)
class OpeningLine:
    id: str
    when: str
    who: str
    role: str
    reason: str
    held: str
    """Until when and why; empty while its people see it."""
    may_hold: bool
    mistake: bool = False


@dataclass(frozen=True, slots=True)
class CaseOpenings:
    lines: list[OpeningLine] = field(default_factory=list)
    more: bool = False


def openings_of_case(
    session: Session, actor: Actor, case_id: UUID, *, pages: int = 1
) -> CaseOpenings:
    """The newest first. Raises as `reachable` does, and `Forbidden` for officers."""
    require_watcher(actor)
    case = reachable(session, actor, case_id)
    now = clock.business(session)
    shown = PAGE * max(1, min(pages, 40))
    rows = session.exec(
        select(CaseOpening, Account)
        .where(CaseOpening.case_id == case.id, CaseOpening.account_id == Account.id)
        .order_by(col(CaseOpening.at).desc(), col(CaseOpening.id).desc())
        .limit(shown + 1)
    ).all()
    holds = holds_of(session, [opening.entry_id for opening, _account in rows], now)
    return CaseOpenings(
        lines=[
            _line(opening, account, holds.get(opening.entry_id), actor)
            for opening, account in rows[:shown]
        ],
        more=len(rows) > shown,
    )


def _line(
    opening: CaseOpening, account: Account, hold: OpeningHold | None, actor: Actor
) -> OpeningLine:
    return OpeningLine(
        id=str(opening.id),
        when=say_moment(opening.at),
        who=account.name or "Without a name",
        role=words.ROLES.get(opening.role, opening.role),
        reason=words.reason(opening.reason),
        held=f"Until {say_date(hold.appears_on)}: {words.hold_reason(hold.reason)}" if hold else "",
        may_hold=opening.account_id != actor.account_id,
        mistake=opening.mistaken_at is not None,
    )
