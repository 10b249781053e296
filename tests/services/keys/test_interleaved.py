"""Whatever order writes, slices, new keys and removed keys come in, no value is lost."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, delete, select

from cx_app import database as db
from cx_app.models import KeyPass, KeyUse, Person
from cx_app.security.crypto import fingerprint, fingerprints
from cx_app.services.keys import passes, rotation
from cx_app.services.keys.columns import renewables
from cx_app.services.keys.renew import Renewed, find, renew, store
from tests import factories
from tests.keys import keys, removable

DAYS = st.dates(min_value=factories.date(1930, 1, 1), max_value=factories.date(2020, 1, 1))
NUMBERS = st.none() | st.integers(0, 10**9 - 1).map(lambda n: f"{n:09}")


class Rotation(RuleBasedStateMachine):
    """People change while keys do. `live` are the keys in settings, newest first."""

    def __init__(self) -> None:
        super().__init__()
        with db.write() as session:
            for table in (Person, KeyPass, KeyUse):
                session.exec(delete(table))
        self.people: dict[UUID, tuple[str, str | None]] = {}
        self.read: list[Renewed] = []
        self.made = 0
        self.live: list[int] = []
        self.process = ExitStack()
        self.put_a_key_in_front()
        for number in range(2):
            self.somebody_comes(factories.BORN, f"{number:09}")
        self.put_a_key_in_front()

    def teardown(self) -> None:
        self.process.close()

    def restart(self, live: list[int]) -> None:
        self.live = live
        self.process.close()
        names = (" ".join(f"{ring}{n}" for n in live) for ring in "kh")
        self.process.enter_context(keys(*names))

    @precondition(lambda self: len(self.live) < 4)
    @rule()
    def put_a_key_in_front(self) -> None:
        self.made += 1
        self.restart([self.made, *self.live])

    @precondition(lambda self: len(self.people) < 4)
    @rule(born=DAYS, a_number=NUMBERS)
    def somebody_comes(self, born: Any, a_number: str | None) -> None:
        with db.write() as session:
            made = factories.person(session, born=born, a_number=a_number)
        self.people[made.id] = (born.isoformat(), a_number)

    @precondition(lambda self: self.people)
    @rule(data=st.data(), born=DAYS, a_number=NUMBERS, by_an_old_process=st.booleans())
    def somebody_changes(
        self, data: Any, born: Any, a_number: str | None, by_an_old_process: bool
    ) -> None:
        who = data.draw(st.sampled_from(sorted(self.people)))
        live, fresh = self.live, [*self.live[1:], self.live[0]]
        if by_an_old_process:
            self.restart(fresh)
        with db.write() as session:
            person = session.get_one(Person, who)
            person.birth_date = born.isoformat()
            person.birth_date_hash = fingerprint(born.isoformat(), "birth_date")
            person.a_number = a_number
            person.a_number_hash = a_number and fingerprint(a_number, "a_number")
            session.add(person)
        self.people[who] = (born.isoformat(), a_number)
        if by_an_old_process:
            self.restart(live)

    @precondition(lambda self: len(self.people) > 1)
    @rule(data=st.data())
    def somebody_goes(self, data: Any) -> None:
        who = data.draw(st.sampled_from(sorted(self.people)))
        with db.write() as session:
            session.delete(session.get_one(Person, who))
        del self.people[who]

    @precondition(lambda self: not self.read)
    @rule()
    def a_slice_is_read(self) -> None:
        kept = renewables()["person"]
        with db.read() as session:
            rows = find(session, kept, "").rows
        self.read.append(renew(kept, rows))

    @precondition(lambda self: self.read)
    @rule()
    def a_slice_is_stored(self) -> None:
        with db.write() as session:
            store(session, renewables()["person"], self.read.pop(0))

    @rule(again=st.booleans())
    def a_rotation_goes_on(self, again: bool) -> None:
        with db.write() as session:
            passes.begin(session, again=again)
        passes.next_slice()

    @rule()
    def all_is_moved_and_old_keys_go(self) -> None:
        """As the runbook says: every process has the new key, so none has old slices in hand."""
        self.read.clear()
        rotation.begin()
        rotation.carry_on()
        rotation.begin()
        rotation.carry_on()
        old = {f"{ring}{n}" for n in self.live[1:] for ring in "kh"}
        assert removable() == old
        self.restart(self.live[:1])

    @invariant()
    def everything_opens_and_is_found(self) -> None:
        with db.read() as session:
            people = session.exec(select(Person)).all()
            assert {one.id: (one.birth_date, one.a_number) for one in people} == self.people
            for born, a_number in self.people.values():
                assert self.found(session, Person.birth_date_hash, born, "birth_date") >= 1
                if a_number:
                    assert self.found(session, Person.a_number_hash, a_number, "a_number") >= 1

    @staticmethod
    def found(session: Any, column: Any, value: str, purpose: str) -> int:
        hashes = fingerprints(value, purpose)
        return len(session.exec(select(Person.id).where(col(column).in_(hashes))).all())


@pytest.mark.usefixtures("database")
def test_no_interleaving_loses_anything(soak: bool) -> None:
    examples, steps = (150, 60) if soak else (12, 20)
    run_state_machine_as_test(
        Rotation,
        settings=hypothesis_settings(max_examples=examples, stateful_step_count=steps),
    )
