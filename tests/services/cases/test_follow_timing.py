"""Following asks the same of the database whether a case is protected or not there at all."""

from __future__ import annotations

import pytest

from cx_app import database as db
from cx_app.services.cases.follow import NotFollowed, follow
from tests import factories
from tests.factories import actor_for
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")


def test_a_protected_case_takes_the_steps_of_one_that_is_not_there() -> None:
    asked = []
    for protected in (True, False):
        with db.write() as session:
            actor = actor_for(factories.account(session))
            number = factories.receipt_number()
            if protected:
                factories.case(session, protected=True, receipt_number=number)
        with statements() as seen, db.write() as session:
            assert follow(session, actor, number) == NotFollowed()
        asked.append(seen)
    assert asked[0] == asked[1]
