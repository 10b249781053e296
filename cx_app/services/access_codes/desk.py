"""The officers' queue of codes: what nobody but a person can decide. In English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from cx_app.domain.business_time import end_of_day
from cx_app.domain.code_requests import ReviewReason, comes_by, is_late
from cx_app.domain.identity import Actor
from cx_app.domain.policy import Policy
from cx_app.gateways import clock
from cx_app.language import say_age
from cx_app.models import AccessCode, AuditEntry, Case, CodeRequest
from cx_app.services.access_codes.desk_words import (
    LATE_LETTER,
    NO_REASON,
    RETURNED,
    WHY,
    WRONG_CODES,
)
from cx_app.services.access_codes.life import is_returned
from cx_app.services.access_codes.request import RequestState
from cx_app.services.audit.alerted import ALERT, SHOWN_FOR
from cx_app.services.cases.access import own_cases
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff
from cx_app.services.policy.current import policy

PAGE: Final = 50
MOST: Final = 500
"""Of each kind: enough to see that the desk is flooded, and cheap to count when it is."""
LOOKED: Final = "access_code.look"
"""An officer has looked at what alerted; also the action of its audit row."""
SLOW: Final = timedelta(minutes=15)
"""A request that no task has looked up by then waits for the operators."""


class Tab(StrEnum):
    """Lists of the desk. Disputes have a tab of their own."""

    ALL = "all"
    ADDRESS_CHANGED = "address_changed"
    NO_ADDRESS = "no_address"
    RETURNED_MAIL = "returned_mail"
    LOCK_OUTS = "lock_outs"
    SEVERAL_MATCH = "several_match"
    PROTECTED = "protected"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class DeskRow:
    case_id: str
    receipt_number: str
    form: str
    why: str
    age: str
    since: datetime
    late: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Desk:
    rows: list[DeskRow] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    more: bool = False
    not_looked_up: int = 0
    """Requests that the task should have matched by now."""


def desk(session: Session, actor: Actor, tab: Tab = Tab.ALL) -> Desk:
    """The oldest first; nothing on cases of the actor's own, protected ones only for those who may
    know of them (domain 9.4 e)."""
    require_staff(actor)
    now = clock.business(session)
    in_force = policy(session, now)
    rows = sorted(_rows(session, actor, in_force, now), key=lambda row: row.since)
    by_tab = {one.value: [row for row in rows if _belongs(row, one)] for one in Tab}
    if actor.role not in SEES_PROTECTED:
        del by_tab[Tab.PROTECTED]
    shown = by_tab.get(tab, by_tab[Tab.ALL])
    waiting = session.exec(
        select(func.count()).where(
            CodeRequest.state == RequestState.REQUESTED,
            col(CodeRequest.requested_at) < now - SLOW,
        )
    ).one()
    return Desk(
        rows=shown[:PAGE],
        counts={name: len(found) for name, found in by_tab.items()},
        more=len(shown) > PAGE,
        not_looked_up=waiting,
    )


def _belongs(row: DeskRow, tab: Tab) -> bool:
    return tab is Tab.ALL or row.reason == tab or (tab is Tab.LATE and row.late)


def _rows(session: Session, actor: Actor, in_force: Policy, now: datetime) -> Iterator[DeskRow]:
    may = [col(Case.id).not_in(own_cases(actor))]
    if actor.role not in SEES_PROTECTED:
        may.append(col(Case.protected).is_(False))
    days = in_force.code_request_business_days

    def row(case: Case, reason: str, why: str, since: datetime, *, late: bool) -> DeskRow:
        age = say_age(now - since)
        return DeskRow(str(case.id), case.receipt_number, case.form, why, age, since, late, reason)

    for request, case in session.exec(_in_review(may)):
        reason = request.review_reason or ""
        late = is_late(request.requested_at, days, now)
        yield row(case, reason, WHY.get(reason, NO_REASON), request.requested_at, late=late)
    for code, case in session.exec(_returned(may, now)):
        since = code.returned_at or now
        late = is_late(since, days, now)
        yield row(case, ReviewReason.RETURNED_MAIL, RETURNED, since, late=late)
    for case, since in _alerted(session, may, now):
        late = is_late(since, days, now)
        yield row(case, ReviewReason.LOCK_OUTS, WRONG_CODES, since, late=late)
    for code, case in _not_mailed(session, may, in_force, now):
        yield row(case, Tab.LATE, LATE_LETTER, code.issued_at, late=True)


def _in_review(may: list[Any]) -> Any:
    return (
        select(CodeRequest, Case)
        .where(CodeRequest.case_id == Case.id, CodeRequest.state == RequestState.REVIEW, *may)
        .order_by(col(CodeRequest.requested_at))
        .limit(MOST)
    )


def _returned(may: list[Any], now: datetime) -> Any:
    return (
        select(AccessCode, Case)
        .where(AccessCode.case_id == Case.id, *is_returned(now), *may)
        .order_by(col(AccessCode.returned_at))
        .limit(MOST)
    )


def _alerted(session: Session, may: list[Any], now: datetime) -> Iterable[tuple[Case, datetime]]:
    """Cases with an alert that nobody has looked at since, each with its newest."""
    looked = aliased(AuditEntry)
    seen = (
        select(looked.id)
        .where(
            looked.case_id == AuditEntry.case_id,
            looked.action == LOOKED,
            col(looked.at) >= AuditEntry.at,
        )
        .exists()
    )
    rows = session.exec(
        select(Case, func.max(AuditEntry.at))
        .where(
            AuditEntry.action == ALERT,
            AuditEntry.case_id == Case.id,
            col(AuditEntry.at) > now - SHOWN_FOR,
            ~seen,
            *may,
        )
        .group_by(col(Case.id))
        .order_by(func.max(AuditEntry.at))
        .limit(MOST)
    )
    return list(rows)


def _not_mailed(
    session: Session, may: list[Any], in_force: Policy, now: datetime
) -> Iterator[tuple[AccessCode, Case]]:
    """Approved, and still here when it should have been there."""
    rows = session.exec(
        select(AccessCode, Case)
        .where(
            AccessCode.case_id == Case.id,
            col(AccessCode.mailed_at).is_(None),
            col(AccessCode.redeemed_at).is_(None),
            col(AccessCode.voided_at).is_(None),
            col(AccessCode.valid_until) > now,
            col(AccessCode.issued_at) < now - timedelta(days=in_force.code_request_business_days),
            *may,
        )
        .order_by(col(AccessCode.issued_at))
        .limit(MOST)
    )
    for code, case in rows:
        if now >= end_of_day(comes_by(code.issued_at, in_force.code_request_business_days)):
            yield code, case
