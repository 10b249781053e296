"""Staff look at addresses that codes of unrelated cases go to (3.3-13). Officers learn nothing of
protected cases there, in no count, no date and no return of an alert (domain 9.4 e)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.addresses import canonical
from cx_app.domain.identity import Actor
from cx_app.domain.shared_addresses import Reason, Settled, SharedRules, shows
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import Case, SharedAddress
from cx_app.services.addresses import shared_words as words
from cx_app.services.addresses.shared import DESK, Address, Arrival, Seen, addresses
from cx_app.services.audit.record import record
from cx_app.services.cases.access import cases_ever_own, refuse
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff
from cx_app.services.changes import touch
from cx_app.services.policy.current import policy

PAGE: Final = 50
MOST: Final = 500
"""Rows looked at: enough to see that something is wrong with all of them."""
SUBJECT: Final = "shared_address"


@dataclass(frozen=True, slots=True)
class SharedLine:
    id: str
    cases: int
    """Unrelated ones that this reader may know of."""
    since: str


@dataclass(frozen=True, slots=True)
class SharedCase:
    case_id: str
    receipt_number: str
    form: str
    since: str
    family: int
    """Cases with the same number are related, and count once."""
    protected: bool


@dataclass(frozen=True, slots=True)
class SharedPage:
    line: SharedLine
    address: list[str] = field(default_factory=list)
    cases: list[SharedCase] = field(default_factory=list)
    before: str = ""
    """What a colleague found out when it showed before."""


@dataclass(frozen=True, slots=True)
class _Alert:
    """A row with what is there now, as this actor sees it."""

    row: SharedAddress
    address: Address
    of_all: bool
    """The actor may know of protected cases."""
    own: bool
    """One of the cases is or was the actor's."""

    @property
    def seen(self) -> Seen:
        return self.address.everything if self.of_all else self.address.open

    def shows(self, rules: SharedRules) -> bool:
        settled = self.row.settled_cases if self.of_all else self.row.open_settled_cases
        return not self.own and shows(self.seen.cases, settled, rules)


def shared_addresses(session: Session, actor: Actor) -> list[SharedLine]:
    """Those with the most unrelated cases first; none with a case that the actor is or was on."""
    require_staff(actor)
    now = clock.business(session)
    rules = policy(session, now).shared_addresses
    mark = SharedAddress
    open_still = (
        col(mark.cases) > col(mark.settled_cases)
        if actor.role in SEES_PROTECTED
        else col(mark.open_cases) > col(mark.open_settled_cases)
    )
    rows = session.exec(select(mark).where(open_still).order_by(col(mark.id)).limit(MOST)).all()
    alerts = [one for one in _alerts(session, actor, rows, rules, now) if one.shows(rules)]
    alerts.sort(key=lambda one: (-one.seen.cases, one.row.id))
    return [_line(one) for one in alerts[:PAGE]]


def look_at_shared(session: Session, actor: Actor, alert_id: UUID) -> SharedPage:
    """The address and its cases; that somebody looked is on record. Raises `NotFound`, also for
    what is settled."""
    rules, alert = _known(session, actor, alert_id)
    if not alert.shows(rules):
        raise refuse()
    _record(session, actor, "shared_address.look", alert)
    return SharedPage(
        line=_line(alert),
        address=json.loads(alert.row.address or "[]"),
        cases=[
            _case(one, number)
            for number, family in enumerate(_in_order(alert.seen), 1)
            for one in sorted(family, key=_age)
        ],
        before=_before(alert),
    )


