from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import SQLModel, col, select

from cx_app import database as portal
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.offices import OfficeKind
from cx_app.domain.prepared import PreparedKind
from cx_app.domain.representation.board import Asked, Tab
from cx_app.gateways import clock
from cx_app.models import (
    AccessCode,
    Account,
    Case,
    CaseEvent,
    CaseLink,
    OutboxMessage,
    Party,
    Person,
    PreparedRequest,
    Representation,
    RoleGrant,
)
from cx_app.models.base import uuid7
from cx_app.services.feed.import_lines import import_lines
from cx_app.services.offices.nearest import nearest
from cx_app.services.offices.times import free_times
from cx_app.services.prepared.submit import Done, submit_prepared
from cx_app.services.representation.board import board
from cx_app.settings import PROJECT
from demo import claims, office, progress_history, stories
from demo.seed import ROLES, seed

pytestmark = pytest.mark.usefixtures("database")


def _rows() -> dict[str, int]:
    """How many rows each table has, but for the record of the imports themselves."""
    journals = {"audit_entry", "audit_pending", "feed_batch"}
    with portal.read() as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in SQLModel.metadata.sorted_tables
            if table.name not in journals
        }


def _codes(receipt: str) -> list[AccessCode]:
    with portal.read() as session:
        return list(
            session.exec(
                select(AccessCode).where(
                    AccessCode.case_id == Case.id, Case.receipt_number == receipt
                )
            )
        )


def _one(query: Any) -> Any:
    with portal.read() as session:
        return session.exec(query).one()


def test_seeding_again_changes_nothing() -> None:
    first = seed()
    rows = _rows()
    assert first.rejected == 0
    told = [*stories.FILINGS, *claims.FILINGS, *progress_history.FILINGS]
    history = sum(stream.cases for stream in progress_history.STREAMS)
    assert rows["case"] == len(told) + stories.BACKGROUND_CASES + history
    again = seed()
    assert (again.applied, again.repeated) == (0, first.applied)
    assert _rows() == rows


def test_offices_have_times_for_people_to_choose_from() -> None:
    seed()
    with portal.read() as session:
        found = nearest(session, "79936", OfficeKind.SUPPORT_CENTER)
        assert found is not None
        assert [one.name for one in found] == ["El Paso East", "Las Cruces"]
        nobody = Actor(uuid7(), Role.APPLICANT)
        for one in found:
            assert free_times(session, nobody, one.office_id, AppointmentKind.BIOMETRICS)


def test_the_next_day_adds_nothing_and_moves_nothing() -> None:
    seed()
    rows = _rows()
    with portal.read() as session:
        tomorrow = clock.business(session) + timedelta(days=1)
    assert import_lines(stories.lines(tomorrow), source="tomorrow").applied == 0
    assert _rows() == rows


def test_codes_are_where_their_stories_say() -> None:
    seed()
    now = clock.wall()
    [amina] = _codes(stories.AMINA_N400)
    assert amina.valid_until > now + timedelta(days=78)
    assert amina.code is not None
    [bao] = _codes(stories.BAO_I765)
    assert bao.valid_until < now
    [chidi] = _codes(stories.CHIDI_I485)
    assert (chidi.party_id, chidi.representation_id is None) == (None, False)
    his = _one(select(Representation).where(Representation.id == chidi.representation_id))
    assert his.representative_name == "Rosa Delgado"
    [farid] = _codes(stories.KARIMI_I130)
    assert _one(select(Party).where(Party.id == farid.party_id)).role == "petitioner"
    [ines] = _codes(stories.INES_I134A)
    assert ines.channel == Channel.EMAIL
    assert _codes(stories.WOLFGANG_I131) == []
    assert len(_codes(stories.ELENA_I360)) == 1
    with portal.read() as session:
        waiting = Counter(
            m.channel
            for m in session.exec(select(OutboxMessage))
            if m.kind == Kind.ACCEPTANCE_NOTICE
        )
    assert waiting == {Channel.LETTER: 5, Channel.EMAIL: 1}


def test_dolores_has_two_linked_cases_with_a_past() -> None:
    seed()
    account = _one(select(Account).where(Account.subject == "dolores"))
    assert (account.email, account.email_verified) == ("dolores@example.org", True)
    with portal.read() as session:
        cases = {
            case.receipt_number: case
            for case in session.exec(
                select(Case).where(CaseLink.case_id == Case.id, CaseLink.account_id == account.id)
            )
        }
        [n400] = [case for receipt, case in cases.items() if receipt == stories.DOLORES_N400]
        events = session.exec(select(CaseEvent).where(CaseEvent.case_id == n400.id)).all()
    assert len(events) > 8
    assert (n400.status_code, n400.closed) == ("FJ", False)
    i90 = cases[stories.DOLORES_I90]
    assert (i90.status_code, i90.closed) == ("LEA", True)


def test_elena_is_protected_and_has_no_email() -> None:
    seed()
    elena = _one(select(Person).where(Person.feed_id == "demo:elena"))
    assert (elena.email, elena.residence is None) == (None, False)
    with portal.read() as session:
        guarded = session.exec(select(Case).where(col(Case.protected))).all()
    assert {case.receipt_number for case in guarded} > {stories.ELENA_I360}


def test_staff_and_the_representative_have_their_roles() -> None:
    seed()
    with portal.read() as session:
        held = session.exec(
            select(Account.subject, RoleGrant.role).where(RoleGrant.account_id == Account.id)
        ).all()
    assert {tuple(each) for each in held} == {
        ("olivia", "officer"),
        ("owen", "officer"),
        ("samira", "supervisor"),
        ("ada", "admin"),
        ("rosa", "representative"),
        ("leo", "representative"),
        ("pilar", "paralegal"),
    }


def test_the_representative_has_clients_and_her_paralegal_prepared_for_two() -> None:
    seed()
    with portal.read() as session:
        rosa = session.exec(select(Account).where(Account.subject == "rosa")).one()
        actor = Actor(rosa.id, Role.REPRESENTATIVE)
        assert board(session, actor, Asked()).counts[Tab.ALL] == len(office.CLIENTS)
        waiting = {one.id: one.kind for one in session.exec(select(PreparedRequest))}
    assert sorted(waiting.values()) == [PreparedKind.CALL, PreparedKind.VISIT]
    seed()
    with portal.read() as session:
        assert set(session.exec(select(PreparedRequest.id))) == set(waiting)
    for prepared_id in waiting:
        with portal.write() as session:
            assert isinstance(submit_prepared(session, actor, prepared_id), Done)


def test_everybody_can_sign_in_at_the_demo_identity_provider() -> None:
    people = json.loads((PROJECT / "demo" / "people.json").read_text())
    known = {person["sub"]: person for person in people}
    for character in stories.CHARACTERS:
        assert known[character.subject]["name"] == character.name
        assert known[character.subject]["email"] == character.email
    assert {sub: known[sub].get("role", known[sub]["kind"]) for sub in ROLES} == ROLES


def test_the_documentation_names_everybody_as_they_are() -> None:
    page = (PROJECT / "docs" / "demo.md").read_text()
    named = {c: row for row in page.splitlines() for c in stories.CHARACTERS if c.name in row}
    for filing in stories.FILINGS:
        owner = named[filing.parties[0][0]]
        assert f"{filing.form} {filing.receipt_number}" in page
        assert filing.receipt_number in owner or filing.receipt_number == stories.INES_I134A
    for character in set(stories.CHARACTERS) - {stories.TOMAS}:
        row = named[character]
        assert f"(`{character.subject}`) | {character.birth_date} |" in row
