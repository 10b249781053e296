"""Take a case out of an account, and take that back (CLAIM-7)."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.business_time import last_day
from cx_app.domain.code_claims import EndReason, may_undo
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import Account, Case, CaseLink, Party
from cx_app.services.audit.record import record
from cx_app.services.cases.access import on_protected_side, refuse
from cx_app.services.cases.views import RemovedCase
from cx_app.services.changes import account_topic, case_topic, touch_all
from cx_app.services.messages.notify import notify
from cx_app.services.policy.current import policy


class Undone(StrEnum):
    """What came of undoing; also the outcome of its audit row."""

    DONE = "done"
    TOO_LATE = "too_late"


def unlink(session: Session, actor: Actor, case_id: UUID) -> None:
    """Access ends at once, for this account alone; the code that gave it stays used, and what was
    sent stays sent. Raises `NotFound` for a case that the account has not added.

    Somebody who is more than one person in a case removes all of that with it.
    """
    mine = session.exec(
        select(CaseLink, Case)
        .join(Party, col(Party.id) == CaseLink.party_id)
        .join(Case, col(Case.id) == CaseLink.case_id)
        .where(
            CaseLink.account_id == actor.account_id,
            CaseLink.case_id == case_id,
            col(CaseLink.ended_at).is_(None),
            on_protected_side(),
        )
        .with_for_update(of=CaseLink)
    ).all()
    if not mine:
        raise refuse()
    now = clock.business(session)
    until = now + policy(session, now).claims.undo
    for link, _case in mine:
        link.ended_at, link.end_reason, link.undo_until = now, EndReason.REMOVED, until
        session.add(link)
    case = mine[0][1]
    record(session, actor, "case.unlink", case_id=case.id, details={"links": len(mine)})
    notify(
        session,
        session.get_one(Account, actor.account_id),
        Kind.CASE_UNLINKED,
        dedupe_key=f"unlinked:{mine[0][0].id}:{now.isoformat()}",
        case_id=case.id,
        protected=case.protected,
        receipt=case.receipt_number,
        until=last_day(until),
    )
    _show(session, actor, case.id)


def undo_unlink(session: Session, actor: Actor, link_id: UUID) -> Undone:
    """The case is back as it was. Too late after the period, and where the account lost the case
    in another way since. Raises `NotFound` for a link that is not theirs."""
    row = session.exec(
        select(CaseLink, Party)
        .join(Party, col(Party.id) == CaseLink.party_id)
        .join(Case, col(Case.id) == CaseLink.case_id)
        .where(CaseLink.id == link_id, CaseLink.account_id == actor.account_id, on_protected_side())
        .with_for_update(of=CaseLink)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise refuse()
    link, party = row
    now = clock.business(session)
    ended = party.ended_at is not None
    back = may_undo(link.end_reason, link.undo_until, party_ended=ended, now=now)
    answer = Undone.DONE if back else Undone.TOO_LATE
    record(session, actor, "case.undo_unlink", answer, case_id=link.case_id)
    if answer is Undone.DONE:
        link.ended_at = link.end_reason = link.undo_until = None
        session.add(link)
        _show(session, actor, link.case_id)
    return answer


def removed_cases(session: Session, actor: Actor) -> list[RemovedCase]:
    """What this account removed and may still take back, the newest first."""
    rows = session.exec(
        select(CaseLink, Case)
        .join(Party, col(Party.id) == CaseLink.party_id)
        .join(Case, col(Case.id) == CaseLink.case_id)
        .where(
            CaseLink.account_id == actor.account_id,
            CaseLink.end_reason == EndReason.REMOVED,
            col(CaseLink.undo_until) > clock.business(session),
            col(Party.ended_at).is_(None),
            on_protected_side(),
        )
        .order_by(col(CaseLink.ended_at).desc())
    )
    return [
        RemovedCase(
            id=str(link.id),
            form=case.form,
            receipt_number=case.receipt_number,
            day=say_date(link.ended_at) if link.ended_at else "",
            undo_until=say_date(last_day(link.undo_until)) if link.undo_until else "",
        )
        for link, case in rows
    ]


def last_day_to_undo(session: Session) -> str:
    """If somebody removes a case now, until when they can take that back."""
    now = clock.business(session)
    return say_date(last_day(now + policy(session, now).claims.undo))


def _show(session: Session, actor: Actor, case_id: UUID) -> None:
    touch_all(session, {account_topic(actor.account_id), case_topic(case_id)})
