"""What people may see of the trail: their own acts, and staff who opened their case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from cx_app import database as db
from cx_app.domain import access_codes as rules
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Actor, Client, Role
from cx_app.gateways import clock
from cx_app.models import AuditEntry
from cx_app.services.access_codes.redeem import redeem
from cx_app.services.audit.activity import PAGE, ActivityLine, activity
from cx_app.services.audit.record import record
from cx_app.services.cases.follow import follow
from cx_app.services.cases.staff import open_case
from cx_app.services.identity.sessions import end_session, open_session
from tests import factories
from tests.factories import Filing, actor_for

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def filing(database: str) -> Filing:
    with db.write() as session:
        return factories.filing(session)


def lines(actor: Actor) -> list[ActivityLine]:
    with db.read() as session:
        return activity(session, actor)


def officer_opens(filing: Filing, role: Role = Role.OFFICER) -> None:
    with db.write() as session:
        officer = factories.account(session)
        officer.name = "Olga Officer"
        open_case(session, actor_for(officer, role), filing.case.id)


def test_own_acts_newest_first(filing: Filing) -> None:
    with db.write() as session:
        _token, row = open_session(session, filing.account, Client.PEOPLE, "net")
        actor = replace(filing.actor, session_id=row.id)
        redeem(session, actor, filing.claim)
        end_session(session, actor, "signed_out")
    assert [line.what for line in lines(filing.actor)] == [
        "You signed out.",
        "You added a case with an online access code.",
        "You signed in.",
    ]
    assert [line.receipt_number for line in lines(filing.actor)] == [
        "",
        filing.case.receipt_number,
        "",
    ]


def test_a_refused_try_names_no_case(filing: Filing) -> None:
    with db.write() as session:
        redeem(session, filing.actor, replace(filing.claim, code=rules.generate()))
    [line] = lines(filing.actor)
    assert line.what == "Someone signed in as you tried to add a case. It did not match."
    assert line.receipt_number == ""


def test_staff_are_shown_by_role_and_never_by_name(filing: Filing) -> None:
    with db.write() as session:
        factories.link(session, filing.account, filing.party)
    officer_opens(filing)
    officer_opens(filing, Role.ADMIN)
    seen = lines(filing.actor)
    assert [line.what for line in seen] == [
        "The agency opened this case (as administrator).",
        "The agency opened this case (as officer).",
    ]
    assert all(line.by_agency for line in seen)
    assert "Olga" not in str(seen)


def test_others_see_neither_my_acts_nor_staff_in_my_case(filing: Filing) -> None:
    with db.write() as session:
        redeem(session, filing.actor, filing.claim)
        stranger = actor_for(factories.account(session))
        follow(session, stranger, filing.case.receipt_number)
    officer_opens(filing)
    assert [line.what for line in lines(stranger)] == ["You started to follow a case."]


def test_a_link_that_ended_ends_the_view_of_staff(filing: Filing) -> None:
    with db.write() as session:
        factories.link(session, filing.account, filing.party).ended_at = clock.wall()
    officer_opens(filing)
    assert lines(filing.actor) == []


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (PartyRole.APPLICANT, True),
        (PartyRole.BENEFICIARY, True),
        (PartyRole.DERIVATIVE, True),
        (PartyRole.PETITIONER, False),
        (PartyRole.SUPPORTER, False),
        (PartyRole.REQUESTOR, False),
    ],
)
def test_in_a_protected_case_only_the_protected_side_sees_staff(
    role: PartyRole, sees: bool
) -> None:
    with db.write() as session:
        filing = factories.filing(session, role=role, protected=True)
        factories.link(session, filing.account, filing.party)
    officer_opens(filing, Role.SUPERVISOR)
    assert bool(lines(filing.actor)) is sees


def test_a_page_at_a_time(filing: Filing) -> None:
    start = clock.wall()
    with db.write() as session:
        for n in range(PAGE + 5):
            with time_machine.travel(start + timedelta(seconds=n), tick=False):
                record(session, filing.actor, "case.follow")
    with db.read() as session:
        assert len(activity(session, filing.actor)) == PAGE
        rows = session.exec(select(AuditEntry.at).order_by(AuditEntry.at)).all()
        assert len(activity(session, filing.actor, before=rows[5])) == 5


def test_unknown_acts_of_mine_are_not_listed(filing: Filing) -> None:
    with db.write() as session:
        record(session, filing.actor, "case.search")
    assert lines(filing.actor) == []
