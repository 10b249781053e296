"""The portal as a large agency runs it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from e2e.portal import Portal, running
from tests import postgres
from tests.tasks.killed import redis


@contextlib.contextmanager
def on_servers(folder: Path) -> Iterator[Portal]:
    """On PostgreSQL and Redis, with two web workers."""
    with redis(folder) as redis_url, postgres.server() as socket:
        postgres.administer(postgres.url(socket, "postgres"), "CREATE DATABASE portal")
        with running(
            folder,
            DATABASE_URL=postgres.url(socket, "portal"),
            REDIS_URL=redis_url,
            CX_WORKERS="2",
        ) as started:
            yield started
