"""The board shows the actor's own clients, each with what matters, and says how many there are."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from sqlmodel import select

from bench import board as bench
from cx_app import database as db
from cx_app.domain.cases import HOLDS, STATUSES, turn_of
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor
from cx_app.domain.representation.board import SAME_VISIT, Asked, Sort, Tab, asked, since
from cx_app.gateways import clock
from cx_app.models import Account, Appointment, Case, CaseEvent, Party, Person, Representation
from cx_app.models.base import uuid7
from cx_app.services.representation.board import Board, board, open_board, turn_in_sql
from cx_app.services.representation.ending import withdraw
from tests import factories
from tests.services.offices.places import office
from tests.services.representation.people import Client, client, lawyer, paralegal
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")


def represented(actor: Actor, family: str, **facts: object) -> Client:
    one = client(**facts)  # type: ignore[arg-type]
    with db.write() as session:
        account = session.get_one(Account, actor.account_id)
        factories.representation(session, session.get_one(Party, one.party_id), account=account)
        person = session.get_one(Person, one.person_id)
        person.family_name, person.search_name = family, f"{family.lower()} dolores"
        session.add(person)
    return one


def shown(actor: Actor, **facts: object) -> Board:
    with db.read() as session:
        return board(session, actor, Asked(**facts))  # type: ignore[arg-type]


def names(actor: Actor, **facts: object) -> list[str]:
    return [row.client.split(",")[0] for row in shown(actor, **facts).rows]


def opens(actor: Actor) -> None:
    with db.write() as session:
        open_board(session, actor)


def happens(one: Client, code: str = "FBA") -> None:
    with db.write() as session:
        case = session.get_one(Case, one.case_id)
        now = clock.business(session)
        case.status_code, case.status_at = code, now
        session.add(case)
        session.add(
            CaseEvent(feed_id=str(uuid7()), case_id=case.id, code=code, at=now, recorded_at=now)
        )


def test_only_own_clients_are_there_and_a_team_s_for_its_paralegal() -> None:
    rosa, ana = lawyer(), lawyer()
    represented(rosa, "Alba")
    represented(ana, "Bravo")
    helper = paralegal(rosa)
    assert (names(rosa), names(ana), names(helper)) == (["Alba"], ["Bravo"], ["Alba"])
    assert shown(rosa).counts[Tab.ALL] == 1


def test_nobody_else_has_a_board() -> None:
    with db.write() as session:
        applicant = factories.actor_for(factories.account(session))
        for act in (open_board, lambda s, a: board(s, a, Asked())):
            with pytest.raises(Forbidden):
                act(session, applicant)


def test_who_ended_is_gone_and_who_is_protected_by_an_online_form_too() -> None:
    rosa = lawyer()
    represented(rosa, "Alba")
    one = represented(rosa, "Bravo")
    with db.write() as session:
        held = session.exec(
            select(Representation.id).where(Representation.case_id == one.case_id)
        ).one()
        assert withdraw(session, rosa, held) is None
    assert names(rosa) == ["Alba"]


def test_tabs_count_turns_dates_and_news() -> None:
    rosa = lawyer()
    alba, bravo = represented(rosa, "Alba"), represented(rosa, "Bravo")
    represented(rosa, "Cruz")
    opens(rosa)
    with db.write() as session:
        clock.advance(session, timedelta(days=1))
    happens(alba)
    place = office()
    with db.write() as session:
        session.add(
            Appointment(
                feed_id=str(uuid7()),
                case_id=bravo.case_id,
                party_id=bravo.party_id,
                office_id=place,
                kind="biometrics",
                starts_at=clock.business(session) + timedelta(days=4),
                state="scheduled",
                updated_at=clock.business(session),
            )
        )
    opens(rosa)
    seen = shown(rosa)
    assert seen.counts == {Tab.ALL: 3, Tab.YOU: 1, Tab.COMING: 1, Tab.CHANGED: 1}
    assert names(rosa, tab=Tab.YOU) == names(rosa, tab=Tab.CHANGED) == ["Alba"]
    assert names(rosa, tab=Tab.COMING) == ["Bravo"]
    [row] = shown(rosa, tab=Tab.COMING).rows
    assert row.next_name.startswith("Biometrics")
    assert "Mountain" in row.next
    assert names(rosa, sort=Sort.NEXT)[0] == "Bravo"
    assert names(rosa, sort=Sort.STATUS)[0] == "Alba"


def test_search_finds_by_any_name_and_by_the_whole_receipt_number() -> None:
    rosa = lawyer()
    alba = represented(rosa, "Alba")
    represented(rosa, "Bravo")
    assert names(rosa, search="alb") == ["Alba"]
    assert names(rosa, search="dolores") == ["Alba", "Bravo"]
    assert names(rosa, search="dolores bra") == ["Bravo"]
    assert names(rosa, search=alba.receipt.lower()) == ["Alba"]
    assert names(rosa, search=alba.receipt[:9]) == []
    assert names(rosa, search="%") == names(rosa, search="_") == []
    assert names(rosa, form="N-999") == []


def test_whose_turn_is_the_same_in_the_database_and_in_the_rules() -> None:
    with db.write() as session:
        for code, hold in product([*STATUSES, "", "ZZZ"], ["", "unknown", *HOLDS]):
            factories.case(session, status_code=code, hold_reason=hold)
    with db.read() as session:
        for case, turn in session.exec(select(Case, turn_in_sql())):
            assert turn == turn_of(case.status_code, case.hold_reason), case.status_code


def test_many_are_shown_a_page_at_a_time_with_few_statements() -> None:
    actor = bench.fill(120)
    seen = []
    for page in (1, 2, 3, 99):
        with statements() as asked_of_it:
            found = shown(actor, page=page)
        seen += [row.receipt for row in found.rows] if page < 4 else []
        assert found.pages == 3
        assert sum("SELECT" in one.upper() for one in asked_of_it) <= 8
    assert len(seen) == len(set(seen)) == 120
    assert found.page == 3
    assert found.counts[Tab.CHANGED] == 12


def test_what_a_client_sends_is_read_or_falls_back() -> None:
    assert asked("nonsense", "x", " a ", "N-400", -3) == Asked(search="a", form="N-400")


def test_who_comes_back_within_the_half_hour_is_on_the_same_visit() -> None:
    now = factories.utc(2026, 3, 2, 15)
    before = now - timedelta(days=3)
    assert since(None, None, now) == now
    opened = now - SAME_VISIT
    assert since(opened, before, now) == opened
    assert since(opened + timedelta(seconds=1), before, now) == before
