"""A supervisor holds an opening back from the people of the case until a day (OPEN-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.business_time import eastern_date, end_of_day
from cx_app.domain.identity import Actor
from cx_app.domain.openings import HoldAnswer, HoldReason, hold_ends
from cx_app.gateways import clock
from cx_app.language import say_date, say_moment
from cx_app.models import Account, Case, CaseOpening, OpeningHold
from cx_app.services.audit.record import record
from cx_app.services.cases.access import is_own, own_cases, refuse
from cx_app.services.changes import account_topic, touch_all
from cx_app.services.openings import words
from cx_app.services.openings.access import require_watcher
from cx_app.services.openings.audience import accounts_told
from cx_app.services.openings.held import is_living
from cx_app.services.openings.opening import SUBJECT
from cx_app.services.policy.current import policy

PAGE: Final = 100
NOTE_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class HoldLine:
    id: str
    case_id: str
    receipt_number: str
    opened: str
    by: str
    until: str
    reason: str
    note: str
    held_by: str


@dataclass(frozen=True, slots=True)
class HoldDays:
    """Between which days a hold may end: ISO dates, and the same in words."""

    first: str = ""
    last: str = ""
    between: str = ""


def hold_days(session: Session, actor: Actor) -> HoldDays:
    require_watcher(actor)
    now = clock.business(session)
    first = eastern_date(now) + timedelta(days=1)
    last = eastern_date(now) + timedelta(days=policy(session, now).openings.hold_days)
    said = f"From {say_date(first)} to {say_date(last)}"
    return HoldDays(first.isoformat(), last.isoformat(), said)


def hold_back(
    session: Session,
    actor: Actor,
    opening_id: UUID,
    *,
    appears_on: date,
    reason: HoldReason,
    note: str = "",
) -> HoldAnswer:
    """From now until the day, the opening is not there for its people. A hold that lives already
    gives way to the new one. Nobody holds back their own opening, nor one in a case of theirs."""
    require_watcher(actor)
    opening = session.get(CaseOpening, opening_id)
    if opening is None:
        raise refuse()
    now = clock.business(session)
    answer = _may(session, actor, opening, appears_on, now)
    record(
        session,
        actor,
        "opening.hold",
        answer,
        case_id=opening.case_id,
        subject_type=SUBJECT,
        subject_id=opening.entry_id,
        details={"reason": reason.value, "days": (appears_on - eastern_date(now)).days},
    )
    if answer is not HoldAnswer.HELD:
        return answer
    _end(session, actor, opening.entry_id, now)
    hold = OpeningHold(
        entry_id=opening.entry_id,
        case_id=opening.case_id,
        appears_on=appears_on,
        until=end_of_day(appears_on - timedelta(days=1)),
        reason=reason,
        held_by=actor.account_id,
        held_at=now,
    )
    hold.note = note.strip()[:NOTE_LENGTH] or None
    session.add(hold)
    return answer


def end_hold(session: Session, actor: Actor, hold_id: UUID) -> None:
    """From now on the people of the case see the opening, in its place in time. Raises `NotFound`
    for a hold that is not there or lies on a case of the actor's own."""
    require_watcher(actor)
    hold = session.get(OpeningHold, hold_id)
    if hold is None or is_own(session, actor, hold.case_id):
        raise refuse()
    record(
        session,
        actor,
        "opening.hold_end",
        case_id=hold.case_id,
        subject_type=SUBJECT,
        subject_id=hold.entry_id,
    )
    if _end(session, actor, hold.entry_id, clock.business(session)):
        told = accounts_told(session, hold.case_id)
        touch_all(session, {account_topic(account) for account in told})


def holds(session: Session, actor: Actor) -> list[HoldLine]:
    """What is held back now, what ends first on top; nothing on cases of the actor's own."""
    require_watcher(actor)
    rows = session.exec(
        select(OpeningHold, CaseOpening, Case)
        .where(
            OpeningHold.entry_id == CaseOpening.entry_id,
            OpeningHold.case_id == Case.id,
            col(Case.id).not_in(own_cases(actor)),
            *is_living(clock.business(session)),
        )
        .order_by(col(OpeningHold.until), col(OpeningHold.id))
        .limit(PAGE)
    ).all()
    names = _names(session, rows)
    return [
        HoldLine(
            id=str(hold.id),
            case_id=str(case.id),
            receipt_number=case.receipt_number,
            opened=say_moment(opening.at),
            by=names.get(opening.account_id, ""),
            until=say_date(hold.appears_on),
            reason=words.hold_reason(hold.reason),
            note=hold.note or "",
            held_by=names.get(hold.held_by, ""),
        )
        for hold, opening, case in rows
    ]


def _may(
    session: Session, actor: Actor, opening: CaseOpening, appears_on: date, now: datetime
) -> HoldAnswer:
    if opening.account_id == actor.account_id:
        return HoldAnswer.OWN
    if is_own(session, actor, opening.case_id):
        return HoldAnswer.LINKED
    return hold_ends(appears_on, now, policy(session, now).openings)


def _end(session: Session, actor: Actor, entry_id: UUID, now: datetime) -> bool:
    living = session.exec(
        select(OpeningHold).where(OpeningHold.entry_id == entry_id, *is_living(now))
    ).all()
    for hold in living:
        hold.ended_at, hold.ended_by = now, actor.account_id
        session.add(hold)
    return bool(living)


def _names(
    session: Session, rows: Sequence[tuple[OpeningHold, CaseOpening, Case]]
) -> dict[UUID, str]:
    wanted = {hold.held_by for hold, _o, _c in rows} | {o.account_id for _h, o, _c in rows}
    found = session.exec(select(Account.id, Account.name).where(col(Account.id).in_(wanted)))
    return dict(found.all())
