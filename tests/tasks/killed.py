"""A worker that is killed while messages are under way, and what the far end saw of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, func, select

from cx_app import database as db
from cx_app.domain.messages import Channel, Kind, OutboxState
from cx_app.gateways import clock
from cx_app.models import DemoDelivery, OutboxMessage
from cx_app.services.messages.deliver import BATCH
from cx_app.services.messages.outbox import enqueue
from cx_app.settings import PROJECT
from e2e.portal import free_port
from tests import factories

THREADS = 2
WINDOW = BATCH * THREADS
"""The named window: what one worker may have handed over and not settled when it dies."""
PATIENCE = 2_400
"""Looks, a tenth of a second apart, before a test says that nothing moves."""


@dataclass(frozen=True)
class Seen:
    committed: int
    delivered: int
    """Different messages at the far end."""
    duplicates: int


def fill(count: int) -> None:
    """Messages to one reachable person, as services write them."""
    with db.write() as session:
        person = factories.account(session)
        for n in range(count):
            enqueue(
                session,
                Kind.CASE_FOLLOWED,
                Channel.EMAIL,
                dedupe_key=f"k{n}",
                account_id=person.id,
            )


def campaign(environment: dict[str, str], messages: int, kills: int) -> Seen:
    """Kill a worker after each further share of the messages; the last worker lives."""
    fill(messages)
    for kill in range(1, kills + 1):
        goal = messages * kill // (kills + 1)
        with worker(environment) as process:
            until(lambda goal=goal: arrived() >= goal, process)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        leases_run_out()
    with worker(environment) as process:
        until(lambda: left() == 0, process)
    return seen(messages)


def seen(committed: int) -> Seen:
    with db.read() as session:
        counted = Counter[UUID | None](session.exec(select(DemoDelivery.message_id)))
    return Seen(committed, len(counted), sum(counted.values()) - len(counted))


def arrived() -> int:
    with db.read() as session:
        return session.exec(select(func.count(func.distinct(col(DemoDelivery.message_id))))).one()


def left() -> int:
    with db.read() as session:
        return session.exec(
            select(func.count())
            .select_from(OutboxMessage)
            .where(OutboxMessage.state != OutboxState.SENT)
        ).one()


def leases_run_out() -> None:
    """Two minutes pass."""
    with db.write() as session:
        session.exec(
            update(OutboxMessage)
            .where(col(OutboxMessage.state) == OutboxState.SENDING)
            .values(lease_until=clock.wall())
        )


def until(done: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE):
        if done():
            return
        assert process.poll() is None, "the worker ended by itself"
        pause.wait(0.1)
    raise AssertionError("nothing moves")


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The worker of the Procfile, on its own."""
    command = [
        *(sys.executable, "-m", "celery", "-q", "-A", "tasks.app", "worker", "-B"),
        *("-P", "threads", "-c", str(THREADS), "-l", "ERROR"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)
