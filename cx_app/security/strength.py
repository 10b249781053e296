"""Refuses secrets that somebody could guess: keys that are not random, passwords that everybody
knows, names and values from examples. The demonstration makes its own and is not asked."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from urllib.parse import unquote, urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from cx_app.security.crypto import keyring
from cx_app.settings import Settings, SettingsError, secret_files

DISTINCT: Final = 16
"""Of 32 random bytes 30 differ; once in 10^10 fewer than 16 do."""
WORDS: Final = (
    *("", "admin", "changeme", "change-me", "cx", "cx-portal", "default", "demo", "dev", "example"),
    *("guest", "key", "letmein", "pass", "passw0rd", "password", "portal", "postgres", "qwerty"),
    *("rabbitmq", "redis", "root", "secret", "secretkey", "sendgrid", "test", "user"),
    *("123456", "12345678", "0123456789"),
)
DERIVED: Final = frozenset(hashlib.sha256(word.encode()).digest() for word in WORDS)
"""A key made by hashing a word is the word."""
RSA_BITS: Final = 2048
API_KEY_LENGTH: Final = 20
MAKE_ONE: Final = "make another with `cx keys new`"


def weakness(key: bytes) -> str:
    """Why these 32 bytes are no random key; empty when nothing speaks against it."""
    steps = {(b - a) % 256 for a, b in pairwise(key)}
    if len(steps) <= 1:
        return "it repeats or counts"
    if any(key == (key[:n] * len(key))[: len(key)] for n in range(1, len(key) // 2 + 1)):
        return "it repeats"
    if _is_text(key):
        return "it is text"
    if len(set(key)) < DISTINCT:
        return "too few of its bytes differ"
    return "it is made from a well-known word" if key in DERIVED else ""


def _is_text(key: bytes) -> bool:
    """32 random bytes are UTF-8 once in 10^8."""
    try:
        key.decode()
    except UnicodeDecodeError:
        return False
    return True


def check_secrets(settings: Settings) -> list[str]:
    """Raises `SettingsError`, saying which setting and what to do, and never a value. Returns what
    is worth a warning."""
    warnings = list(_check_files())
    if not settings.demo:
        _check_keys(settings)
        _check_passwords(settings)
        _check_signing_key(settings)
    return warnings


def _check_keys(settings: Settings) -> None:
    rings = {
        "CX_ENCRYPTION_KEYS": settings.encryption_keyring,
        "CX_HASH_KEYS": settings.hash_keyring,
    }
    if settings.feed_keys.get_secret_value():
        rings["CX_FEED_KEYS"] = settings.feed_keyring
    seen: dict[bytes, str] = {}
    for setting, text in rings.items():
        for key_id, key in keyring(text, setting).keys:
            where = f"the key {key_id} of {setting}"
            if key_id.lower().startswith("demo"):
                raise SettingsError(f"{where} is named like one of a demonstration; {MAKE_ONE}.")
            if reason := weakness(key):
                raise SettingsError(f"{where} is not random ({reason}); {MAKE_ONE}.")
            if key in seen:
                raise SettingsError(f"{where} is the same as {seen[key]}; {MAKE_ONE}.")
            seen[key] = where


def _check_passwords(settings: Settings) -> None:
    urls = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "CELERY_BROKER_URL": settings.celery_broker_url,
    }
    for setting, url in urls.items():
        parts = urlsplit(url)
        password = unquote(parts.password or "").lower()
        if password and (password in WORDS or password == (parts.username or "").lower()):
            raise SettingsError(
                f"the password in {setting} is one that everybody knows; change it."
            )
    api_key = settings.sendgrid_api_key.get_secret_value()
    if api_key and (len(api_key) < API_KEY_LENGTH or len(set(api_key)) < 8):
        raise SettingsError("SENDGRID_API_KEY is no key of SendGrid; take the one it gave you.")


def _check_signing_key(settings: Settings) -> None:
    """Only where there is one: a worker signs nobody in."""
    path = settings.oidc_key_file
    if not path.is_file():
        return
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        raise SettingsError(
            "OIDC_PRIVATE_KEY_FILE is no RSA key in PEM without a passphrase."
        ) from None
    if isinstance(key, RSAPrivateKey) and key.key_size < RSA_BITS:
        raise SettingsError(f"OIDC_PRIVATE_KEY_FILE has fewer than {RSA_BITS} bits; make another.")


def _check_files() -> Iterator[str]:
    """Others who may write a secret may replace it. That others may read it is worth a warning
    only: container platforms mount secrets so, and inside a container there are no others."""
    for name, path in secret_files().items():
        mode = path.stat().st_mode
        if mode & stat.S_IWOTH:
            raise SettingsError(f"everybody may write the file of {name}_FILE; `chmod 600` it.")
        if mode & stat.S_IROTH:
            yield f"everybody on this machine may read the file of {name}_FILE; `chmod 600` it."
