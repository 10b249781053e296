"""Files too large for a column, in a folder that web and worker processes share.

Each is sealed under a key of its own, which its owner keeps in a sealed column: renewing keys never
touches files, and destroying the key destroys the file wherever a copy of it may lie.
"""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cx_app.gateways import clock
from cx_app.settings import settings

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class FileGone(RuntimeError):
    """The file is not there, or does not open."""


class FileStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> str:
        """Keeps a file and returns its key, in hex. It is there whole or not at all."""
        key, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(self._path(name), nonce + AESGCM(key).encrypt(nonce, content, name.encode()))
        return key.hex()

    def get(self, name: str, key: str) -> bytes:
        """Raises `FileGone`."""
        try:
            kept = self._path(name).read_bytes()
            nonce, sealed = kept[:NONCE_BYTES], kept[NONCE_BYTES:]
            return AESGCM(bytes.fromhex(key)).decrypt(nonce, sealed, name.encode())
        except (OSError, InvalidTag, ValueError) as error:
            raise FileGone(name) from error

    def destroy(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self) -> set[str]:
        return {path.stem for path in self._folder.glob("*.sealed")}

    def drop_unfinished(self, older: timedelta) -> int:
        """What somebody began to write so long ago and died; how many there were."""
        parts = [path for path in self._folder.glob("*.part") if _age(path) >= older]
        for path in parts:
            path.unlink(missing_ok=True)
        return len(parts)

    def age(self, name: str) -> timedelta:
        """On the wall clock; none for a file that is gone meanwhile."""
        return _age(self._path(name))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sealed"


def _age(path: Path) -> timedelta:
    try:
        return clock.wall() - datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return timedelta(0)


def write_whole(path: Path, content: bytes) -> None:
    """For its owner's eyes alone; whoever looks sees all of it or nothing."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def letters() -> FileStore:
    return FileStore(settings.data_dir / "mailroom")


def attachments() -> FileStore:
    return FileStore(settings.data_dir / "attachments")
