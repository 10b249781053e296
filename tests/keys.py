"""Keys for tests: made from their names, and in settings as long as a test wants them there."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from cx_app import database as db
from cx_app.services.keys import use
from cx_app.settings import settings

RINGS = ("encryption_keyring", "hash_keyring")


def ring(names: str) -> str:
    """`k2 k1` as a setting writes it, newest first."""
    return ",".join(f"{name}:{_key(name)}" for name in names.split())


def _key(name: str) -> str:
    return base64.b64encode(hashlib.sha256(f"test key {name}".encode()).digest()).decode()


@contextmanager
def keys(encryption: str, hashing: str) -> Iterator[None]:
    """A process with these keys in its settings, started just now."""
    before = {name: settings.__dict__.get(name) for name in RINGS}
    settings.__dict__.update(zip(RINGS, (ring(encryption), ring(hashing)), strict=True))
    try:
        start()
        yield
    finally:
        for name, value in before.items():
            settings.__dict__.pop(name) if value is None else settings.__dict__.update(
                {name: value}
            )


def start() -> None:
    with db.read() as session:
        use.refuse_missing(session)
    with db.write() as session:
        use.note(session)
