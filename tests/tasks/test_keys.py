"""After a key was added, everything moves by itself, a little at a time."""

from __future__ import annotations

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.models import AuditEntry, KeyPass, KeyUse, Person
from tasks.app import app
from tasks.keys import rotate
from tests import factories
from tests.keys import keys
from tests.sql import statements
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def people() -> list[Person]:
    with keys("k1", "h1"), db.write() as session:
        return [factories.person(session) for _ in range(150)]


def until_all_is_done() -> int:
    total = 0
    while True:
        total += rotate()
        with db.read() as session:
            walks = session.exec(select(KeyPass)).all()
        if walks and all(one.finished_at for one in walks):
            return total


def test_it_moves_everything_says_so_and_frees_the_old_keys(people: list[Person]) -> None:
    with keys("k2 k1", "h2 h1"):
        assert until_all_is_done() == len(people)
        rotate()
        with db.read() as session:
            assert all(
                (p.birth_date_sealed or "")[:3] == "k2:" for p in session.exec(select(Person))
            )
            entries = session.exec(select(AuditEntry).order_by(AuditEntry.recorded_at)).all()
            ended = {one.key_id for one in session.exec(select(KeyUse)) if one.ended_at}
        assert [(one.action, one.outcome) for one in entries] == [
            ("keys.rotate", "begun"),
            ("keys.rotate", "done"),
        ]
        assert entries[1].details == {
            "encryption": "k2",
            "hash": "h2",
            "moved": len(people),
            "broken": 0,
        }
        assert ended == {"k1", "h1"}
    with keys("k2", "h2"):
        assert rotate() == 0


def test_twice_at_once_is_harmless(people: list[Person]) -> None:
    with keys("k2 k1", "h2 h1"):
        assert sum(together(until_all_is_done, until_all_is_done)) == len(people)
        with db.read() as session:
            told = [one.outcome for one in session.exec(select(AuditEntry))]
        assert sorted(told) == ["begun", "done"]


def test_with_one_key_each_nothing_is_asked() -> None:
    with keys("k1", "h1"), statements() as seen:
        assert rotate() == 0
    assert not [one for one in seen if "key_pass" in one]


def test_when_all_is_done_little_is_asked(people: list[Person]) -> None:
    with keys("k2 k1", "h2 h1"):
        until_all_is_done()
        rotate()
        with statements() as seen:
            assert rotate() == 0
    tables = {one.split("FROM ")[1].split()[0] for one in seen if "FROM" in one}
    assert tables == {"key_pass", "key_use"}
    assert len(seen) <= 12


def test_the_beat_calls_it_and_does_not_gather_it() -> None:
    entry = app.conf.beat_schedule["rotate-keys"]
    assert entry["task"] == rotate.name
    assert entry["options"]["expires"] == entry["schedule"]
