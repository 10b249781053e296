"""Cases of clients among one's own: named, the newest first, a page at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Role
from cx_app.gateways import clock
from cx_app.models import Account
from cx_app.services.cases.overview import my_cases
from tests import factories
from tests.factories import actor_for

pytestmark = pytest.mark.usefixtures("database")


def represented(session: Session, account: Account, name: str, *, days_ago: int) -> str:
    """The case of a new client; its receipt number."""
    case = factories.case(session)
    client = factories.party(session, case, factories.person(session, given_name=name))
    made = factories.representation(session, client, account=account)
    made.since = clock.wall() - timedelta(days=days_ago)
    session.add(made)
    return case.receipt_number


def test_the_newest_clients_come_first_and_the_others_when_asked_for(database: str) -> None:
    with db.write() as session:
        account = factories.account(session)
        oldest, newest, middle = (
            represented(session, account, name, days_ago=days)
            for name, days in (("Amina", 9), ("Bao", 1), ("Clara", 5))
        )
    ana = actor_for(account, Role.REPRESENTATIVE)
    with db.read() as session:
        some, all_of_them = my_cases(session, ana, clients=2), my_cases(session, ana, clients=3)
    assert [card.receipt_number for card in some.cards] == [newest, middle]
    assert [card.client.split()[0] for card in some.cards] == ["Bao", "Clara"]
    assert some.more
    assert [card.receipt_number for card in all_of_them.cards] == [newest, middle, oldest]
    assert not all_of_them.more


def test_a_case_of_two_clients_is_there_once_and_names_who_is_represented(database: str) -> None:
    with db.write() as session:
        account, other = factories.account(session), factories.account(session, email="o@x.org")
        case = factories.case(session, form="I-130")
        amina, bea = (
            factories.party(session, case, factories.person(session, given_name=name), role)
            for name, role in (("Amina", PartyRole.PETITIONER), ("Bea", PartyRole.BENEFICIARY))
        )
        for client in (amina, bea):
            factories.representation(session, client, account=account)
        factories.representation(session, bea, account=other)
    with db.read() as session:
        both = my_cases(session, actor_for(account, Role.REPRESENTATIVE))
        one = my_cases(session, actor_for(other, Role.REPRESENTATIVE))
    assert [[name.split()[0] for name in card.client.split(", ")] for card in both.cards] == [
        ["Amina", "Bea"]
    ]
    assert [card.client.split()[0] for card in one.cards] == ["Bea"]
    assert not both.more
