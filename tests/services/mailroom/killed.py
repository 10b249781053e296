"""`cx mailroom produce` as an operator runs it, killed while letters are made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

from sqlmodel import func, select

from cx_app import database as db
from cx_app.domain.messages import OutboxState
from cx_app.gateways import file_store
from cx_app.models import LetterBatch, OutboxMessage
from cx_app.settings import PROJECT
from tests.tasks.killed import leases_run_out

PATIENCE = 60_000
"""Looks, a few milliseconds apart, before a test says that nothing moves."""


class Point(StrEnum):
    """How far a batch is when its maker dies."""

    CLAIMED = "claimed"
    """Letters are leased, and are being written and typeset."""
    STORED = "stored"
    """The file lies there, and no row knows it yet: a matter of milliseconds."""
    KEPT = "kept"
    """The batch is there, and the far end may not have it yet."""


@dataclass
class Campaign:
    environment: dict[str, str]
    files_before: set[str]
    left_by: dict[Point, int] = field(default_factory=dict)
    """Kills, by where the batch was when its maker was dead."""

    def kill(self, point: Point) -> None:
        """One maker more, which dies at about this point, unless it was too fast for us."""
        kept, stray = batches(), len(self.strays())
        with making(self.environment) as process:
            if not until(lambda: self._is_at(point, kept, stray), process):
                return
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        found = self._found(kept, stray)
        self.left_by[found] = self.left_by.get(found, 0) + 1
        leases_run_out()

    def finish(self) -> None:
        with making(self.environment) as process:
            assert process.wait(600) == 0

    def strays(self) -> set[str]:
        """Files of nobody. Files are listed first: one that is kept meanwhile is none."""
        files = file_store.letters().names() - self.files_before
        with db.read() as session:
            return files - {str(one) for one in session.exec(select(LetterBatch.id))}

    def _is_at(self, point: Point, kept: int, stray: int) -> bool:
        match point:
            case Point.CLAIMED:
                return leased() > 0
            case Point.STORED:  # and if it was too quick to be seen twice, so be it
                return len(self.strays()) > stray or batches() >= kept + 3
            case Point.KEPT:
                return batches() > kept

    def _found(self, kept: int, stray: int) -> Point:
        if len(self.strays()) > stray:
            return Point.STORED
        return Point.CLAIMED if leased() else Point.KEPT


def leased() -> int:
    with db.read() as session:
        query = select(func.count()).where(OutboxMessage.state == OutboxState.SENDING)
        return session.exec(query).one()


def batches() -> int:
    with db.read() as session:
        return session.exec(select(func.count()).select_from(LetterBatch)).one()


def until(done: Callable[[], bool], process: subprocess.Popen[bytes]) -> bool:
    """False when all was made meanwhile: the machine did not let us look for so long."""
    pause = threading.Event()
    for _ in range(PATIENCE):
        if process.poll() is not None:
            assert process.returncode == 0
            return False
        if done():
            return True
        pause.wait(0.002)
    raise AssertionError("nothing moves")


@contextmanager
def making(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "cx_app.cli", "mailroom", "produce", "--quiet"],
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
