"""What people may see of the trail: their own acts, and staff who opened their case."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine

from cx_app import database as db
from cx_app.domain import access_codes as rules
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Actor, Client, Role
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.language import using
from cx_app.services.access_codes.redeem import redeem
from cx_app.services.audit.activity import PAGE, STAFF_OPENED, ActivityLine, activity
from cx_app.services.audit.opening_words import REASONS
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
        return activity(session, actor).lines


def officer_opens(
    filing: Filing, role: Role = Role.OFFICER, reason: OpeningReason = OpeningReason.WORK
) -> None:
    with db.write() as session:
        officer = factories.account(session)
        officer.name = "Olga Officer"
        open_case(session, actor_for(officer, role), filing.case.id, reason)


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
        "An administrator opened this case to work on it.",
        "An officer opened this case to work on it.",
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


def test_every_reason_is_said_to_someone_alone_on_a_case(filing: Filing) -> None:
    with db.write() as session:
        factories.link(session, filing.account, filing.party)
    for reason in OpeningReason:
        officer_opens(filing, reason=reason)
    said = [line.what for line in lines(filing.actor)]
    assert said == [REASONS[reason].format(who="An officer") for reason in [*OpeningReason][::-1]]
    assert len(set(said)) == len(OpeningReason)


def test_a_shared_case_tells_nobody_what_another_did(filing: Filing) -> None:
    with db.write() as session:
        factories.link(session, filing.account, filing.party)
        other = factories.person(session, given_name="Pedro")
        factories.party(session, filing.case, other, PartyRole.PETITIONER)
    for reason in OpeningReason:
        officer_opens(filing, reason=reason)
    said = {line.what for line in lines(filing.actor)}
    assert said == {
        "An officer opened this case to work on it or to answer a question about it.",
        "An officer opened this case to check the agency’s own work.",
    }


def test_an_opening_from_before_reasons_still_has_its_line(filing: Filing) -> None:
    with db.write() as session:
        factories.link(session, filing.account, filing.party)
        staff = actor_for(factories.account(session), Role.OFFICER)
        record(session, staff, STAFF_OPENED, case_id=filing.case.id)
    assert [line.what for line in lines(filing.actor)] == ["An officer opened this case."]


def test_in_spanish(filing: Filing) -> None:
    with db.write() as session:
        factories.link(session, filing.account, filing.party)
    officer_opens(filing, reason=OpeningReason.CONTACT)
    with using("es"):
        [line] = lines(filing.actor)
    assert line.what == (
        "Un oficial abrió este caso porque usted, o alguien en su nombre, se comunicó con nosotros."
    )
    assert "hora" in line.when


def test_a_representative_does_not_see_openings(filing: Filing) -> None:
    with db.write() as session:
        representative = factories.account(session)
        factories.representation(session, filing.party, account=representative)
    officer_opens(filing)
    assert lines(actor_for(representative, Role.REPRESENTATIVE)) == []


def test_a_page_at_a_time_even_when_all_happened_at_once(filing: Filing) -> None:
    with time_machine.travel(clock.wall(), tick=False), db.write() as session:
        for _n in range(2 * PAGE + 5):
            record(session, filing.actor, "case.follow")
    sizes, older = [], ""
    with db.read() as session:
        while True:
            page = activity(session, filing.actor, older=older)
            sizes.append(len(page.lines))
            older = page.older
            if not older:
                break
    assert sizes == [PAGE, PAGE, 5]


def test_a_full_last_page_offers_nothing_older(filing: Filing) -> None:
    with db.write() as session:
        for _n in range(PAGE):
            record(session, filing.actor, "case.follow")
    with db.read() as session:
        assert activity(session, filing.actor).older == ""


def test_only_what_the_agency_did(filing: Filing) -> None:
    with db.write() as session:
        factories.link(session, filing.account, filing.party)
        record(session, filing.actor, "case.follow")
    officer_opens(filing)
    with db.read() as session:
        page = activity(session, filing.actor, only_agency=True)
    assert [line.by_agency for line in page.lines] == [True]
    assert len(lines(filing.actor)) == 2


def test_unknown_acts_of_mine_are_not_listed(filing: Filing) -> None:
    with db.write() as session:
        record(session, filing.actor, "case.search")
    assert lines(filing.actor) == []
