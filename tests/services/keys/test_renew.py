"""Stored values move to the newest key, whatever happens meanwhile, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from cx_app import database as db
from cx_app.models import AuditEntry, KeyPass, Person
from cx_app.security.crypto import UnsealError, fingerprint
from cx_app.services.keys import passes, rotation
from cx_app.services.keys.columns import renewables
from cx_app.services.keys.renew import find, renew, store
from cx_app.services.keys.rotation import NotInFront
from cx_app.settings import PROJECT
from tests import factories
from tests.keys import keys, removable, ring, walk_to_the_end
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
OLD, NEW = ("k1", "h1"), ("k2 k1", "h2 h1")
PEOPLE = 250


@pytest.fixture
def people() -> list[Person]:
    """More than two slices of them, all under the old keys."""
    with keys(*OLD), db.write() as session:
        return [
            factories.person(session, a_number=f"{n:09}", email="a@example.org")
            for n in range(PEOPLE)
        ]


def rows() -> list[Person]:
    with db.read() as session:
        return list(session.exec(select(Person).order_by(col(Person.id))))


def under_newest(person: Person) -> bool:
    sealed = (person.birth_date_sealed, person.a_number_sealed, person.residence_sealed)
    hashes = (person.birth_date_hash, person.a_number_hash)
    return all((one or "").startswith("k2:") for one in (*sealed, person.email_sealed)) and all(
        (one or "").startswith("h2:") for one in hashes
    )


def test_everything_moves_and_reads_the_same(people: list[Person]) -> None:
    with keys(*NEW):
        assert rotation.begin() == PEOPLE
        tally = rotation.carry_on()
        assert (tally.looked, tally.moved, tally.busy, tally.broken) == (PEOPLE, PEOPLE, 0, 0)
        for before, after in zip(people, rows(), strict=True):
            assert under_newest(after)
            assert after.birth_date == factories.BORN.isoformat()
            assert after.a_number_hash == fingerprint(after.a_number or "", "a_number")
            assert after.residence == before.residence
        assert removable() == {"k1", "h1"}
    with keys("k2", "h2"):
        assert rows()[0].birth_date == factories.BORN.isoformat()


def test_a_second_run_looks_at_all_and_changes_nothing(people: list[Person]) -> None:
    with keys(*NEW):
        rotation.begin()
        rotation.carry_on()
        before = [person.model_dump() for person in rows()]
        assert rotation.begin() == PEOPLE
        assert rotation.carry_on().moved == 0
        assert [person.model_dump() for person in rows()] == before


def test_whoever_writes_between_reading_and_storing_wins(people: list[Person]) -> None:
    kept = renewables()["person"]
    with keys(*NEW):
        with db.read() as session:
            outdated = find(session, kept, "")
        renewed = renew(kept, outdated.rows)
        with db.write() as session:
            changed = session.get_one(Person, outdated.rows[0]["id"])
            changed.birth_date = "2001-02-03"
            changed.birth_date_hash = fingerprint("2001-02-03", "birth_date")
            session.add(changed)
        with db.write() as session:
            assert store(session, kept, renewed) == len(outdated.rows) - 1
        with db.read() as session:
            assert session.get_one(Person, changed.id).birth_date == "2001-02-03"


def test_a_row_that_was_passed_over_is_found_by_another_walk(people: list[Person]) -> None:
    with keys(*NEW):
        rotation.begin()
        passes.next_slice()
        with db.write() as session:
            session.exec(update(KeyPass).values(busy=1))
            session.exec(
                update(Person)
                .where(col(Person.id) == people[0].id)
                .values(birth_date_sealed=people[0].birth_date_sealed)
            )
        walk_to_the_end()
        assert all(under_newest(person) for person in rows())


def test_a_slice_of_an_earlier_walk_does_not_shorten_a_new_one(people: list[Person]) -> None:
    with keys(*NEW):
        rotation.begin()
        walk_to_the_end()
        with db.read() as session:
            old = session.get_one(KeyPass, "person")
        rotation.begin()
        with db.write() as session:
            passes._note(session, old, str(people[-1].id), 0, 0, 0)
        assert sum(part.looked for part in walk_to_the_end()) == PEOPLE


def test_two_at_once_move_everything_once(people: list[Person]) -> None:
    with keys(*NEW):
        rotation.begin()
        parts = together(walk_to_the_end, walk_to_the_end)
        assert sum(part.moved for own in parts for part in own) == PEOPLE
        assert all(under_newest(person) for person in rows())


def test_what_is_stopped_goes_on_where_it_was(people: list[Person]) -> None:
    def stop(tally: rotation.Tally) -> None:
        if tally.moved:
            raise KeyboardInterrupt

    with keys(*NEW):
        rotation.begin()
        with pytest.raises(KeyboardInterrupt):
            rotation.carry_on(stop)
        moved = sum(under_newest(person) for person in rows())
        assert 0 < moved < PEOPLE
        assert rotation.begin() == PEOPLE - moved
        assert rotation.carry_on().moved == PEOPLE - moved
        with db.read() as session:
            entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.recorded_at)))
            told = [(entry.outcome, entry.details.get("moved")) for entry in entries]
        expected = [("begun", None), ("stopped", moved), ("begun", None), ("done", PEOPLE - moved)]
        assert told == expected


SLOWLY = """
from cx_app.services.keys import passes, rotation
rotation.begin()
while part := passes.next_slice():
    print(part.moved, flush=True)
    if part.moved:
        input()
