"""What applicants and officers see of representative accounts, and what a finding does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Client, Role
from cx_app.domain.representation.accounts import AccountMove, Finding
from cx_app.gateways import clock
from cx_app.models import AuditEntry
from cx_app.services.identity.sessions import role_of
from cx_app.services.representation.accounts import apply, decide
from cx_app.services.representation.applications import (
    ApplicationPage,
    OwnApplication,
    Queue,
    Settled,
    applications,
    look_at,
    own_application,
    settle,
    waiting,
)
from tests import factories
from tests.services.representation.people import (
    ROSA,
    a_minute_passes,
    applied,
    later,
    officer,
    told,
)

pytestmark = pytest.mark.usefixtures("database")


def own(actor: Actor) -> OwnApplication:
    with db.read() as session:
        return own_application(session, actor)


def finds(staff: Actor, application: UUID, finding: Finding, seen: str = "pending") -> Settled:
    with db.write() as session:
        return settle(session, staff, application, finding, seen)


def looked(staff: Actor, application: UUID) -> ApplicationPage:
    with db.write() as session:
        return look_at(session, staff, application)


def test_whoever_applied_sees_where_it_stands_and_why_it_was_refused() -> None:
    actor, application = applied()
    assert own(actor).state == "pending"
    assert not own(actor).may_apply
    assert finds(officer(), application, Finding.NOT_LISTED) is Settled.REFUSED
    seen = own(actor)
    assert (seen.state, seen.may_apply) == ("refused", True)
    assert seen.because == "The bar or the Department of Justice does not list you."
    with db.write() as session:
        assert isinstance(apply(session, actor, ROSA), UUID)
    assert own(actor).state == "pending"


def test_an_officer_reads_all_of_it_and_that_is_recorded() -> None:
    actor, application = applied()
    page = looked(officer(), application)
    assert (page.licence, page.address[0], page.decidable) == ("123456 (IL)", "2 Law Court", True)
    assert page.account.endswith("@example.org")
    assert "•" in page.account
    with db.read() as session:
        [row] = session.exec(select(AuditEntry).where(AuditEntry.action == "representative.look"))
        assert row.subject_id == application
    assert own(actor).licence == "123456 (IL)"


def test_a_finding_accepts_or_suspends_by_what_the_officer_saw() -> None:
    actor, application = applied()
    staff = officer()
    assert finds(staff, application, Finding.LISTED) is Settled.ACCEPTED
    with db.read() as session:
        assert role_of(session, actor.account_id, Client.PEOPLE) is Role.REPRESENTATIVE
    assert finds(staff, application, Finding.LISTED, "accepted") is Settled.KEPT
    assert finds(staff, application, Finding.DISCIPLINED, "accepted") is Settled.SUSPENDED
    a_minute_passes()
    assert told(actor) == ["representative_suspended"]
    assert not looked(staff, application).decidable


def test_a_refusal_on_an_old_page_does_not_suspend_who_was_accepted_since() -> None:
    _actor, application = applied()
    assert finds(officer(), application, Finding.LISTED) is Settled.ACCEPTED
    assert finds(officer(), application, Finding.NOT_ACTIVE) is Settled.OVER
    assert looked(officer(), application).stands == "accepted"


def test_nobody_looks_at_their_own() -> None:
    actor, application = applied()
    own_officer = replace(actor, role=Role.OFFICER)
    with db.write() as session, pytest.raises(Forbidden):
        look_at(session, own_officer, application)
    with db.write() as session, pytest.raises(Forbidden):
        settle(session, own_officer, application, Finding.LISTED, "pending")


def test_queues_show_who_waits_longest_first_and_find_by_name() -> None:
    _first, one = applied()
    later(1)
    _second, two = applied(replace(ROSA, name="Anselm Brandt"))
    staff = officer()
    with db.read() as session:
        assert [line.id for line in applications(session, staff)] == [str(one), str(two)]
        found = applications(session, staff, Queue.WAITING, " anselm ")
        assert [line.id for line in found] == [str(two)]
        assert applications(session, staff, Queue.WAITING, "%") == []
        assert waiting(session, staff) == {
            Queue.WAITING: 2,
            Queue.ACCEPTED: 0,
            Queue.OVER: 0,
        }
    with db.write() as session:
        decide(session, staff, one, AccountMove.ACCEPT)
    with db.read() as session:
        accepted = applications(session, staff, Queue.ACCEPTED)
        assert [line.id for line in accepted] == [str(one)]


def test_an_accreditation_that_runs_out_shows() -> None:
    with db.read() as session:
        today = eastern_date(clock.business(session))
    accredited = replace(
        ROSA,
        kind="accredited",
        organization="Harbor Legal Aid",
        accredited_until=(today + timedelta(days=5)).isoformat(),
    )
    actor, _application = applied(accredited)
    assert not own(actor).run_out
    later(6)
    assert own(actor).run_out


def test_staff_are_not_offered_an_application() -> None:
    staff = factories.actor_for
    with db.write() as session:
        account = factories.account(session, roles=(Role.OFFICER,))
        assert not own_application(session, staff(account, Role.OFFICER)).may_apply