def settle_shared(
    session: Session, actor: Actor, alert_id: UUID, reason: Reason, seen: int
) -> Settled:
    """For so many cases as the actor saw: it shows again when more are there. Who may not know of
    protected cases settles nothing that supervisors see beyond. Raises `NotFound`."""
    rules, alert = _known(session, actor, alert_id, hold=True)
    answer = Settled.DONE if alert.shows(rules) else Settled.OVER
    _record(session, actor, "shared_address.settle", alert, answer, reason)
    if answer is Settled.DONE:
        now, there, there_open = clock.business(session), alert.seen.cases, alert.address.open.cases
        _mark(alert.row, reason, min(seen, there), now)
        if not alert.of_all:
            _mark_open(alert.row, reason, min(seen, there), now)
        elif seen >= there and shows(there_open, 0, rules):
            _mark_open(alert.row, reason, there_open, now)
        session.add(alert.row)
        touch(session, DESK)
    return answer


def _known(
    session: Session, actor: Actor, alert_id: UUID, *, hold: bool = False
) -> tuple[SharedRules, _Alert]:
    """Raises `NotFound` for what the actor may not know of, and when there is too little by now."""
    require_staff(actor)
    query = select(SharedAddress).where(SharedAddress.id == alert_id)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.exec(query).first()
    if row is None:
        raise refuse()
    now = clock.business(session)
    rules = policy(session, now).shared_addresses
    (alert,) = _alerts(session, actor, [row], rules, now)
    if alert.own or alert.seen.cases < rules.cases:
        raise refuse()
    return rules, alert


def _alerts(
    session: Session,
    actor: Actor,
    rows: Sequence[SharedAddress],
    rules: SharedRules,
    now: datetime,
) -> list[_Alert]:
    homes = {row.id: canonical(row.address or "[]") for row in rows}
    found = addresses(session, set(homes.values()), rules, now)
    own = set(session.exec(select(Case.id).where(col(Case.id).in_(cases_ever_own(actor)))))
    alerts = []
    for row in rows:
        address = found.get(homes[row.id], Address())
        there = {one.case.id for group in address.everything.families for one in group}
        of_all = actor.role in SEES_PROTECTED
        alerts.append(_Alert(row, address, of_all, own=not own.isdisjoint(there)))
    return alerts


def _record(
    session: Session,
    actor: Actor,
    action: str,
    alert: _Alert,
    outcome: Settled = Settled.DONE,
    reason: Reason | None = None,
) -> None:
    """Under a protected case where one is there for the actor, so that officers who read the audit
    do not learn of it."""
    there = [one.case for group in alert.seen.families for one in group]
    protected = next((case.id for case in there if case.protected), None)
    record(
        session,
        actor,
        action,
        outcome,
        case_id=protected,
        subject_type=SUBJECT,
        subject_id=alert.row.id,
        details={"reason": reason.value} if reason else None,
    )


def _line(alert: _Alert) -> SharedLine:
    return SharedLine(str(alert.row.id), alert.seen.cases, say_date(alert.seen.since))


def _case(one: Arrival, family: int) -> SharedCase:
    case = one.case
    return SharedCase(
        case_id=str(case.id),
        receipt_number=case.receipt_number,
        form=case.form,
        since=say_date(one.since),
        family=family,
        protected=case.protected,
    )


def _in_order(seen: Seen) -> list[list[Arrival]]:
    """The newest family first: it is why the alert shows."""
    return sorted(seen.families, key=lambda family: min(map(_age, family)), reverse=True)


def _age(one: Arrival) -> tuple[datetime, UUID]:
    return one.since, one.case.id


def _before(alert: _Alert) -> str:
    row = alert.row
    at, reason = (
        (row.settled_at, row.reason) if alert.of_all else (row.open_settled_at, row.open_reason)
    )
    return f"{words.REASONS[Reason(reason)]} ({say_date(at)})" if at and reason else ""


def _mark(row: SharedAddress, reason: Reason, cases: int, now: datetime) -> None:
    if cases > row.settled_cases:
        row.settled_cases, row.settled_at, row.reason = cases, now, reason


def _mark_open(row: SharedAddress, reason: Reason, cases: int, now: datetime) -> None:
    if cases > row.open_settled_cases:
        row.open_settled_cases, row.open_settled_at, row.open_reason = cases, now, reason
