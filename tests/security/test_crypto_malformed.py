"""What is documented to be refused by name is refused by name."""

from __future__ import annotations

import base64

import pytest

from cx_app.security.crypto import Keyring, UnsealError, encryption_keys, unseal
from cx_app.settings import SettingsError

KEY = base64.b64encode(b"k" * 32).decode()


@pytest.mark.parametrize("text", [f"a:{KEY},b:short", "a:?", "a:b"])
def test_a_key_that_is_not_base64_is_refused_as_a_setting(text: str) -> None:
    with pytest.raises(SettingsError):
        Keyring.parse(text)


@pytest.mark.parametrize("encoded", ["", "x", "AAAA", "%%%%"])
def test_a_stored_value_that_is_no_ciphertext_does_not_open(encoded: str) -> None:
    key_id, _key = encryption_keys().newest
    with pytest.raises(UnsealError):
        unseal(f"{key_id}:{encoded}", "person.birth_date_sealed.1")
