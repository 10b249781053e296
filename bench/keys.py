"""Rotating keys: how fast, and how long somebody else has to wait meanwhile, on both databases."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator

from bench.linking import postgresql, sqlite
from bench.runner import measure
from cx_app import database
from cx_app.domain.identity import Actor
from cx_app.services.drafts.keep import keep_draft
from cx_app.services.keys import rotation
from cx_app.settings import PROJECT
from tests import factories
from tests.keys import keys, ring

PEOPLE = 5_000
OLD, NEW = ("k1", "h1"), ("k2 k1", "h2 h1")


@measure("Rotate keys: 1,000 people, SQLite", target=1000, unit="ms")
def rows_on_sqlite() -> Iterable[float]:
    with sqlite(), people():
        return [moved()]


@measure("Rotate keys: 1,000 people, PostgreSQL", target=1000, unit="ms")
def rows_on_postgres() -> Iterable[float]:
    with postgresql(), people():
        return [moved()]


@measure("Keep a draft while keys rotate, SQLite", target=100, unit="ms")
def drafts_on_sqlite() -> Iterable[float]:
    with sqlite(), people() as actor:
        return list(drafts(actor))


@measure("Keep a draft while keys rotate, PostgreSQL", target=50, unit="ms")
def drafts_on_postgres() -> Iterable[float]:
    with postgresql(), people() as actor:
        return list(drafts(actor))


@contextlib.contextmanager
def people() -> Iterator[Actor]:
    """Under the old keys: four sealed values and two hashes each. Somebody who types."""
    with keys(*OLD):
        for start in range(0, PEOPLE, 500):
            with database.write() as session:
                for number in range(start, start + 500):
                    factories.person(session, a_number=f"{number:09}", email="a@example.org")
        with database.write() as session:
            actor = factories.actor_for(factories.account(session))
    with keys(*NEW):
        yield actor


def moved() -> float:
    """Milliseconds for 1,000 rows."""
    rotation.begin()
    begun = time.perf_counter()
    tally = rotation.carry_on()
    assert tally.moved > PEOPLE
    return (time.perf_counter() - begun) * 1000 / tally.moved * 1000


def drafts(actor: Actor) -> Iterator[float]:
    """One after the other, while a process of its own rotates."""
    url = database.engines().writer.url.render_as_string(hide_password=False)
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "CX_ENCRYPTION_KEYS": ring(NEW[0]),
        "CX_HASH_KEYS": ring(NEW[1]),
    }
    command = [sys.executable, "-m", "cx_app.cli", "keys", "rotate"]
    rotating = subprocess.Popen(
        command, env=environment, cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    number, worst = 0, 0.0
    while rotating.poll() is None:
        begun = time.perf_counter()
        with database.write() as session:
            keep_draft(session, actor, "add_case", {"receipt": f"IOE{number}"})
        took = (time.perf_counter() - begun) * 1000
        number, worst = number + 1, max(worst, took)
        yield took
    print(f"the slowest of {number:,}: {worst:,.0f} ms")
    assert rotating.returncode == 0
