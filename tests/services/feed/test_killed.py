"""An import that is killed loses and doubles nothing; the same file goes on where it stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlmodel import func, select

from cx_app import database as portal
from cx_app.models import AccessCode, Case, CaseEvent, FeedBatch, FeedRecord, Party, Person
from cx_app.settings import PROJECT
from demo.sample_feed import SampleFeed

TABLES = (Person, Case, Party, CaseEvent, AccessCode, FeedRecord)
BAD_EVERY = 701
"""So many good lines come before each bad one."""


@pytest.fixture
def feed(tmp_path: Path, soak: bool) -> tuple[Path, int]:
    """A file and how many of its lines are bad."""
    path, bad = tmp_path / "feed.jsonl", 0
    with path.open("wb") as file:
        cases = 8_000 if soak else 600
        for number, line in enumerate(SampleFeed(cases, date(2026, 3, 2)).lines(), 1):
            file.write(line + b"\n")
            if number % BAD_EVERY == 0:
                file.write(b"nonsense\n")
                bad += 1
    return path, bad


def importing(path: Path) -> subprocess.Popen[bytes]:
    url = str(portal.engines().writer.url.render_as_string(hide_password=False))
    return subprocess.Popen(
        [sys.executable, "-m", "cx_app.cli", "import", str(path)],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": url.replace("+psycopg", "")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def counts() -> dict[str, int]:
    with portal.read() as session:
        return {
            table.__name__: session.exec(select(func.count()).select_from(table)).one()
            for table in TABLES
        }


def batches() -> list[tuple[int, bool]]:
    with portal.read() as session:
        return [(b.read_lines, b.finished_at is not None) for b in session.exec(select(FeedBatch))]


def moments(random: Random, points: int, lines: int) -> Iterator[int]:
    """How many lines are dealt with when the import is killed, each time further on."""
    yield from sorted(random.randrange(lines) for _ in range(points))


def test_killed_again_and_again_it_leaves_what_one_import_leaves(
    database: str, feed: tuple[Path, int], soak: bool
) -> None:
    path, bad = feed
    lines = path.read_bytes().count(b"\n")
    for moment in moments(Random(20), 20 if soak else 2, lines):
        process = importing(path)
        while process.poll() is None and (batches() or [(0, False)])[-1][0] < moment:
            os.sched_yield()
        process.send_signal(signal.SIGKILL)
        process.wait()
    process = importing(path)
    assert process.wait() == 3
    [(read, finished)] = batches()
    assert (read, finished) == (lines, True)
    rejects = [
        json.loads(one)["line"]
        for one in path.with_name("feed.jsonl.rejects.jsonl").read_text().splitlines()
    ]
    assert rejects == sorted(set(rejects))
    assert len(rejects) == bad
    found = counts()
    assert found["FeedRecord"] == lines - bad
    assert found["Case"] == (8_000 if soak else 600)
    assert importing(path).wait() == 3
    assert counts() == found
