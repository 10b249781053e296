"""What an officer decides about a representative account is in force at once and leaves a minute
later; until then it is undone, and no client has heard of anything (UNDO-1, REP-22)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.decisions import Held
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Client, Role
from cx_app.domain.representation.accounts import AccountMove, AccountState, RefusedBecause
from cx_app.domain.representation.forms import FormState
from cx_app.models import Account, HeldDecision, Party, RepresentativeAccount
from cx_app.services.decisions.stuck import stuck
from cx_app.services.decisions.undo import UndoAnswer, undo
from cx_app.services.identity.sessions import role_of
from cx_app.services.representation.accounts import apply, decide
from cx_app.services.representation.applications import look_at
from tests import factories
from tests.services.representation.people import (
    ROSA,
    a_minute_passes,
    applied,
    client,
    drafts,
    form,
    later,
    lawyer,
    matches,
    officer,
    sends,
    sent,
    signed,
    signs,
    told,
)
from tests.services.representation.sight import acts, reads

pytestmark = pytest.mark.usefixtures("database")
ACCEPT, REFUSE, SUSPEND = AccountMove.ACCEPT, AccountMove.REFUSE, AccountMove.SUSPEND


def decides(staff: Actor, one: UUID, move: AccountMove) -> AccountState | None:
    because = None if move is ACCEPT else RefusedBecause.NOT_ACTIVE
    with db.write() as session:
        return decide(session, staff, one, move, because)


def held(one: UUID) -> UUID:
    with db.read() as session:
        query = select(HeldDecision.id).where(
            HeldDecision.subject_id == one, HeldDecision.state == Held.HELD
        )
        return session.exec(query).one()


def undoes(staff: Actor, held_id: UUID) -> UndoAnswer:
    with db.write() as session:
        return undo(session, staff, held_id)


def state(one: UUID) -> str:
    with db.read() as session:
        return session.get_one(RepresentativeAccount, one).state


def role(actor: Actor) -> Role | None:
    with db.read() as session:
        return role_of(session, actor.account_id, Client.PEOPLE)


def application_of(actor: Actor) -> UUID:
    with db.read() as session:
        query = select(RepresentativeAccount.id).where(
            RepresentativeAccount.account_id == actor.account_id
        )
        return session.exec(query.order_by(col(RepresentativeAccount.id).desc())).all()[0]


def test_an_acceptance_is_undone_and_nobody_was_told_or_asked() -> None:
    actor, one = applied()
    staff, dolores = officer(), client()
    decides(staff, one, ACCEPT)
    rosa = replace(actor, role=Role.REPRESENTATIVE)
    waiting = drafts(rosa, dolores)
    assert sends(rosa, waiting) is None
    assert matches() == 0, "not as long as it can be undone"
    assert undoes(staff, held(one)) is UndoAnswer.DONE
    assert (state(one), role(actor)) == (AccountState.PENDING, Role.APPLICANT)
    a_minute_passes()
    assert (matches(), form(waiting).state) == (0, FormState.ENDED)
    assert told(actor) == told(dolores.actor) == []
    decides(staff, one, REFUSE)
    a_minute_passes()
    assert told(actor) == ["representative_refused"]


def test_what_was_sent_in_that_minute_is_looked_up_after_it() -> None:
    actor, one = applied()
    dolores = client()
    decides(officer(), one, ACCEPT)
    waiting = drafts(replace(actor, role=Role.REPRESENTATIVE), dolores)
    assert sends(replace(actor, role=Role.REPRESENTATIVE), waiting) is None
    assert matches() == 0
    a_minute_passes()
    assert (matches(), told(dolores.actor)) == (1, ["g28_asked"])
    assert told(actor) == ["representative_accepted"]


def test_a_code_that_was_used_in_that_minute_opens_nothing_any_more() -> None:
    actor, one = applied()
    staff, dolores = officer(), client()
    decides(staff, one, ACCEPT)
    rosa = replace(actor, role=Role.REPRESENTATIVE)
    with db.write() as session:
        account = session.get_one(Account, actor.account_id)
        factories.representation(session, session.get_one(Party, dolores.party_id), account=account)
    assert reads(rosa, dolores)
    undoes(staff, held(one))
    assert not reads(rosa, dolores)
    assert not acts(actor, dolores)


def test_a_refusal_is_undone_unless_they_applied_anew() -> None:
    staff = officer()
    actor, one = applied()
    decides(staff, one, REFUSE)
    assert undoes(staff, held(one)) is UndoAnswer.DONE
    assert state(one) == AccountState.PENDING
    decides(staff, one, REFUSE)
    with db.write() as session:
        assert isinstance(apply(session, actor, ROSA), UUID)
    assert undoes(staff, held(one)) is UndoAnswer.TOO_LATE
    a_minute_passes()
    assert (state(one), told(actor)) == (AccountState.REFUSED, [])


def test_a_suspension_ends_access_at_once_and_is_undone_with_all_that_waited() -> None:
    rosa, dolores, other, staff = lawyer(), client(), client(), officer()
    signed(rosa, dolores)
    waiting = sent(rosa, other)
    one = application_of(rosa)
    decides(staff, one, SUSPEND)
    assert not reads(rosa, dolores)
    with pytest.raises(NotFound):
        signs(other, waiting, form(waiting).digest)
    assert undoes(staff, held(one)) is UndoAnswer.DONE
    assert (state(one), role(rosa)) == (AccountState.ACCEPTED, Role.REPRESENTATIVE)
    a_minute_passes()
    assert reads(rosa, dolores)
    assert signs(other, waiting) is None
    assert "representative_suspended" not in told(rosa)


def test_whoever_applied_anew_after_a_suspension_stays_suspended() -> None:
    rosa, staff = lawyer(), officer()
    one = application_of(rosa)
    decides(staff, one, SUSPEND)
    with db.write() as session:
        assert isinstance(apply(session, replace(rosa, role=Role.APPLICANT), ROSA), UUID)
    assert undoes(staff, held(one)) is UndoAnswer.IMPOSSIBLE
    a_minute_passes()
    assert state(one) == AccountState.SUSPENDED
    assert told(rosa)[-1] == "representative_suspended"


def test_who_was_suspended_before_is_so_again_when_the_new_acceptance_is_undone() -> None:
    rosa, dolores, staff = lawyer(), client(), officer()
    signed(rosa, dolores)
    first = application_of(rosa)
    decides(staff, first, SUSPEND)
    a_minute_passes()
    with db.write() as session:
        apply(session, replace(rosa, role=Role.APPLICANT), ROSA)
    second = application_of(rosa)
    decides(staff, second, ACCEPT)
    assert reads(rosa, dolores)
    assert undoes(staff, held(second)) is UndoAnswer.DONE
    assert (state(first), state(second)) == (AccountState.SUSPENDED, AccountState.PENDING)
    assert not reads(rosa, dolores)
    a_minute_passes()
    decides(staff, second, ACCEPT)
    assert reads(rosa, dolores)


def test_after_the_minute_and_by_a_colleague_nothing_is_undone() -> None:
    _actor, one = applied()
    staff = officer()
    decides(staff, one, ACCEPT)
    waiting = held(one)
    with pytest.raises(NotFound):
        undoes(officer(), waiting)
    with pytest.raises(Forbidden):
        undoes(replace(_actor, role=Role.SUPERVISOR), waiting)
    with db.write() as session:
        page = look_at(session, staff, one)
    assert (page.undo.id, page.undo.mine) == (str(waiting), True)
    a_minute_passes()
    assert undoes(staff, waiting) is UndoAnswer.TOO_LATE
    with db.write() as session:
        assert look_at(session, staff, one).undo.id == ""


def test_what_could_not_leave_is_seen_by_staff() -> None:
    _actor, one = applied()
    staff = officer()
    decides(staff, one, ACCEPT)
    later(1)
    with db.read() as session:
        [line] = stuck(session, staff)
    assert (line.path, line.kind) == (
        "/officer/representatives",
        "A representative account was accepted",
    )
