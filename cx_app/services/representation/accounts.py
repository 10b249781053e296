"""Representative accounts: asked for, decided by an officer, suspended (REP-3)."""

from __future__ import annotations

import json
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.decisions import Kind as Decided
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.representation.accounts import (
    ACCOUNT_MOVES,
    AccountMove,
    AccountState,
    Flaws,
    RefusedBecause,
    Typed,
    read_credentials,
)
from cx_app.gateways import clock
from cx_app.models import Account, RepresentativeAccount
from cx_app.services.audit.record import record
from cx_app.services.changes import account_topic, touch_all
from cx_app.services.decisions.hold import hold
from cx_app.services.identity.grants import grant, revoke

ACCOUNT_ACTIONS: Final = {
    AccountMove.ACCEPT: "representative.accept",
    AccountMove.REFUSE: "representative.refuse",
    AccountMove.SUSPEND: "representative.suspend",
}
HELD_AS: Final = {
    AccountMove.ACCEPT: Decided.REPRESENTATIVE_ACCEPTED,
    AccountMove.REFUSE: Decided.REPRESENTATIVE_REFUSED,
    AccountMove.SUSPEND: Decided.REPRESENTATIVE_SUSPENDED,
}
TOPIC: Final = "representatives"
"""What staff see of applications."""
STANDS = (AccountState.PENDING, AccountState.ACCEPTED)


def apply(session: Session, actor: Actor, typed: Typed) -> UUID | Flaws | AccountState:
    """An application with a sworn confirmation; or what is wrong with it; or how the one stands
    that there is already. A second click finds the first."""
    if actor.role.is_staff:
        raise Forbidden("staff represent nobody")
    now = clock.business(session)
    read = read_credentials(typed, eastern_date(now))
    if isinstance(read, dict):
        return read
    session.get_one(Account, actor.account_id, with_for_update=True)
    if (standing := standing_of(session, actor.account_id)) is not None:
        return AccountState(standing.state)
    row = RepresentativeAccount(
        account_id=actor.account_id,
        name=read.name,
        kind=read.kind,
        accredited_until=read.accredited_until,
        sworn_at=now,
        applied_at=now,
        state=AccountState.PENDING,
    )
    row.licence = read.licence
    row.address = json.dumps(read.address.envelope, ensure_ascii=False)
    session.add(row)
    session.flush()
    record(
        session,
        actor,
        "representative.apply",
        subject_type="representative_account",
        subject_id=row.id,
        details={"kind": read.kind.value},
    )
    touch_all(session, {TOPIC, account_topic(actor.account_id)})
    return row.id


def standing_of(session: Session, account_id: UUID) -> RepresentativeAccount | None:
    """The one application that waits or was accepted."""
    return session.exec(
        select(RepresentativeAccount).where(
            RepresentativeAccount.account_id == account_id,
            col(RepresentativeAccount.state).in_(STANDS),
        )
    ).first()


def newest_of(session: Session, actor: Actor) -> RepresentativeAccount | None:
    """How the actor's own application stands, or ended."""
    return session.exec(
        select(RepresentativeAccount)
        .where(RepresentativeAccount.account_id == actor.account_id)
        .order_by(
            col(RepresentativeAccount.applied_at).desc(), col(RepresentativeAccount.id).desc()
        )
    ).first()


def decide(
    session: Session,
    actor: Actor,
    application_id: UUID,
    move: AccountMove,
    because: RefusedBecause | None = None,
) -> AccountState | None:
    """An officer accepts, refuses or suspends; the state after, or None when it stood elsewhere
    already. Refusing and suspending name a reason. It is in force at once, a suspension in open
    tabs, too; whoever is decided about hears of it once it can't be undone (UNDO-1). Raises
    `Forbidden` for one's own."""
    _staff(actor)
    row = session.exec(
        select(RepresentativeAccount)
        .where(RepresentativeAccount.id == application_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound("no such application")
    if row.account_id == actor.account_id:
        raise Forbidden("nobody decides about themselves")
    to = ACCOUNT_MOVES.get((AccountState(row.state), move))
    if to is None or (because is None) is not (move is AccountMove.ACCEPT):
        return None
    before = {"decided_by": _text(row.decided_by), "decided_at": _text(row.decided_at)}
    row.state, row.decided_by, row.decided_at = to, actor.account_id, clock.business(session)
    row.reason = because or ""
    session.add(row)
    account = session.get_one(Account, row.account_id)
    match move:
        case AccountMove.ACCEPT:
            before |= {"replaced": _accepted(session, actor, row, account)}
        case AccountMove.SUSPEND:
            revoke(session, actor, account, Role.REPRESENTATIVE)
    hold(session, actor, HELD_AS[move], row.id, before)
    record(
        session,
        actor,
        ACCOUNT_ACTIONS[move],
        subject_type="representative_account",
        subject_id=row.id,
        details={"because": because.value} if because else {},
    )
    touch_all(session, {TOPIC, account_topic(account.id)})
    return to


def _accepted(session: Session, actor: Actor, row: RepresentativeAccount, account: Account) -> str:
    """An older one that was suspended stands in the way no more; its id, or nothing."""
    older = session.exec(
        select(RepresentativeAccount).where(
            RepresentativeAccount.account_id == account.id,
            RepresentativeAccount.id != row.id,
            RepresentativeAccount.state == AccountState.SUSPENDED,
        )
    ).first()
    if older is not None:
        older.state = AccountState.REPLACED
        session.add(older)
    grant(session, actor, account, Role.REPRESENTATIVE, actor.name)
    return str(older.id) if older else ""


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _staff(actor: Actor) -> None:
    if not actor.role.is_staff:
        raise Forbidden("officers decide about representatives")
