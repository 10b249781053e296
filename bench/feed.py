"""The case feed at full size: files by `cx import`, calls by `POST /api/feed`."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from bench.linking import prepared
from bench.runner import measure
from cx_app.api import feed
from cx_app.gateways import clock
from cx_app.security.crypto import feed_keys
from cx_app.security.signing import sign
from cx_app.settings import PROJECT
from demo.sample_feed import SampleFeed
from tests import postgres

LINES = int(os.environ.get("CX_BENCH_FEED_LINES", "1000000"))
LINES_A_CASE = 6.8
CALL_BYTES = 1_000_000
CALLS = 12


@dataclass(frozen=True)
class Import:
    seconds: float
    """For a million lines."""
    megabytes: float
    """The most that the importing process held at once."""


@measure("Feed: 1,000,000 lines by cx import, SQLite", target=120, unit="s")
def file_on_sqlite() -> Iterable[float]:
    return [imported("sqlite").seconds]


@measure("Feed: memory of that import, SQLite", target=400, unit="MB")
def memory_on_sqlite() -> Iterable[float]:
    return [imported("sqlite").megabytes]


@measure("Feed: 1,000,000 lines by cx import, PostgreSQL", target=120, unit="s")
def file_on_postgres() -> Iterable[float]:
    return [imported("postgresql").seconds]


@measure("Feed: memory of that import, PostgreSQL", target=400, unit="MB")
def memory_on_postgres() -> Iterable[float]:
    return [imported("postgresql").megabytes]


@measure("Feed: 2,000 records by calls, SQLite", target=1, unit="s")
def calls_on_sqlite() -> Iterable[float]:
    with database("sqlite"):
        return list(calls())


@measure("Feed: 2,000 records by calls, PostgreSQL", target=1, unit="s")
def calls_on_postgres() -> Iterable[float]:
    with database("postgresql"):
        return list(calls())


@cache
def imported(kind: str) -> Import:
    """As an operator runs it: a process of its own reads a file into an empty database."""
    with database(kind) as url, tempfile.TemporaryDirectory(prefix="cx-bench-") as folder:
        path = Path(folder) / "feed.jsonl"
        lines = write(path)
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "cx_app.cli", "import", str(path)],
            cwd=PROJECT,
            env={**os.environ, "DATABASE_URL": url},
            stdout=subprocess.DEVNULL,
        )
        _pid, status, used = os.wait4(process.pid, 0)
        took = time.monotonic() - begun
        assert status == 0
        return Import(took * 1_000_000 / lines, used.ru_maxrss / 1024)


def write(path: Path) -> int:
    sample = SampleFeed(round(LINES / LINES_A_CASE) + 1, date(2026, 11, 2))
    count = 0
    with path.open("wb") as file:
        for count, line in enumerate(islice(sample.lines(), LINES), 1):  # noqa: B007
            file.write(line + b"\n")
    return count


def calls() -> Iterator[float]:
    """Seconds for 2,000 records, call after call of a megabyte."""
    lines = SampleFeed(100_000, date(2026, 11, 2)).lines()
    with TestClient(Starlette(routes=feed.routes)) as client:
        for _ in range(CALLS):
            body = b"\n".join(up_to(lines, CALL_BYTES))
            begun = time.perf_counter()
            answer = client.post(
                "/api/feed", content=body, headers=sign(feed_keys(), body, clock.wall())
            )
            took = time.perf_counter() - begun
            lines_answered = answer.content.splitlines()
            assert all(b'"applied"' in line for line in lines_answered)
            yield took * 2_000 / len(lines_answered)


def up_to(lines: Iterator[bytes], size: int) -> Iterator[bytes]:
    while size > 0:
        line = next(lines)
        size -= len(line) + 1
        yield line


@contextlib.contextmanager
def database(kind: str) -> Iterator[str]:
    with contextlib.ExitStack() as open_until_done:
        if kind == "sqlite":
            folder = open_until_done.enter_context(tempfile.TemporaryDirectory(prefix="cx-bench-"))
            url = f"sqlite:///{Path(folder) / 'portal.db'}"
        else:
            url = postgres.url(open_until_done.enter_context(postgres.server()), "postgres")
        open_until_done.enter_context(prepared(url))
        yield url
