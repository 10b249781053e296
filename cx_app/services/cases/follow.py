"""Follow a case by receipt number alone: its status and nothing else (OAC-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from cx_app.domain.access_codes import Verdict
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import Account, Case, CaseFollow
from cx_app.services.access_codes.limits import begin_try, failed, locked_until, take_back
from cx_app.services.audit.record import record
from cx_app.services.cases.access import NOBODYS, link_to
from cx_app.services.changes import account_topic, touch
from cx_app.services.messages.notify import notify
from cx_app.services.policy.current import policy


@dataclass(frozen=True, slots=True)
class Followed:
    case_id: UUID


@dataclass(frozen=True, slots=True)
class NotFollowed:
    """No case to show for this number: none exists, or it is protected (API-7)."""

    locked_until: datetime | None = None


def follow(session: Session, actor: Actor, receipt_number: str) -> Followed | NotFollowed:
    """Show a case's status in this account. A protected case answers as one that isn't there.
    Raises `LimitsAway` while tries can't be counted."""
    now = clock.business(session)
    if until := locked_until(session, actor, now):
        record(session, actor, "case.follow", Verdict.LOCKED)
        return NotFollowed(locked_until=until)
    tried = begin_try(session, actor, receipt_number, now)
    case = session.exec(select(Case).where(Case.receipt_number == receipt_number)).first()
    linked = link_to(session, actor, case.id if case else NOBODYS)
    if case is not None and linked is not None:
        take_back(session, tried)
        return Followed(case.id)
    if case is None or case.protected:
        paused = failed(session, actor, tried, policy(session, now).code_attempts)
        record(session, actor, "case.follow", Verdict.NO_CASE)
        return NotFollowed(locked_until=paused)
    take_back(session, tried)
    if _keep(session, actor, case, now):
        record(session, actor, "case.follow", case_id=case.id)
        notify(
            session,
            session.get_one(Account, actor.account_id),
            Kind.CASE_FOLLOWED,
            dedupe_key=f"followed:{actor.account_id}:{case.id}:{now.isoformat()}",
            case_id=case.id,
            receipt=case.receipt_number,
        )
    return Followed(case.id)


def unfollow(session: Session, actor: Actor, case_id: UUID) -> None:
    """Stop following; nothing happens when it is not followed."""
    row = _row(session, actor, case_id)
    if row is not None and row.ended_at is None:
        row.ended_at = clock.business(session)
        session.add(row)
        record(session, actor, "case.unfollow", case_id=case_id)
        touch(session, account_topic(actor.account_id))


def _keep(session: Session, actor: Actor, case: Case, now: datetime) -> bool:
    row = _row(session, actor, case.id)
    if row is not None and row.ended_at is None:
        return False
    row = row or CaseFollow(account_id=actor.account_id, case_id=case.id, followed_at=now)
    row.followed_at, row.ended_at = now, None
    session.add(row)
    return True


def _row(session: Session, actor: Actor, case_id: UUID) -> CaseFollow | None:
    return session.exec(
        select(CaseFollow).where(
            CaseFollow.account_id == actor.account_id, CaseFollow.case_id == case_id
        )
    ).first()
