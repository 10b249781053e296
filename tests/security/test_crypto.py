"""Sealed values open only where they were sealed; keyed hashes compare across live keys."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app import database as db
from cx_app.models import Person
from cx_app.security.crypto import (
    Keyring,
    UnsealError,
    fingerprint,
    fingerprints,
    hash_keys,
    seal,
    token_hash,
    unseal,
)
from cx_app.security.csrf import csrf_matches, csrf_token
from cx_app.settings import SettingsError
from tests import factories

PLACE = "person.birth_date_sealed.1"
KEY = base64.b64encode(b"k" * 32).decode()


@given(st.text(max_size=500))
def test_what_is_sealed_opens_again_and_is_never_the_same_twice(plain: str) -> None:
    one, two = seal(plain, PLACE), seal(plain, PLACE)
    assert unseal(one, PLACE) == plain
    assert one != two


@pytest.mark.parametrize(
    "elsewhere",
    ["person.birth_date_sealed.2", "person.a_number_sealed.1", "account.birth_date_sealed.1"],
    ids=["another row", "another column", "another table"],
)
def test_a_ciphertext_that_was_moved_does_not_open(elsewhere: str) -> None:
    with pytest.raises(UnsealError):
        unseal(seal("1990-04-12", PLACE), elsewhere)


@given(st.data())
def test_a_flipped_bit_anywhere_does_not_open(data: st.DataObject) -> None:
    key_id, _, encoded = seal("1990-04-12", PLACE).partition(":")
    raw = bytearray(base64.b64decode(encoded))
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(UnsealError):
        unseal(f"{key_id}:{base64.b64encode(raw).decode()}", PLACE)


def test_a_value_cut_short_does_not_open() -> None:
    key_id, _, encoded = seal("1990-04-12", PLACE).partition(":")
    raw = base64.b64decode(encoded)[:-1]
    with pytest.raises(UnsealError):
        unseal(f"{key_id}:{base64.b64encode(raw).decode()}", PLACE)


def test_an_unknown_key_is_named_without_the_value() -> None:
    _, _, encoded = seal("1990-04-12", PLACE).partition(":")
    with pytest.raises(UnsealError, match="no key gone for person"):
        unseal(f"gone:{encoded}", PLACE)


def test_a_key_under_another_key_s_name_does_not_open() -> None:
    with pytest.raises(UnsealError):
        unseal(f"demo2:{seal('1990-04-12', PLACE).partition(':')[2]}", PLACE)


@pytest.mark.parametrize(
    "text",
    ["", "a:", f":{KEY}", "a:c2hvcnQ=", KEY, f"a:{KEY},b:c2hvcnQ="],
)
def test_a_keyring_that_is_malformed_or_short_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        Keyring.parse(text)


def test_the_first_key_is_the_newest() -> None:
    ring = Keyring.parse(f"new:{KEY}, old:{base64.b64encode(b'o' * 32).decode()}")
    assert ring.newest == ("new", b"k" * 32)
    assert ring.by_id["old"] == b"o" * 32


def test_a_fingerprint_depends_on_value_and_purpose() -> None:
    assert fingerprint("A1", "one") == fingerprint("A1", "one")
    assert len({fingerprint("A1", "one"), fingerprint("A1", "two"), fingerprint("A2", "one")}) == 3
    assert fingerprints("A1", "one")[0] == fingerprint("A1", "one")
    assert len(fingerprints("A1", "one")) == len(hash_keys().keys)


def test_a_csrf_token_belongs_to_one_session() -> None:
    assert csrf_matches("session-1", csrf_token("session-1"))
    assert not csrf_matches("session-2", csrf_token("session-1"))
    assert not csrf_matches("session-1", "")


def test_a_token_is_kept_as_its_hash() -> None:
    assert token_hash("token") != token_hash("token2")
    assert "token" not in token_hash("token")


@pytest.mark.usefixtures("database")
def test_columns_open_only_in_their_own_row() -> None:
    with db.write() as session:
        one, two = factories.person(session), factories.person(session)
        two.birth_date_sealed = one.birth_date_sealed
        session.add(two)
    with db.read() as session:
        assert session.get_one(Person, one.id).birth_date == factories.BORN.isoformat()
        moved = session.get_one(Person, two.id)
        with pytest.raises(UnsealError):
            _ = moved.birth_date


def test_a_value_of_none_stays_none() -> None:
    person = Person(
        feed_id="x", given_name="", family_name="", search_name="", updated_at=datetime.now(UTC)
    )
    person.a_number = "012345678"
    person.a_number = None
    assert (person.a_number, person.a_number_sealed) == (None, None)
