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
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cx_app.settings import SettingsError, settings

NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32
KEY_ID: Final = re.compile(r"[A-Za-z0-9-]{1,15}")
"""Short enough for `key id:64 hex digits` in the columns of hashes."""


class UnsealError(RuntimeError):
    """A stored value does not open: it was altered, moved, or its key is gone."""


@dataclass(frozen=True)
class Keyring:
    """Named 32-byte keys, newest first."""

    keys: tuple[tuple[str, bytes], ...]

    @classmethod
    def parse(cls, text: str) -> Keyring:
        """From `id:base64,id:base64`. Raises `SettingsError` when one is malformed or short."""
        keys: list[tuple[str, bytes]] = []
        for part in filter(None, (piece.strip() for piece in text.split(","))):
            name, colon, encoded = part.partition(":")
            key = _decoded(encoded)
            if not colon or not KEY_ID.fullmatch(name):
                raise SettingsError("a key has no name of 1 to 15 letters, digits and dashes")
            if len(key) != KEY_BYTES:
                raise SettingsError(f"key {name} is not {KEY_BYTES} base64 bytes")
            if name in dict(keys):
                raise SettingsError(f"two keys are named {name}")
            keys.append((name, key))
        if not keys:
            raise SettingsError("no key given")
        return cls(tuple(keys))

    @cached_property
    def by_id(self) -> dict[str, bytes]:
        return dict(self.keys)

    @cached_property
    def ciphers(self) -> dict[str, AESGCM]:
        """Made once: a third of the time of sealing went into this."""
        return {key_id: AESGCM(key) for key_id, key in self.keys}

    @property
    def newest(self) -> tuple[str, bytes]:
        return self.keys[0]


@lru_cache(maxsize=8)
def keyring(text: str, setting: str) -> Keyring:
    """Raises `SettingsError`, naming the setting and never a value."""
    try:
        return Keyring.parse(text)
    except SettingsError as error:
        raise SettingsError(f"{setting}: {error}; see docs/operations.md, 'Keys'.") from None


def encryption_keys() -> Keyring:
    return keyring(settings.encryption_keyring, "CX_ENCRYPTION_KEYS")


def hash_keys() -> Keyring:
    return keyring(settings.hash_keyring, "CX_HASH_KEYS")


def feed_keys() -> Keyring:
    """Shared with the agency's systems; see `security.signing`."""
    return keyring(settings.feed_keyring, "CX_FEED_KEYS")


def seal(plain: str, place: str) -> str:
    """Encrypt for one place (`table.column.row id`)."""
    keys = encryption_keys()
    key_id, _key = keys.newest
    nonce = os.urandom(NONCE_BYTES)
    sealed = keys.ciphers[key_id].encrypt(nonce, plain.encode(), f"{key_id}|{place}".encode())
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, place: str) -> str:
    """Raises `UnsealError` when the value was altered, moved or its key is unknown."""
    key_id, _, encoded = sealed.partition(":")
    cipher = encryption_keys().ciphers.get(key_id)
    if cipher is None:
        raise UnsealError(f"no key {key_id} for {place.split('.')[0]}")
    raw = _decoded(encoded)
    try:
        plain = cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], f"{key_id}|{place}".encode())
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
    return [_digest(key_id, key, value, purpose) for key_id, key in hash_keys().keys]


def fingerprint(value: str, purpose: str) -> str:
    """The fingerprint under the newest key, for storing."""
    return _digest(*hash_keys().newest, value, purpose)


def _digest(key_id: str, key: bytes, value: str, purpose: str) -> str:
    return f"{key_id}:{hmac.new(key, f'{purpose}|{value}'.encode(), hashlib.sha256).hexdigest()}"


def token_hash(token: str) -> str:
    """For secrets with 128 bits or more, where no key is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
