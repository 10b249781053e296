"""Each line of the activity list says what really happened."""

from __future__ import annotations

import pytest

from cx_app import database as db
from cx_app.services.audit.activity import activity
from cx_app.services.audit.record import record
from tests import factories
from tests.factories import actor_for

pytestmark = pytest.mark.usefixtures("database")
ABOUT_A_CASE = "add a case"


@pytest.mark.parametrize(
    ("action", "outcome"),
    [
        ("session.end", "signed_in_again"),
        ("session.end", "role_revoked"),
        ("session.open", "not_staff"),
        ("access_code.request", "locked"),
    ],
)
def test_only_tries_to_add_a_case_are_called_so(action: str, outcome: str) -> None:
    with db.write() as session:
        actor = actor_for(factories.account(session))
        record(session, actor, action, outcome)
    with db.read() as session:
        lines = activity(session, actor).lines
    assert not [line.what for line in lines if ABOUT_A_CASE in line.what]
