"""How fast a message is with its provider, and how many a pair of workers moves."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, func, select

from bench.linking import prepared
from bench.runner import measure
from cx_app import database
from cx_app.domain.messages import Channel, Kind, OutboxState
from cx_app.models import OutboxMessage
from cx_app.models.base import uuid7
from cx_app.services.messages.outbox import enqueue
from cx_app.settings import PROJECT, settings
from e2e.portal import free_port
from tests import factories, postgres
from tests.tasks.killed import redis

RATE, SECONDS = 50, 20
MANY = 4_000
DRAIN = int(os.environ.get("CX_BENCH_DRAIN", "100000"))
PATIENCE_SECONDS = 3_600


@dataclass
class Scene:
    """A database, a provider, workers."""

    account: UUID
    log: Path
    environment: dict[str, str]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def arrivals(self) -> dict[str, float]:
        """message id -> when it first came."""
        came: dict[str, float] = {}
        for line in self.log.read_text().splitlines():
            message_id, _, at = line.partition(" ")
            if at:
                came.setdefault(message_id, float(at))
        return came


@measure("Message: commit to provider, 50/s, Redis", target=2, unit="s")
def commit_to_provider() -> Iterable[float]:
    with on_postgresql(workers=1) as scene:
        return steady(scene)


@measure("Message: commit to provider, 50/s, embedded", target=3, unit="s")
def commit_to_provider_embedded() -> Iterable[float]:
    with on_sqlite() as scene:
        return steady(scene)


@measure("Messages: two workers, for 1,000 of them", target=5, unit="s")
def sustained() -> Iterable[float]:
    """At least 200 a second: how long each further thousand takes."""
    with on_postgresql(workers=0) as scene:
        fill(scene.account, MANY)
        start(scene, 2)
        wait_until_empty()
        return for_each_thousand(scene)


@measure("Messages: 100,000 waiting, growth of a worker", target=40, unit="MB")
def drain() -> Iterable[float]:
    """Between a tenth of them sent and all."""
    with on_postgresql(workers=0) as scene:
        fill(scene.account, DRAIN)
        start(scene, 2)
        wait_until_empty(left=DRAIN * 9 // 10)
        before = [memory_mb(worker.pid) for worker in scene.workers]
        wait_until_empty()
        after = [memory_mb(worker.pid) for worker in scene.workers]
        return [b - a for a, b in zip(before, after, strict=True)]


def steady(scene: Scene) -> list[float]:
    """Seconds from commit to the provider, for each of a steady stream after the start."""
    wait_until_first(scene)
    committed: dict[str, float] = {}
    begun = time.monotonic()
    for n in range(RATE * SECONDS):
        time.sleep(max(0.0, begun + n / RATE - time.monotonic()))
        with database.write() as session:
            key = str(uuid7())
            add(session, scene.account, key)
        committed[key] = time.time()
    wait_until_empty()
    came, ids = scene.arrivals(), ids_by_key()
    return [came[ids[key]] - at for key, at in committed.items()]


def for_each_thousand(scene: Scene) -> list[float]:
    at = sorted(scene.arrivals().values())
    return [at[n + 999] - at[n] for n in range(0, len(at) - 999, 500)]


def add(session: Session, account: UUID, key: str) -> None:
    enqueue(session, Kind.CASE_FOLLOWED, Channel.EMAIL, dedupe_key=key, account_id=account)


def fill(account: UUID, count: int) -> None:
    for begun in range(0, count, 1_000):
        with database.write() as session:
            for n in range(begun, min(begun + 1_000, count)):
                add(session, account, f"fill-{n}")


def ids_by_key() -> dict[str, str]:
    with database.read() as session:
        rows = session.exec(select(OutboxMessage.dedupe_key, OutboxMessage.id))
        return {key: str(message_id) for key, message_id in rows}


def wait_until_first(scene: Scene) -> None:
    """The workers are up."""
    with database.write() as session:
        add(session, scene.account, "first")
    wait_until_empty()


def wait_until_empty(left: int = 0) -> None:
    for _ in range(PATIENCE_SECONDS * 4):
        with database.read() as session:
            waiting = session.exec(
                select(func.count())
                .select_from(OutboxMessage)
                .where(OutboxMessage.state != OutboxState.SENT)
            ).one()
        if waiting <= left:
            return
        time.sleep(0.25)
    raise RuntimeError("messages stay")


def memory_mb(pid: int) -> float:
    """Resident memory of a worker, beat included."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1_000


@contextlib.contextmanager
def on_sqlite() -> Iterator[Scene]:
    with tempfile.TemporaryDirectory(prefix="cx-bench-") as name:
        folder = Path(name)
        with scene(folder, f"sqlite:///{folder / 'portal.db'}", {}, workers=1) as made:
            yield made


@contextlib.contextmanager
def on_postgresql(*, workers: int) -> Iterator[Scene]:
    with (
        tempfile.TemporaryDirectory(prefix="cx-bench-") as name,
        postgres.server() as socket,
        redis(Path(name)) as broker,
        scene(
            Path(name), postgres.url(socket, "postgres"), {"REDIS_URL": broker}, workers=workers
        ) as made,
    ):
        yield made


@contextlib.contextmanager
def scene(folder: Path, url: str, more: dict[str, str], *, workers: int) -> Iterator[Scene]:
    port, log = free_port(), folder / "arrivals"
    with prepared(url):
        with database.write() as session:
            account = factories.account(session).id
        shutil.copy(settings.data_dir / "demo-secrets.json", folder)
        environment = {
            **os.environ,
            **more,
            "CX_DATA_DIR": str(folder),
            "DATABASE_URL": url,
            "SENDGRID_API_KEY": "bench",
            "SENDGRID_HOST": f"http://127.0.0.1:{port}",
        }
        made = Scene(account, log, environment)
        provider = subprocess.Popen(
            [sys.executable, "-m", "bench.far_end", str(port), str(log)],
            cwd=PROJECT,
            start_new_session=True,
        )
        try:
            start(made, workers)
            yield made
        finally:
            for process in [*made.workers, provider]:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # a worker's beat is its own process
                process.wait()


def start(scene: Scene, count: int) -> None:
    """Workers as in the Procfile; the first one has the beat."""
    for number in range(count):
        beat = [] if number else ["-B"]
        command = [
            *(sys.executable, "-m", "celery", "-q", "-A", "tasks.app", "worker", *beat),
            *("-P", "threads", "-c", "4", "-l", "ERROR", "-n", f"w{number}@%h"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ]
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=scene.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        scene.workers.append(process)
