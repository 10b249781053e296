"""Encrypted values and keyed hashes.

A sealed value is `key id : base64(nonce + AES-256-GCM ciphertext)`, bound to its table, column and
row, so that a ciphertext moved elsewhere does not open. Equality search goes through `fingerprint`,
an HMAC whose key id is stored with it; `fingerprints` gives one per live key, newest first.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cx_app.settings import SettingsError, settings

NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32


class UnsealError(RuntimeError):
    """A stored value does not open: it was altered, moved, or its key is gone."""


@dataclass(frozen=True)
class Keyring:
    """Named 32-byte keys, newest first."""

    keys: tuple[tuple[str, bytes], ...]

    @classmethod
    def parse(cls, text: str) -> Keyring:
        """From `id:base64,id:base64`. Raises `SettingsError` when one is malformed or short."""
        keys = []
        for part in filter(None, (piece.strip() for piece in text.split(","))):
            name, _, encoded = part.partition(":")
            key = _decoded(encoded)
            if not name or len(key) != KEY_BYTES:
                raise SettingsError(f"key {name or '?'} is not {KEY_BYTES} base64 bytes")
            keys.append((name, key))
        if not keys:
            raise SettingsError("no key given")
        return cls(tuple(keys))

    @cached_property
    def by_id(self) -> dict[str, bytes]:
        return dict(self.keys)

    @property
    def newest(self) -> tuple[str, bytes]:
        return self.keys[0]


@lru_cache(maxsize=4)
def _encryption(text: str) -> Keyring:
    return Keyring.parse(text)


def encryption_keys() -> Keyring:
    return _encryption(settings.encryption_keyring)


def hash_keys() -> Keyring:
    return _encryption(settings.hash_keyring)


def feed_keys() -> Keyring:
    """Shared with the agency's systems; see `security.signing`."""
    return _encryption(settings.feed_keyring)


def seal(plain: str, place: str) -> str:
    """Encrypt for one place (`table.column.row id`)."""
    key_id, key = encryption_keys().newest
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, plain.encode(), f"{key_id}|{place}".encode())
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, place: str) -> str:
    """Raises `UnsealError` when the value was altered, moved or its key is unknown."""
    key_id, _, encoded = sealed.partition(":")
    key = encryption_keys().by_id.get(key_id)
    if key is None:
        raise UnsealError(f"no key {key_id} for {place.split('.')[0]}")
    raw = _decoded(encoded)
    try:
        plain = AESGCM(key).decrypt(
            raw[:NONCE_BYTES], raw[NONCE_BYTES:], f"{key_id}|{place}".encode()
        )
    except (InvalidTag, ValueError) as error:
        raise UnsealError(f"a value of {place.split('.')[0]} does not open") from error
    return plain.decode()


def _decoded(text: str) -> bytes:
    """The bytes of a base64 text; none when it isn't one."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def fingerprints(value: str, purpose: str) -> list[str]:
    """`key id:hex` for every live hash key, newest first; store the first, look up all."""
    return [
        f"{key_id}:{hmac.new(key, f'{purpose}|{value}'.encode(), hashlib.sha256).hexdigest()}"
        for key_id, key in hash_keys().keys
    ]


def fingerprint(value: str, purpose: str) -> str:
    """The fingerprint under the newest key, for storing."""
    return fingerprints(value, purpose)[0]


def token_hash(token: str) -> str:
    """For secrets with 128 bits or more, where no key is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
