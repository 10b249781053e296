"""Keys for tests: made from their names, and in settings as long as a test wants them there."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from cx_app import database as db
from cx_app.services.keys import passes, use
from cx_app.services.keys.status import KeyState, Standing, look
from cx_app.settings import settings

RINGS = ("encryption_keyring", "hash_keyring")


def ring(names: str) -> str:
    """`k2 k1` as a setting writes it, newest first."""
    return ",".join(f"{name}:{key(name)}" for name in names.split())


def key(name: str) -> str:
    return base64.b64encode(hashlib.sha256(f"test key {name}".encode()).digest()).decode()


@contextmanager
def keys(encryption: str, hashing: str) -> Iterator[None]:
    """A process with these keys in its settings, started just now."""
    before = {name: settings.__dict__[name] for name in RINGS if name in settings.__dict__}
    settings.__dict__.update(zip(RINGS, (ring(encryption), ring(hashing)), strict=True))
    try:
        start()
        yield
    finally:
        for name in RINGS:
            del settings.__dict__[name]
        settings.__dict__.update(before)


def start() -> None:
    with db.write() as session:
        use.refuse_missing(session)
        use.note(session)


def state(ring: str, key_id: str) -> KeyState:
    """What a look at all rows says about one key."""
    [found] = [one for one in look() if (one.ring, one.key_id) == (ring, key_id)]
    return found


def removable() -> set[str]:
    return {one.key_id for one in look() if one.standing is Standing.FREE}


def walk_to_the_end() -> list[passes.Part]:
    parts = []
    while (part := passes.next_slice()) is not None:
        parts.append(part)
    return parts
