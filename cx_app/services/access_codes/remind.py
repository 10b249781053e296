"""Reminds of codes before they expire, and asks those who asked whether theirs has come (3.3-10).

Whoever does not have the case learns nothing of it: what they are told goes by the date of their
request alone, and a follower hears only of the letter that came with the filing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, or_, select

from cx_app.domain.access_codes import valid_until
from cx_app.domain.business_time import eastern_date
from cx_app.domain.code_requests import is_late, reminder_due
from cx_app.domain.messages import Kind, Why
from cx_app.domain.policy import Policy
from cx_app.gateways import clock
from cx_app.models import (
    AccessCode,
    Account,
    Case,
    CaseFollow,
    CaseLink,
    CodeRequest,
    InboxMessage,
    Representation,
)
from cx_app.services.messages.notify import notify
from cx_app.services.policy.current import policy

A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminder:
    kind: Kind
    account_id: UUID
    key: str
    receipt_number: str
    why: Why


def remind(session: Session, limit: int = 200) -> int:
    """Sends what is due and has not been sent; returns how many."""
    now = clock.business(session)
    in_force = policy(session, now)
    told = _told(session, now, in_force)
    due = [*_followers(session, in_force, now), *_askers(session, in_force, now)]
    fresh = [one for one in due if (one.account_id, one.key) not in told][:limit]
    for one in fresh:
        notify(
            session,
            session.get_one(Account, one.account_id),
            one.kind,
            dedupe_key=one.key,
            why=one.why,
            receipt=one.receipt_number,
        )
    return len(fresh)


def _told(session: Session, now: datetime, in_force: Policy) -> set[tuple[UUID, str | None]]:
    rows = session.exec(
        select(InboxMessage.account_id, InboxMessage.dedupe_key).where(
            col(InboxMessage.kind).in_([Kind.CODE_DUE, Kind.CODE_EXPIRES]),
            col(InboxMessage.at) > now - timedelta(days=in_force.code_valid_days),
        )
    )
    return set(rows.all())


def _followers(session: Session, in_force: Policy, now: datetime) -> Iterator[Reminder]:
    """Of letters that came with the filing: that somebody asked for one is not theirs to know."""
    first = in_force.code_reminder_days[-1]
    asked = select(CodeRequest.id).where(CodeRequest.code_id == AccessCode.id).exists()
    rows = session.exec(
        select(AccessCode, CaseFollow, Case.receipt_number)
        .join(Case, col(Case.id) == AccessCode.case_id)
        .join(CaseFollow, col(CaseFollow.case_id) == Case.id)
        .where(
            col(CaseFollow.ended_at).is_(None),
            col(Case.protected).is_(False),
            col(AccessCode.party_id).is_not(None),
            col(AccessCode.replaces_id).is_(None),
            ~asked,
            col(AccessCode.mailed_at).is_not(None),
            col(AccessCode.returned_at).is_(None),
            col(AccessCode.redeemed_at).is_(None),
            col(AccessCode.voided_at).is_(None),
            col(AccessCode.valid_until) > now,
            col(AccessCode.valid_until) <= now + first * A_DAY,
            ~_has_case(CaseFollow.account_id, CaseFollow.case_id),
        )
    )
    for code, follow, receipt_number in rows:
        days = reminder_due(code.valid_until, in_force.code_reminder_days, now)
        if days is not None:
            key = f"code_expires:{days}:{code.id}"
            yield Reminder(Kind.CODE_EXPIRES, follow.account_id, key, receipt_number, Why.FOLLOWS)


def _askers(session: Session, in_force: Policy, now: datetime) -> Iterator[Reminder]:
    """As if a code had been issued on the day of the request, whether or not one was."""
    rows = session.exec(
        select(CodeRequest).where(
            col(CodeRequest.requested_at) > now - (in_force.code_valid_days + 1) * A_DAY,
            ~_has_case(CodeRequest.account_id, CodeRequest.case_id),
        )
    )
    for request in rows:
        at, receipt_number = request.requested_at, request.receipt
        if receipt_number is None:
            continue
        ends = valid_until(eastern_date(at), in_force.code_valid_days)
        days = reminder_due(ends, in_force.code_reminder_days, now)
        late = is_late(at, in_force.code_request_business_days, now)
        if days is not None:
            key = f"code_expires:{days}:{request.id}"
            yield Reminder(Kind.CODE_EXPIRES, request.account_id, key, receipt_number, Why.ASKED)
        elif late and now < at + in_force.code_request_interval:
            key = f"code_due:{request.id}"
            yield Reminder(Kind.CODE_DUE, request.account_id, key, receipt_number, Why.ASKED)


def _has_case(account_id: Any, case_id: Any) -> Any:
    """Whether an account has a case by a code of its own."""
    linked = select(CaseLink.id).where(
        CaseLink.account_id == account_id,
        CaseLink.case_id == case_id,
        col(CaseLink.ended_at).is_(None),
    )
    represented = select(Representation.id).where(
        Representation.account_id == account_id,
        Representation.case_id == case_id,
        col(Representation.ended_at).is_(None),
    )
    return or_(linked.exists(), represented.exists())
