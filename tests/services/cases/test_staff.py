"""Officers find and open cases, within their role, and leave a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.models import AuditEntry
from cx_app.services.cases.staff import (
    FoundCase,
    ReasonNeeded,
    Search,
    StaffCase,
    find_cases,
    open_case,
)
from cx_app.services.changes import account_topic, versions
from tests import factories
from tests.factories import BORN, Filing, actor_for

pytestmark = pytest.mark.usefixtures("database")
STAFF = (Role.OFFICER, Role.SUPERVISOR, Role.ADMIN)
NOT_STAFF = (Role.APPLICANT, Role.REPRESENTATIVE, Role.PARALEGAL, Role.SYSTEM)


@pytest.fixture
def officer(database: str) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session), Role.OFFICER)


@pytest.fixture
def filing(database: str) -> Filing:
    with db.write() as session:
        return factories.filing(session, email="dolores@example.org")


def find(actor: Actor, search: Search) -> list[FoundCase]:
    with db.write() as session:
        return find_cases(session, actor, search)


def opened(actor: Actor, filing: Filing) -> StaffCase:
    with db.write() as session:
        seen = open_case(session, actor, filing.case.id, OpeningReason.WORK)
    assert isinstance(seen, StaffCase)
    return seen


def protect(filing: Filing) -> None:
    with db.write() as session:
        session.merge(filing.case).protected = True


@pytest.mark.parametrize("role", NOT_STAFF)
def test_nobody_else_may_search_or_open(officer: Actor, filing: Filing, role: Role) -> None:
    actor = replace(officer, role=role)
    with pytest.raises(Forbidden):
        find(actor, Search(receipt_number=filing.case.receipt_number))
    with pytest.raises(Forbidden):
        opened(actor, filing)


def test_by_receipt_number(officer: Actor, filing: Filing) -> None:
    [found] = find(officer, Search(receipt_number=filing.case.receipt_number))
    assert (found.id, found.person) == (str(filing.case.id), "Dolores Reyes-Méndez")


def test_by_a_number(officer: Actor) -> None:
    with db.write() as session:
        person = factories.person(session, a_number="012345678")
        case = factories.case(session)
        factories.party(session, case, person)
    assert [found.id for found in find(officer, Search(a_number="012345678"))] == [str(case.id)]
    assert find(officer, Search(a_number="012345679")) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Reyes-Méndez Dolores", True),
        ("dolores mendez", True),
        ("REYES", True),
        ("rey dol", True),
        ("eyes", False),
        ("Dolores Smith", False),
    ],
)
def test_by_name_and_date_of_birth(officer: Actor, filing: Filing, typed: str, found: bool) -> None:
    assert bool(find(officer, Search(name=typed, birth_date=BORN))) is found
    assert find(officer, Search(name=typed, birth_date=date(1990, 4, 13))) == []


@pytest.mark.parametrize("search", [Search(), Search(name="Reyes"), Search(birth_date=BORN)])
def test_less_than_a_full_key_finds_nothing(officer: Actor, filing: Filing, search: Search) -> None:
    assert find(officer, search) == []


@pytest.mark.parametrize(("role", "sees"), [*zip(STAFF, (False, True, True), strict=True)])
def test_protected_cases_are_for_a_narrower_role(
    officer: Actor, filing: Filing, role: Role, sees: bool
) -> None:
    protect(filing)
    actor = replace(officer, role=role)
    assert bool(find(actor, Search(receipt_number=filing.case.receipt_number))) is sees
    assert bool(find(actor, Search(name="Reyes", birth_date=BORN))) is sees
    if sees:
        assert opened(actor, filing).protected
    else:
        with pytest.raises(NotFound):
            opened(actor, filing)


@pytest.mark.parametrize("role", STAFF)
def test_nobody_opens_their_own_case(officer: Actor, filing: Filing, role: Role) -> None:
    with db.write() as session:
        factories.link(session, filing.account, filing.party)
    with pytest.raises(Forbidden):
        opened(replace(filing.actor, role=role), filing)


def test_opening_is_recorded_and_wakes_the_pages_of_those_linked(
    officer: Actor, filing: Filing
) -> None:
    topic = account_topic(filing.account.id)
    with db.write() as session:
        factories.link(session, filing.account, filing.party)
        before = versions(session, {topic}).get(topic, 0)
    opened(officer, filing)
    with db.read() as session:
        entry = session.exec(select(AuditEntry)).one()
        assert (entry.action, entry.case_id) == ("case.open_by_staff", filing.case.id)
        assert (entry.account_id, entry.role) == (officer.account_id, Role.OFFICER)
        assert entry.details == {"reason": "work"}
        assert versions(session, {topic})[topic] > before


@pytest.mark.parametrize("role", STAFF)
def test_nothing_of_a_case_without_a_reason(officer: Actor, filing: Filing, role: Role) -> None:
    with db.write() as session:
        actor = replace(officer, role=role)
        assert open_case(session, actor, filing.case.id, None) == ReasonNeeded()
    with db.read() as session:
        assert session.exec(select(AuditEntry)).all() == []


def test_a_representative_does_not_open_the_case_of_their_client(filing: Filing) -> None:
    with db.write() as session:
        factories.representation(session, filing.party, account=filing.account)
    with pytest.raises(Forbidden):
        opened(replace(filing.actor, role=Role.OFFICER), filing)


def test_searching_is_recorded_without_what_was_typed(officer: Actor, filing: Filing) -> None:
    find(officer, Search(name="Reyes", birth_date=BORN))
    with db.read() as session:
        entry = session.exec(select(AuditEntry)).one()
    assert entry.details == {"by": "name", "found": 1}


def test_an_opened_case_shows_parties_masked_and_codes_without_their_symbols(
    officer: Actor, filing: Filing
) -> None:
    with db.write() as session:
        person = session.merge(filing.person)
        person.a_number = "012345678"
        representation = factories.representation(session, filing.party)
        factories.code(session, representation, redeemed_at=clock.wall())
        factories.code(session, filing.party, voided_at=clock.wall())
        factories.code(session, filing.party, issued_on=date(2020, 1, 1))
        factories.code(session, filing.party, mailed_at=clock.wall())
        factories.link(session, factories.account(session, email="maria@example.org"), filing.party)
    seen = opened(officer, filing)
    [party] = seen.parties
    assert (party.a_number, party.accounts) == ("•••••5678", "ma•••@example.org")
    assert party.birth_date == "Thursday, April 12, 1990"
    assert sorted(code.state for code in seen.codes) == [
        "Approved",
        "Expired",
        "Mailed",
        "Redeemed",
        "Voided",
    ]
    assert {code.holder for code in seen.codes} == {"party", "representative"}
    [held] = seen.representatives
    assert (held.name, held.state, held.source) == (
        "Ana Attorney",
        "In force",
        "From the agency’s record",
    )
    assert filing.claim.code not in str(seen)


def test_a_code_expires_for_staff_on_the_business_clock(officer: Actor, filing: Filing) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(days=92))
    assert [code.state for code in opened(officer, filing).codes] == ["Expired"]
