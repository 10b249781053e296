"""Requests whose case had become protected before anything marked them are marked."""

from __future__ import annotations

import pytest

from cx_app import database as db
from cx_app import migrate
from tests.services.appointment_requests.asking import asker, asks, stored

pytestmark = pytest.mark.usefixtures("database")


def test_what_was_open_to_everybody_is_masked() -> None:
    one, other = asker(), asker()
    hidden, open_still = asks(one), asks(other)
    with db.write() as session:
        session.merge(one.filing.case).protected = True
    assert not stored(hidden).protected
    migrate.downgrade("0034-1")
    migrate.upgrade()
    assert stored(hidden).protected
    assert not stored(open_still).protected
