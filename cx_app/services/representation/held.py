"""What leaves of a decision about a representative account, and how it is undone (UNDO-1 to
UNDO-4). As long as it can be undone no client hears of a form (see `match`)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from cx_app.domain.decisions import Held
from cx_app.domain.decisions import Kind as Decided
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Kind
from cx_app.domain.representation.accounts import AccountState, RefusedBecause
from cx_app.domain.representation.forms import By, FormMove, FormState
from cx_app.language import known, using
from cx_app.models import (
    G28,
    Account,
    HeldDecision,
    Representation,
    RepresentativeAccount,
)
from cx_app.services.changes import account_topic, touch_all
from cx_app.services.decisions.put_back import PutBack
from cx_app.services.identity.grants import grant, revoke
from cx_app.services.messages.notify import notify
from cx_app.services.representation.accounts import TOPIC, standing_of
from cx_app.services.representation.moves import make_move
from cx_app.services.representation.words import say_because

TOLD: Final = {
    Decided.REPRESENTATIVE_ACCEPTED: (AccountState.ACCEPTED, Kind.REPRESENTATIVE_ACCEPTED),
    Decided.REPRESENTATIVE_REFUSED: (AccountState.REFUSED, Kind.REPRESENTATIVE_REFUSED),
    Decided.REPRESENTATIVE_SUSPENDED: (AccountState.SUSPENDED, Kind.REPRESENTATIVE_SUSPENDED),
}
"""Where it must still stand, and what its person hears then."""


def is_fresh(account_id: Any) -> ColumnElement[bool]:
    """For queries over `G28`: whether an officer decided about the representative a moment ago, so
    that it can still be undone."""
    return (
        select(HeldDecision.id)
        .join(RepresentativeAccount, col(RepresentativeAccount.id) == HeldDecision.subject_id)
        .where(RepresentativeAccount.account_id == account_id, HeldDecision.state == Held.HELD)
        .correlate(G28)
        .exists()
    )


def decision_leaves(session: Session, held: HeldDecision) -> bool:
    """That it was decided, and why."""
    row = _row(session, held)
    state, kind = TOLD[Decided(held.kind)]
    if row.state != state:
        return False
    account = session.get_one(Account, row.account_id)
    facts: dict[str, Any] = {}
    if row.reason:
        with using(known(account.language)):
            facts["because"] = say_because(RefusedBecause(row.reason))
    notify(session, account, kind, dedupe_key=f"{kind}:{held.id}", **facts)
    return True


def suspension_leaves(session: Session, held: HeldDecision) -> bool:
    """What waits for clients waits no longer."""
    if not decision_leaves(session, held):
        return False
    _end_waiting(session, _row(session, held).account_id)
    return True


def check(session: Session, actor: Actor, held: HeldDecision) -> None:
    """Raises as deciding does: `Forbidden` for one's own."""
    row = session.get(RepresentativeAccount, held.subject_id)
    if row is None:
        raise NotFound("no such application")
    if row.account_id == actor.account_id:
        raise Forbidden("nobody decides about themselves")


def put_acceptance_back(session: Session, actor: Actor, held: HeldDecision) -> PutBack:
    """It waits for an officer again. What they sent in that minute ends, and no client was asked
    (REP-15); a code that they used opens nothing."""
    row = _row(session, held)
    if row.state != AccountState.ACCEPTED:
        return PutBack.OVERTAKEN
    replaced = _before(held)["replaced"]
    _stand(session, row, AccountState.PENDING)
    if replaced:
        _stand_again(session, UUID(replaced))
    else:
        _let_go(session, row.account_id)
    revoke(session, actor, session.get_one(Account, row.account_id), Role.REPRESENTATIVE)
    _end_waiting(session, row.account_id)
    return PutBack.DONE


def put_refusal_back(session: Session, actor: Actor, held: HeldDecision) -> PutBack:
    """It waits for an officer again, unless they have applied anew in the meantime."""
    row = _row(session, held)
    if row.state != AccountState.REFUSED or standing_of(session, row.account_id) is not None:
        return PutBack.OVERTAKEN
    _stand(session, row, AccountState.PENDING)
    return PutBack.DONE


def put_suspension_back(session: Session, actor: Actor, held: HeldDecision) -> PutBack:
    """They act again. Whoever applied anew in the meantime is looked at anew."""
    row, was = _row(session, held), _before(held)
    if row.state != AccountState.SUSPENDED:
        return PutBack.OVERTAKEN
    if standing_of(session, row.account_id) is not None:
        return PutBack.IMPOSSIBLE
    _stand(session, row, AccountState.ACCEPTED)
    row.decided_by = UUID(was["decided_by"]) if was["decided_by"] else None
    row.decided_at = datetime.fromisoformat(was["decided_at"]) if was["decided_at"] else None
    account = session.get_one(Account, row.account_id)
    grant(session, actor, account, Role.REPRESENTATIVE, actor.name)
    return PutBack.DONE


def _row(session: Session, held: HeldDecision) -> RepresentativeAccount:
    return session.exec(
        select(RepresentativeAccount)
        .where(RepresentativeAccount.id == held.subject_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _before(held: HeldDecision) -> dict[str, str | None]:
    found: dict[str, str | None] = json.loads(held.before)
    return found


def _stand(session: Session, row: RepresentativeAccount, state: AccountState) -> None:
    row.state, row.reason, row.decided_by, row.decided_at = state, "", None, None
    session.add(row)
    touch_all(session, {TOPIC, account_topic(row.account_id)})


def _stand_again(session: Session, replaced: UUID) -> None:
    """The older one that was suspended, as it stood."""
    older = session.get_one(RepresentativeAccount, replaced)
    older.state = AccountState.SUSPENDED
    session.add(older)


def _let_go(session: Session, account_id: UUID) -> None:
    """Cases that they reach by a code of their own: nobody accepted them before this minute."""
    session.exec(
        update(Representation)
        .where(
            col(Representation.account_id) == account_id,
            col(Representation.ended_at).is_(None),
            col(Representation.form_id).is_(None),
        )
        .values(account_id=None)
    )


def _end_waiting(session: Session, account_id: UUID) -> None:
    waiting = session.exec(
        select(G28)
        .where(G28.representative_id == account_id, G28.state == FormState.AWAITING)
        .with_for_update()
    ).all()
    for form in waiting:
        make_move(session, form, FormMove.END, By.SYSTEM)
