"""A key that rows may need cannot leave the settings unnoticed."""

from __future__ import annotations

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.models import AuditEntry, KeyUse
from cx_app.services.keys import rotation, use
from cx_app.services.keys.columns import ENCRYPTION
from cx_app.services.keys.start import ready
from cx_app.services.keys.status import Standing
from cx_app.settings import SettingsError
from tests import factories
from tests.keys import key, keys, ring, state
from tests.sql import statements
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def person() -> factories.Person:
    with keys("k1", "h1"), db.write() as session:
        return factories.person(session)


def test_a_key_is_noted_without_its_value(person: factories.Person) -> None:
    with db.read() as session:
        noted = session.exec(select(KeyUse)).all()
    assert {(one.ring, one.key_id) for one in noted} == {("encryption", "k1"), ("hash", "h1")}
    assert not any(key(name) in str(one) for one in noted for name in ("k1", "h1"))


def test_a_key_that_is_needed_is_missed_at_the_next_start(person: factories.Person) -> None:
    with (
        pytest.raises(SettingsError, match="CX_ENCRYPTION_KEYS no longer names the key k1"),
        keys("k2", "h1"),
    ):
        pass
    with (
        pytest.raises(SettingsError, match="CX_HASH_KEYS no longer names the key h1"),
        keys("k2 k1", "h2"),
    ):
        pass


def test_a_key_may_go_once_everything_has_moved_and_somebody_has_looked(
    person: factories.Person,
) -> None:
    with keys("k2 k1", "h1"):
        rotation.begin()
        rotation.carry_on()
        assert state(ENCRYPTION, "k1").standing is Standing.FREE
    with keys("k2", "h1"), db.read() as session:
        assert session.get_one(factories.Person, person.id).birth_date == "1990-04-12"


def test_a_key_that_turns_out_to_be_needed_may_not_go_after_all(person: factories.Person) -> None:
    with keys("k2 k1", "h1"):
        rotation.begin()
        rotation.carry_on()
        state(ENCRYPTION, "k1")
        with keys("k1 k2", "h1"), db.write() as session:
            factories.person(session)  # a process that nobody has restarted
        assert state(ENCRYPTION, "k1").standing is Standing.NEEDED
    with pytest.raises(SettingsError), keys("k2", "h1"):
        pass


def test_a_key_that_is_not_used_yet_may_go_again(person: factories.Person) -> None:
    with keys("k1 k2", "h1"):
        assert state(ENCRYPTION, "k2").standing is Standing.FREE
    with keys("k1", "h1"), keys("k2 k1", "h1"):
        assert state(ENCRYPTION, "k2").standing is Standing.NEWEST
    with pytest.raises(SettingsError), keys("k1", "h1"):
        pass


def test_another_key_under_the_same_name_is_noticed(person: factories.Person) -> None:
    from cx_app.settings import settings

    with keys("k1", "h1"):
        settings.__dict__["encryption_keyring"] = f"k1:{key('another')}"
        with pytest.raises(SettingsError, match="k1 of CX_ENCRYPTION_KEYS is not the one"):
            ready()


def test_a_key_that_is_lost_can_be_given_up(person: factories.Person) -> None:
    with keys("k2 k1", "h1"):
        pass
    with keys("k2 k1", "h1"), db.write() as session:
        assert not use.forget(session, "k1")
        assert not use.forget(session, "k9")
    from cx_app.settings import settings

    with keys("k2 k1", "h1"):
        settings.__dict__["encryption_keyring"] = ring("k2")
        with db.write() as session:
            assert use.forget(session, "k1")
        ready()
        assert state(ENCRYPTION, "k1").standing is Standing.MISSING
        ready()
    with db.read() as session:
        [entry] = session.exec(select(AuditEntry))
        assert (entry.action, entry.details) == ("keys.forget", {"encryption": "k1"})


def test_processes_that_start_together_agree(person: factories.Person) -> None:
    with keys("k2 k1", "h2 h1"):
        together(*[ready] * 4)
        with db.read() as session:
            front = {one.key_id for one in session.exec(select(KeyUse)) if one.newest_since}
            assert len(session.exec(select(KeyUse)).all()) == 4
            assert use.we_lead(session)
        assert front == {"k1", "k2", "h1", "h2"}


def test_a_start_reads_one_small_table_however_many_rows_there_are(
    person: factories.Person,
) -> None:
    with keys("k1", "h1"), statements() as seen:
        ready()
    asked = [one for one in seen if "FROM" in one]
    assert asked
    assert all("FROM key_use" in one for one in asked)
