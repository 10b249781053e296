"""How fast the agency's systems can take over what the portal decided."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx2
from starlette.applications import Starlette

from bench.linking import postgresql, sqlite
from bench.runner import measure
from cx_app import database
from cx_app.api.feed_out import routes
from cx_app.security.crypto import feed_keys
from demo.agency import LIMIT, Agency, Book
from tests import factories
from tests.services.feed_out.events import filed

ROUNDS = 10


@measure("Outbound feed: pull and acknowledge an event, SQLite", target=4, unit="ms")
def on_sqlite() -> Iterable[float]:
    with sqlite():
        return list(per_event())


@measure("Outbound feed: pull and acknowledge an event, PostgreSQL", target=4, unit="ms")
def on_postgres() -> Iterable[float]:
    with postgresql():
        return list(per_event())


def per_event() -> Iterator[float]:
    """Milliseconds an event: a page pulled, checked and acknowledged, over the portal's routes."""
    with database.write() as session:
        filing = factories.filing(session)
    with tempfile.TemporaryDirectory(prefix="cx-bench-") as folder:
        for _round in range(ROUNDS):
            with database.write() as session:
                for _event in range(LIMIT):
                    filed(session, filing)
            begun = time.perf_counter()
            assert asyncio.run(turn(Path(folder) / "book.json")) == (LIMIT, LIMIT)
            yield (time.perf_counter() - begun) * 1000 / LIMIT


async def turn(file: Path) -> tuple[int, int]:
    portal = httpx2.ASGITransport(Starlette(routes=routes))
    async with httpx2.AsyncClient(base_url="http://localhost", transport=portal) as client:
        agency = Agency(client, feed_keys(), Book.opened(file))
        return await agency.pull(), await agency.acknowledge()
