"""The desk of codes is not empty in the demonstration: one exception of each kind."""

from __future__ import annotations

import pytest

from cx_app import database as db
from cx_app.domain.identity import Role
from cx_app.services.access_codes.desk import Tab, desk
from demo.seed import seed
from tests import factories
from tests.factories import actor_for

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]


def test_one_exception_of_each_kind_waits() -> None:
    seed()
    with db.write() as session:
        supervisor = actor_for(factories.account(session), Role.SUPERVISOR)
        counts = desk(session, supervisor).counts
    one_each = dict.fromkeys(Tab, 1) | {Tab.LATE: 0, Tab.RETURNED_MAIL: 2, Tab.ALL: 7}
    assert counts == one_each
