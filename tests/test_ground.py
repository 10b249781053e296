"""The ground the other tests stand on."""

from __future__ import annotations

import socket

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.models import Account, PolicySetting
from tests import factories


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("round_", [1, 2])
def test_each_test_starts_empty_and_seeded(round_: int) -> None:
    with db.write() as session:
        assert session.exec(select(Account)).first() is None
        assert session.exec(select(PolicySetting)).first() is not None
        factories.account(session)


def test_the_database_is_the_one_asked_for(database: str) -> None:
    assert db.engines().writer.dialect.name == database


def test_nothing_leaves_the_machine() -> None:
    with socket.socket() as outside, pytest.raises(AssertionError, match="tried to reach"):
        outside.connect(("192.0.2.1", 9))