"""


def test_what_is_killed_loses_nothing(people: list[Person]) -> None:
    """kill -9 of a process of its own, which has just moved its first rows."""
    with keys(*NEW):
        process = subprocess.Popen(
            [sys.executable, "-c", SLOWLY],
            env={
                **os.environ,
                "DATABASE_URL": db.engines().writer.url.render_as_string(hide_password=False),
                "CX_ENCRYPTION_KEYS": ring(NEW[0]),
                "CX_HASH_KEYS": ring(NEW[1]),
            },
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with process:
            assert process.stdout
            while process.stdout.readline() == "0\n":
                pass
            process.kill()
        moved = sum(under_newest(person) for person in rows())
        assert 0 < moved < PEOPLE
        assert rotation.begin() == PEOPLE - moved
        assert rotation.carry_on().moved == PEOPLE - moved
        assert all(under_newest(person) for person in rows())


@pytest.mark.parametrize("spoil", ["altered", "moved"])
def test_a_value_that_does_not_open_stays_and_stops_nothing(
    people: list[Person], spoil: str
) -> None:
    with keys(*NEW):
        with db.write() as session:
            one = session.get_one(Person, people[0].id)
            stored = people[1].birth_date_sealed if spoil == "moved" else "k1:AAAA"
            one.birth_date_sealed = stored
            session.add(one)
        rotation.begin()
        tally = rotation.carry_on()
        assert (tally.moved, tally.broken) == (PEOPLE - 1, 1)
        assert rows()[0].birth_date_sealed == stored
        assert removable() == set()
        with pytest.raises(UnsealError):
            _ = rows()[0].birth_date


def test_only_the_newest_keys_of_all_processes_move_anything(people: list[Person]) -> None:
    with keys(*NEW):
        pass
    with keys("k1 k2", "h1 h2"):
        with pytest.raises(NotInFront):
            rotation.begin()
        assert rotation.move_along(0.1) == 0
        with db.read() as session:
            assert session.exec(select(KeyPass)).all() == []


@pytest.mark.parametrize("act", [rotation.begin, lambda: None], ids=["asked again", "by itself"])
def test_a_third_key_begins_anew_in_the_middle(
    people: list[Person], act: Callable[[], object]
) -> None:
    with keys(*NEW):
        rotation.begin()
        passes.next_slice()
    with keys("k3 k2 k1", "h2 h1"):
        act()
        with db.write() as session:
            passes.begin(session)
        walk_to_the_end()
        assert {(p.birth_date_sealed or "")[:3] for p in rows()} == {"k3:"}
        assert removable() == {"k2", "k1", "h1"}


def holding(session: Session, person: Person) -> None:
    session.exec(select(Person).where(Person.id == person.id).with_for_update()).one()


def test_nobody_is_waited_for(postgres_url: str, people: list[Person]) -> None:
    """A row that somebody holds is passed over at once; the walk comes back for it."""
    kept = renewables()["person"]
    with keys(*NEW):
        with db.read() as session:
            renewed = renew(kept, find(session, kept, "").rows)
        with db.write() as other:
            if db.engines().writer.dialect.name == "postgresql":
                holding(other, people[0])
                with db.write() as session:
                    assert store(session, kept, renewed) == len(renewed.changes) - 1
        rotation.begin()
        walk_to_the_end()
        assert all(under_newest(person) for person in rows())
