"""Starts the whole portal for the browser tests: web, worker and demo sign-in, on free ports."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
STARTS_WITHIN_SECONDS = 90


@dataclass(frozen=True)
class Portal:
    """A running portal. `environment` lets other processes and this one share its database."""

    url: str
    data_dir: Path
    environment: dict[str, str]

    @property
    def identity_port(self) -> str:
        """Of the demo's sign-in. Accounts hold its address."""
        return self.environment["CX_DEMO_OIDC_PORT"]

    @property
    def database(self) -> str:
        return f"sqlite:///{self.data_dir / 'portal.db'}"

    @property
    def log(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.data_dir.glob("*.log")))

    def cx(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "cx_app.cli", *arguments],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


def prepare(portal: Portal) -> None:
    """Everything that comes before the start: tables, the demo's people, keys of the sign-in."""
    portal.cx("migrate")
    portal.cx("seed")
    subprocess.run(
        [sys.executable, "-c", "import scripts.run as run; run.prepare_identity()"],
        cwd=PROJECT,
        env={**portal.environment, "PYTHONPATH": f"{PROJECT}:{PROJECT / 'scripts'}"},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def not_started(data_dir: Path, **settings: str) -> Portal:
    """`settings` are environment variables on top of the demo's own."""
    web = free_port()
    env = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "CX_DATA_DIR": str(data_dir),
        "CX_PUBLIC_URL": f"http://localhost:{web}",
        "CX_DEMO_OIDC_PORT": str(free_port()),
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    return Portal(f"http://localhost:{web}", data_dir, env)


@contextlib.contextmanager
def running(data_dir: Path, like: Portal | None = None, **settings: str) -> Iterator[Portal]:
    """`like` is a prepared portal that never runs; a copy of it is sooner there than another."""
    if like:
        shutil.copytree(like.data_dir, data_dir, dirs_exist_ok=True)
        portal = not_started(data_dir, CX_DEMO_OIDC_PORT=like.identity_port, **settings)
    else:
        portal = not_started(data_dir, **settings)
        prepare(portal)
    commands = {
        "web": [sys.executable, "-m", "cx_app.serve"],
        "worker": [
            *(sys.executable, "-m", "celery", "-A", "tasks.app", "worker", "-B"),
            *("-P", "threads", "-c", "2", "-l", "WARNING"),
        ],
        "identity": ["node", "demo/identity_provider/server.mjs"],
    }
    processes = []
    try:
        for name, command in commands.items():
            with (data_dir / f"{name}.log").open("w") as log:
                processes.append(
                    subprocess.Popen(
                        command,
                        cwd=PROJECT,
                        env=portal.environment,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )
                )
        await_answer(f"{portal.url}/healthz", processes)
        await_answer(
            f"http://localhost:{portal.identity_port}/.well-known/openid-configuration", processes
        )
        yield portal
    finally:
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def await_answer(url: str, processes: list[subprocess.Popen[bytes]]) -> None:
    """Raises `RuntimeError` when a process ends or nothing answers in time."""
    pause = threading.Event()
    for _ in range(STARTS_WITHIN_SECONDS * 5):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        if any(process.poll() is not None for process in processes):
            break
        pause.wait(0.2)
    raise RuntimeError(f"nothing answers at {url}; see the logs in the data folder")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
