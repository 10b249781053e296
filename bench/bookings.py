"""Officers book visits at the same time, through the very service of the desk, on PostgreSQL.

`CX_BENCH_BOOKINGS` says how many, `CX_BENCH_WORKERS` by how many processes, as by web workers.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time as stopwatch
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing.synchronize import Barrier
from uuid import UUID

from sqlalchemy import text

from bench.linking import prepared
from bench.runner import console, measure, percentile
from cx_app import database as db
from cx_app.domain.appointment_requests import RequestRefusal
from cx_app.services.appointment_requests.moves import Made
from tests import postgres
from tests.services.appointment_requests.crowd import (
    Claimed,
    books,
    busy_office,
    claimed_in,
    officers,
)
from tests.services.appointment_requests.desk import free
from tests.services.offices.places import check

BOOKINGS = int(os.environ.get("CX_BENCH_BOOKINGS", "2000"))
WORKERS = int(os.environ.get("CX_BENCH_WORKERS", "4"))
OFFICERS = 16
"""Who press at the same time, in all."""
CAPACITY = 6
SPARE = 1.2
"""So many seats for each booking: towards the end most times are full, and officers pick again."""
AT_ONCE = 100


@dataclass(frozen=True)
class Share:
    """What one process does: its officers, and the times that all processes want."""

    url: str
    claims: list[Claimed]
    slots: list[UUID]


@dataclass(frozen=True)
class Done:
    begun: float
    ended: float
    """The first press and the last answer, on the clock of all processes."""
    took: list[float]
    """Milliseconds of each press that booked."""
    refused: int
    busy: float
    """Seconds of processor time of the portal's side."""

    @property
    def seconds(self) -> float:
        return self.ended - self.begun


@measure("Visits: 200 bookings by officers at the same time, PostgreSQL", target=1, unit="s")
def bookings() -> Iterable[float]:
    return [_run().seconds * 200 / BOOKINGS]


@measure("Visits: a booking among them, 99th percentile", target=150, unit="ms")
def a_booking() -> Iterable[float]:
    return [percentile(_run().took, 99)]


@cache
def _run() -> Done:
    """Once for both measures."""
    with _ground() as (url, claims, slots):
        shares = [Share(url, claims[n::WORKERS], slots) for n in range(WORKERS)]
        spawn = multiprocessing.get_context("spawn")
        ready = spawn.Barrier(WORKERS)
        with ProcessPoolExecutor(WORKERS, spawn, initializer=_meet, initargs=(ready,)) as pool:
            parts = list(pool.map(_work, shares))
        check()
    took = [one for part in parts for one in part.took]
    assert len(took) == BOOKINGS
    done = Done(
        min(part.begun for part in parts),
        max(part.ended for part in parts),
        took,
        sum(part.refused for part in parts),
        sum(part.busy for part in parts),
    )
    console.print(
        f"{BOOKINGS / done.seconds:.0f} bookings a second by {WORKERS} processes;"
        f" {done.refused} found the time taken and picked another;"
        f" {1000 * done.busy / BOOKINGS:.1f} ms of processor time each, without the database's own"
    )
    return done


@contextmanager
def _ground() -> Iterator[tuple[str, list[Claimed], list[UUID]]]:
    with postgres.server() as socket:
        url = postgres.url(socket, "postgres")
        with prepared(url):
            desk = officers(OFFICERS)
            place = busy_office(CAPACITY)
            claims: list[Claimed] = []
            many = BOOKINGS + WORKERS  # one more for each, to warm up
            for done in range(0, many, AT_ONCE):
                with db.write() as session:
                    claims += [
                        claimed_in(session, desk[n % OFFICERS], place)
                        for n in range(done, min(done + AT_ONCE, many))
                    ]
            slots = [one.slot_id for one in free(desk[0], place)]
            with db.engines().writer.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
            yield url, claims, slots[: round(BOOKINGS * SPARE / CAPACITY)]


_ready: Barrier


def _meet(ready: Barrier) -> None:
    global _ready
    _ready = ready


def _work(share: Share) -> Done:
    """In a process of its own; begins when all have started and booked once, as web workers have
    before most of their work."""
    db.configure(share.url)
    took: list[float] = []
    refused: list[UUID] = []

    def officer(claims: list[Claimed]) -> None:
        turn = random.Random(str(claims[0].request_id))
        for one in claims:
            while True:
                begun = stopwatch.perf_counter()
                answer = books(one, turn.choice(share.slots))()
                if isinstance(answer, Made):
                    took.append((stopwatch.perf_counter() - begun) * 1000)
                    break
                assert answer is RequestRefusal.NO_TIME, answer
                refused.append(one.request_id)

    each = OFFICERS // WORKERS
    officer(share.claims[:1])
    took.clear()
    refused.clear()
    claims = share.claims[1:]
    _ready.wait()
    begun, busy = stopwatch.time(), stopwatch.process_time()
    with ThreadPoolExecutor(each) as pool:
        list(pool.map(officer, [claims[n::each] for n in range(each)]))
    ended, busy = stopwatch.time(), stopwatch.process_time() - busy
    db.configure(None)
    return Done(begun, ended, took, len(refused), busy)
