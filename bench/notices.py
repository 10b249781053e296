"""Account Acceptance Notices at full size: batches by two processes, as `cx mailroom produce` does.

`CX_BENCH_NOTICES` letters are made, and time is reckoned up to 50,000.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlmodel import func, select

from bench.feed import database
from bench.runner import measure
from cx_app import database as db
from cx_app.domain.messages import OutboxState
from cx_app.gateways import clock, file_store
from cx_app.gateways.typesetting import typeset
from cx_app.models import OutboxMessage
from cx_app.services.access_codes.issue import issue
from cx_app.services.mailroom import produce as making
from cx_app.services.policy.current import policy
from cx_app.settings import Settings
from tests import factories

NOTICES = int(os.environ.get("CX_BENCH_NOTICES", "50000"))
ALL = 50_000
WORKERS = 2
AT_ONCE = 500
COMPARED = 8
"""Batches."""


@dataclass(frozen=True)
class Post:
    seconds: float
    """For 50,000 letters by two processes."""
    megabytes: float
    """The most that one of them held at once."""
    over_bare: float
    """A process's time for a batch, by the time that typesetting alone takes."""


@measure("Notices: 50,000 in batches by two processes", target=1200, unit="s")
def whole_post() -> Iterable[float]:
    return [post().seconds]


@measure("Notices: memory of a process", target=600, unit="MB")
def memory() -> Iterable[float]:
    return [post().megabytes]


@measure("Notices: cost by that of typesetting alone", target=1.2, unit="x")
def over_bare() -> Iterable[float]:
    return [post().over_bare]


@cache
def post() -> Post:
    with (
        database("sqlite") as url,
        tempfile.TemporaryDirectory(prefix="cx-bench-") as folder,
        ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool,
    ):
        fill(NOTICES + (1 + COMPARED) * batch_size())
        ratio = pool.submit(over_typesetting, url, folder).result()
        begun = time.monotonic()
        works = [pool.submit(work, url, folder, n == 0) for n in range(WORKERS)]
        most = max(one.result() for one in works)
        took = time.monotonic() - begun
        with db.read() as session:
            left = session.exec(
                select(func.count()).where(OutboxMessage.state != OutboxState.SENT)
            ).one()
        assert left == 0
        return Post(took * ALL / NOTICES, most, ratio)


def work(url: str, folder: str, shows: bool) -> float:
    """Makes batches until none is left; the megabytes that it held at most."""
    stand_in(url, folder)
    seen, begun = 0, time.monotonic()
    while made := making.produce():
        seen += made.letters
        if shows:
            rate = seen / (time.monotonic() - begun)
            print(f"\r{seen * WORKERS:,} letters, {rate * WORKERS:.0f}/s ", end="", file=sys.stderr)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def over_typesetting(url: str, folder: str) -> float:
    """Batches with all that belongs to them, and their sheets typeset alone, of a process that has
    made one before: a worker makes hundreds."""
    stand_in(url, folder)
    batches: list[list[Any]] = []
    bare = making.typeset

    def keep(given: Any, title: str) -> bytes:
        batches.append(list(given))
        return bare(given, title)

    making.produce()
    making.typeset = keep
    begun = time.perf_counter()
    for _ in range(COMPARED):
        making.produce()
    whole = time.perf_counter() - begun
    making.typeset = bare
    begun = time.perf_counter()
    for sheets in batches:
        typeset(sheets, "Batch 0000 0001")
    return whole / (time.perf_counter() - begun)


def stand_in(url: str, folder: str) -> None:
    """Not the demo, which typesets each letter once more for its mailbox."""
    db.configure(url)
    making.settings = Settings(CX_DEMO=False)
    making.day_s_post = lambda now, _at: now
    kept = file_store.FileStore(Path(folder))
    file_store.letters = lambda: kept


def fill(count: int) -> None:
    for first in range(0, count, AT_ONCE):
        with db.write() as session:
            now = clock.business(session)
            in_force = policy(session, now)
            for _ in range(first, min(first + AT_ONCE, count)):
                case = factories.case(session)
                party = factories.party(session, case, factories.person(session))
                issue(session, case=case, party_id=party.id, now=now, in_force=in_force)


def batch_size() -> int:
    with db.read() as session:
        return policy(session, clock.business(session)).mailroom.batch_letters
