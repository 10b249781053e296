"""Applications for a representative account as they are shown: one's own, and to officers (REP-3).
What may become of them is `accounts`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, func, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.receipts import mask_email
from cx_app.domain.representation.accounts import (
    AccountMove,
    AccountState,
    Finding,
    RefusedBecause,
)
from cx_app.gateways import clock
from cx_app.language import say_date, say_moment
from cx_app.models import Account, RepresentativeAccount
from cx_app.services.audit.record import record
from cx_app.services.decisions.pending import NOTHING, Pending, pending
from cx_app.services.representation.accounts import STANDS, decide, newest_of
from cx_app.services.representation.words import ACCOUNT_STATES, say_because, say_kind

PAGE: Final = 50


class Queue(StrEnum):
    """What officers choose from."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    OVER = "over"


QUEUES: Final = {
    Queue.WAITING: (AccountState.PENDING,),
    Queue.ACCEPTED: (AccountState.ACCEPTED,),
    Queue.OVER: (AccountState.REFUSED, AccountState.SUSPENDED, AccountState.REPLACED),
}


class Settled(StrEnum):
    """What came of an officer's finding."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    KEPT = "kept"
    """It was accepted before, and stays so."""
    OVER = "over"
    """It does not stand any more where the officer saw it."""


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """The actor's own application; without a state there is none."""

    state: str = ""
    name: str = ""
    kind: str = ""
    licence: str = ""
    accredited_until: str = ""
    address: list[str] = field(default_factory=list)
    applied: str = ""
    decided: str = ""
    because: str = ""
    """Why it was refused or suspended, in words."""
    run_out: bool = False
    """The accreditation is over: nothing can be signed."""
    may_apply: bool = True


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    id: str = ""
    name: str = ""
    kind: str = ""
    applied: str = ""
    state: str = ""
    decided: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    line: ApplicationLine = ApplicationLine()
    stands: str = ""
    """`AccountState`, as the officer saw it."""
    account: str = ""
    """Masked e-mail of whoever applies."""
    licence: str = ""
    accredited_until: str = ""
    address: list[str] = field(default_factory=list)
    sworn: str = ""
    because: str = ""
    decidable: bool = False
    undo: Pending = NOTHING


def own_application(session: Session, actor: Actor) -> OwnApplication:
    row = newest_of(session, actor)
    if row is None:
        return OwnApplication(may_apply=not actor.role.is_staff)
    today = eastern_date(clock.business(session))
    return OwnApplication(
        state=row.state,
        name=row.name,
        kind=say_kind(row.kind),
        licence=row.licence or "",
        accredited_until=_day(row.accredited_until),
        address=json.loads(row.address or "[]"),
        applied=say_date(row.applied_at),
        decided=say_date(row.decided_at) if row.decided_at else "",
        because=_because(row),
        run_out=row.accredited_until is not None and row.accredited_until < today,
        may_apply=row.state not in STANDS and not actor.role.is_staff,
    )


def applications(
    session: Session, actor: Actor, queue: Queue = Queue.WAITING, name: str = ""
) -> list[ApplicationLine]:
    """A page of them: who waits longest on top, decided ones the newest first."""
    _staff(actor)
    at = col(RepresentativeAccount.applied_at)
    query = (
        select(RepresentativeAccount)
        .where(col(RepresentativeAccount.state).in_(QUEUES[queue]))
        .order_by(at if queue is Queue.WAITING else at.desc(), col(RepresentativeAccount.id))
        .limit(PAGE)
    )
    if typed := " ".join(name.split())[:80]:
        named = func.lower(col(RepresentativeAccount.name))
        query = query.where(named.contains(typed.lower(), autoescape=True))
    return [_line(row) for row in session.exec(query)]


def waiting(session: Session, actor: Actor) -> dict[Queue, int]:
    """How many stand in each queue."""
    _staff(actor)
    rows = session.exec(
        select(RepresentativeAccount.state, func.count()).group_by(RepresentativeAccount.state)
    ).all()
    counted = {state: int(n) for state, n in rows}
    return {
        queue: sum(counted.get(state, 0) for state in states) for queue, states in QUEUES.items()
    }


def look_at(session: Session, actor: Actor, application_id: UUID) -> ApplicationPage:
    """One application, for an officer; that they looked is recorded. Raises `NotFound`, and
    `Forbidden` for one's own."""
    _staff(actor)
    row = session.get(RepresentativeAccount, application_id)
    if row is None:
        raise NotFound("no such application")
    if row.account_id == actor.account_id:
        raise Forbidden("nobody decides about themselves")
    record(
        session,
        actor,
        "representative.look",
        subject_type="representative_account",
        subject_id=row.id,
    )
    account = session.get_one(Account, row.account_id)
    return ApplicationPage(
        line=_line(row),
        stands=row.state,
        account=mask_email(account.email or ""),
        licence=row.licence or "",
        accredited_until=_day(row.accredited_until),
        address=json.loads(row.address or "[]"),
        sworn=say_moment(row.sworn_at),
        because=_because(row),
        decidable=row.state in STANDS,
        undo=pending(session, actor, [row.id]).get(row.id, NOTHING),
    )


def settle(
    session: Session, actor: Actor, application_id: UUID, finding: Finding, seen: str
) -> Settled:
    """What an officer found out accepts or refuses an application, and suspends an account that
    was accepted: by where they `seen` it stand, so that a colleague's decision of just now is not
    turned over unseen. Raises as `decide`."""
    _staff(actor)
    accepted = seen == AccountState.ACCEPTED
    if finding is Finding.LISTED and accepted:
        return Settled.KEPT
    move = AccountMove.SUSPEND if accepted else AccountMove.REFUSE
    if finding is Finding.LISTED:
        move = AccountMove.ACCEPT
    after = decide(session, actor, application_id, move, finding.because)
    return Settled.OVER if after is None else Settled(after.value)


def _line(row: RepresentativeAccount) -> ApplicationLine:
    return ApplicationLine(
        id=str(row.id),
        name=row.name,
        kind=say_kind(row.kind),
        applied=say_date(row.applied_at),
        state=ACCOUNT_STATES[AccountState(row.state)],
        decided=say_date(row.decided_at) if row.decided_at else "",
    )


def _because(row: RepresentativeAccount) -> str:
    return say_because(RefusedBecause(row.reason)) if row.reason else ""


def _day(day: date | None) -> str:
    return say_date(day) if day else ""


def _staff(actor: Actor) -> None:
    if not actor.role.is_staff:
        raise Forbidden("officers decide about representatives")
