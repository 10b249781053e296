"""Rows that are older than a column of hashes get theirs, whatever stops whoever does it."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.addresses import canonical
from cx_app.models import Person
from cx_app.security.crypto import fingerprint
from cx_app.services.keys import fill, rotation
from cx_app.services.keys.renew import SLICE
from tests import factories
from tests.keys import keys
from tests.sql import statements
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
PEOPLE = 2 * SLICE + 20
HOME = fingerprint(canonical(json.dumps(factories.HOME)), "residence")


def people(count: int = PEOPLE) -> None:
    """As an earlier version left them."""
    with db.write() as session:
        for _ in range(count):
            factories.person(session)
        factories.person(session, residence=None)
        session.exec(update(Person).values(residence_hash=None))


def hashes() -> list[str | None]:
    with db.read() as session:
        rows = select(Person.residence_hash).where(col(Person.residence_sealed).is_not(None))
        return list(session.exec(rows))


def test_every_residence_gets_its_hash_and_nothing_is_left() -> None:
    people()
    assert fill.lacking() == PEOPLE
    said: list[int] = []
    assert fill.fill_in(said.append) == PEOPLE
    assert said == sorted(said)
    assert set(hashes()) == {HOME}
    assert (fill.lacking(), fill.fill_in()) == (0, 0)


def test_whoever_goes_on_does_the_rest() -> None:
    people()

    def stop(_filled: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill.fill_in(stop)
    assert fill.lacking() == PEOPLE - SLICE
    assert fill.fill_in() == PEOPLE - SLICE
    assert set(hashes()) == {HOME}


def test_two_at_once_lose_nothing() -> None:
    people()
    together(fill.fill_in, fill.fill_in)
    assert set(hashes()) == {HOME}


def test_what_does_not_open_stays_and_stops_nobody() -> None:
    people(3)
    with db.write() as session:
        broken = session.exec(select(Person).order_by(col(Person.id))).first()
        assert broken is not None
        broken.residence_sealed = "demo:" + "A" * 60
        session.add(broken)
    assert fill.fill_in() == 2
    assert fill.lacking() == 1


def test_a_rotation_brings_hashes_that_are_missing_and_writes_them_in_one_form() -> None:
    with keys("k1", "h1"):
        people(2)
        with db.write() as session:
            factories.person(session, residence=["100 MARKET ST., APT 3", *factories.HOME[1:]])
    with keys("k2 k1", "h2 h1"):
        rotation.begin()
        rotation.carry_on()
        assert set(hashes()) == {
            fingerprint(canonical(json.dumps(factories.HOME)), "residence"),
        }
        assert fill.lacking() == 0


def test_where_nothing_is_missing_no_row_is_read() -> None:
    with db.write() as session:
        factories.person(session)
    with statements() as seen:
        assert fill.lacking() == 0
    assert all(one.startswith(("SELECT count", "BEGIN")) for one in seen)
