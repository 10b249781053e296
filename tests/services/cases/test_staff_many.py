"""A name is found among many people born on the same day."""

from __future__ import annotations

import pytest

from cx_app import database as db
from cx_app.domain.identity import Role
from cx_app.services.cases.staff import PAGE, Search, find_cases
from tests import factories
from tests.factories import BORN, actor_for, days

pytestmark = pytest.mark.usefixtures("database")


def test_the_one_who_is_looked_for_is_found_behind_a_page_of_others() -> None:
    with db.write() as session:
        officer = actor_for(factories.account(session), Role.OFFICER)
        wanted = factories.filing(session)
        wanted.case.received_on -= days(30)
        for n in range(PAGE):
            other = factories.person(session, given_name=f"Given {n}", family_name="Other")
            factories.party(session, factories.case(session), other)
    with db.write() as session:
        found = find_cases(session, officer, Search(name="Reyes Dolores", birth_date=BORN))
    assert [one.id for one in found] == [str(wanted.case.id)]
