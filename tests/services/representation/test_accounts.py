"""Representative accounts: asked for, decided, suspended; and teams, whose members come and go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from cx_app import database as db
from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Client, Role
from cx_app.domain.representation.accounts import (
    AccountMove,
    AccountState,
    Field,
    Flaw,
    RefusedBecause,
)
from cx_app.domain.representation.forms import FormRefusal, FormState
from cx_app.domain.representation.teams import TeamRefusal, TeamRole
from cx_app.gateways import clock
from cx_app.models import Account
from cx_app.services.cases.access import behalf, represented_in
from cx_app.services.cases.page import case_page
from cx_app.services.identity.sessions import role_of
from cx_app.services.representation.accounts import apply, decide
from cx_app.services.representation.team import (
    accept,
    invitations_of,
    invite,
    leave,
    make_team,
    take_back,
    team_of,
)
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
    officer,
    paralegal,
    sends,
    sent,
    signed,
    signs,
    told,
)

pytestmark = pytest.mark.usefixtures("database")


def role(actor: Actor) -> Role | None:
    with db.read() as session:
        return role_of(session, actor.account_id, Client.PEOPLE)


def decides(
    staff: Actor, one: UUID, move: AccountMove, because: RefusedBecause | None = None
) -> AccountState | None:
    with db.write() as session:
        return decide(session, staff, one, move, because)


def test_an_application_waits_and_a_second_one_finds_the_first() -> None:
    actor, _one = applied()
    with db.write() as session:
        assert apply(session, actor, ROSA) is AccountState.PENDING
        flaws = apply(session, actor, replace(ROSA, sworn=False))
    assert flaws == {Field.SWORN: Flaw.NOT_SWORN}
    assert role(actor) is Role.APPLICANT


def test_an_officer_accepts_and_the_account_is_a_representative_s_from_the_next_event() -> None:
    actor, one = applied()
    assert decides(officer(), one, AccountMove.ACCEPT) is AccountState.ACCEPTED
    assert role(actor) is Role.REPRESENTATIVE
    assert told(actor) == []
    assert decides(officer(), one, AccountMove.ACCEPT) is None
    a_minute_passes()
    assert told(actor) == ["representative_accepted"]


def test_who_is_refused_may_ask_again() -> None:
    actor, one = applied()
    assert decides(officer(), one, AccountMove.REFUSE) is None
    refused = decides(officer(), one, AccountMove.REFUSE, RefusedBecause.NOT_LISTED)
    assert refused is AccountState.REFUSED
    a_minute_passes()
    assert told(actor) == ["representative_refused"]
    with db.write() as session:
        assert isinstance(apply(session, actor, ROSA), UUID)


def test_nobody_decides_but_staff_and_nobody_about_themselves() -> None:
    actor, one = applied()
    for who in (actor, lawyer()):
        with pytest.raises(Forbidden):
            decides(who, one, AccountMove.ACCEPT)
    with pytest.raises(Forbidden):
        decides(replace(actor, role=Role.OFFICER), one, AccountMove.ACCEPT)
    with db.write() as session, pytest.raises(Forbidden):
        apply(session, officer(), ROSA)


def test_who_is_suspended_loses_every_case_and_what_waits() -> None:
    actor, one = applied()
    staff = officer()
    decides(staff, one, AccountMove.ACCEPT)
    a_minute_passes()
    rosa = replace(actor, role=Role.REPRESENTATIVE)
    dolores, other = client(), client()
    signed(rosa, dolores)
    waiting = sent(rosa, other)
    assert decides(staff, one, AccountMove.SUSPEND, RefusedBecause.DISCIPLINED)
    assert role(rosa) is Role.APPLICANT
    with pytest.raises(NotFound):
        signs(other, waiting, form(waiting).digest)
    a_minute_passes()
    assert form(waiting).state == FormState.ENDED
    with db.read() as session:
        assert represented_in(session, rosa, dolores.case_id) is None
        with pytest.raises(NotFound):
            case_page(session, rosa, dolores.case_id)
    with db.write() as session:
        again = apply(session, actor, ROSA)
    assert isinstance(again, UUID)
    decides(staff, again, AccountMove.ACCEPT)
    with db.read() as session:
        assert represented_in(session, rosa, dolores.case_id) is not None


def test_an_accreditation_that_ran_out_sends_nothing() -> None:
    with db.read() as session:
        last = eastern_date(clock.business(session)) + timedelta(days=10)
    rosa = lawyer(
        replace(
            ROSA,
            kind="accredited",
            organization="Harbor House",
            accredited_until=last.isoformat(),
        )
    )
    assert sends(rosa, drafts(rosa, client())) is None
    later(11)
    assert sends(rosa, drafts(rosa, client())) is FormRefusal.NOT_ACCEPTED


def test_who_leaves_a_team_reads_nothing_more() -> None:
    rosa, dolores = lawyer(), client()
    signed(rosa, dolores)
    helper = paralegal(rosa)
    with db.read() as session:
        assert case_page(session, helper, dolores.case_id).card.represented
        view = team_of(session, rosa)
        assert view is not None
        [line] = [one for one in view.members if one.role is TeamRole.PARALEGAL]
        assert line.can_end
    with db.write() as session:
        assert leave(session, rosa, UUID(line.id)) is None
    assert role(helper) is Role.APPLICANT
    with db.read() as session:
        assert session.exec(behalf(helper)).all() == []
        with pytest.raises(NotFound):
            case_page(session, helper, dolores.case_id)


def test_a_team_keeps_a_representative_while_others_stay() -> None:
    rosa = lawyer()
    helper = paralegal(rosa)
    with db.write() as session:
        view = team_of(session, helper)
        assert view is not None
        assert not view.runs
        members = {one.role: UUID(one.id) for one in view.members}
        assert leave(session, rosa, members[TeamRole.REPRESENTATIVE]) is TeamRefusal.LAST
        assert leave(session, helper, members[TeamRole.REPRESENTATIVE]) is TeamRefusal.NOT_THEIRS
        assert (
            invite(session, helper, "x@example.org", TeamRole.PARALEGAL) is TeamRefusal.NOT_THEIRS
        )
        assert leave(session, helper, members[TeamRole.PARALEGAL]) is None
        assert leave(session, rosa, members[TeamRole.REPRESENTATIVE]) is None


def invites(rosa: Actor, account: Account, as_what: TeamRole) -> UUID:
    with db.write() as session:
        make_team(session, rosa, "Delgado Law")
        made = invite(session, rosa, account.email or "", as_what)
        assert isinstance(made, UUID)
        return made


def test_an_invitation_is_for_one_proven_address_once_and_for_two_weeks() -> None:
    rosa = lawyer()
    with db.write() as session:
        account = factories.account(session)
        unproven = factories.account(session, email=account.email or "", verified=False)
    one = invites(rosa, account, TeamRole.PARALEGAL)
    actor, other = factories.actor_for(account), factories.actor_for(unproven)
    with db.write() as session:
        assert accept(session, other, one) is TeamRefusal.EXPIRED
        assert accept(session, rosa, one) is TeamRefusal.EXPIRED
        assert len(invitations_of(session, actor)) == 1
    later(14)
    with db.write() as session:
        assert accept(session, actor, one) is TeamRefusal.EXPIRED
    two = invites(rosa, account, TeamRole.PARALEGAL)
    with db.write() as session:
        assert accept(session, actor, two) is None
        assert accept(session, actor, two) is TeamRefusal.EXPIRED
    three = invites(lawyer(), account, TeamRole.PARALEGAL)
    with db.write() as session:
        assert accept(session, actor, three) is TeamRefusal.IN_A_TEAM


def test_only_an_accepted_representative_joins_as_one_and_a_stranger_takes_nothing_back() -> None:
    rosa, ana = lawyer(), lawyer()
    with db.write() as session:
        account = factories.account(session)
        lawyer_account = session.get_one(Account, ana.account_id)
    one = invites(rosa, account, TeamRole.REPRESENTATIVE)
    two = invites(rosa, lawyer_account, TeamRole.REPRESENTATIVE)
    with db.write() as session:
        refused = accept(session, factories.actor_for(account), one)
        assert refused is TeamRefusal.NOT_ACCEPTED
        with pytest.raises(NotFound):
            take_back(session, ana, one)
        assert accept(session, ana, two) is None
        assert take_back(session, rosa, one) is None
        assert take_back(session, rosa, one) is TeamRefusal.EXPIRED
        assert make_team(session, ana, "Another") is TeamRefusal.IN_A_TEAM
        applicant = factories.actor_for(account)
        assert make_team(session, applicant, "Mine") is TeamRefusal.NOT_THEIRS


def test_a_colleague_of_the_team_needs_a_form_of_their_own() -> None:
    rosa, ana, dolores = lawyer(), lawyer(), client()
    signed(rosa, dolores)
    with db.write() as session:
        account = session.get_one(Account, ana.account_id)
    one = invites(rosa, account, TeamRole.REPRESENTATIVE)
    with db.write() as session:
        assert accept(session, ana, one) is None
    with db.read() as session, pytest.raises(NotFound):
        case_page(session, ana, dolores.case_id)
