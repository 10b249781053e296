"""Builds the front end, only if something that goes into it has changed since the last time.

Usage: build.py
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
BIN: Final = PROJECT / ".venv" / "bin"
STAMP: Final = PROJECT / ".web" / "built-from"
SERVED: Final = PROJECT / ".web" / "build" / "client"
LOCK: Final = PROJECT / "reflex.lock" / "package.json"
SOURCES: Final = ("cx_app", "assets", "rxconfig.py", "reflex.lock", "requirements.lock")
GENERATED: Final = re.compile(r"/__pycache__/|^assets/(external|css|fonts|img)/|^cx_app/letters/")
COMPILED_IN: Final = re.compile(r"^CX_(DEMO|SERVICE_NAME|AGENCY_|QUICK_EXIT_URL|OTHER_HELP_)")
"""Settings whose values the built pages carry."""
UNREACHABLE: Final = re.compile(
    r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH"
    r"|E40[0-9]|E5\d\d|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY)\b"
)


def main() -> int:
    made_from = digest()
    if SERVED.is_dir() and STAMP.is_file() and STAMP.read_text() == made_from:
        return 0
    print("Building the pages (half a minute; longer the first time) ...", flush=True)
    STAMP.unlink(missing_ok=True)
    code, output = export()
    if code:
        print(why(output), file=sys.stderr)
        return 1
    STAMP.write_text(made_from)
    return 0


def digest() -> str:
    seen = hashlib.sha256()
    for path in sources():
        seen.update(f"{path}\0".encode() + hashlib.sha256(content(PROJECT / path)).digest())
    for name in sorted(filter(COMPILED_IN.match, os.environ)):
        seen.update(f"{name}={os.environ[name]}\0".encode())
    return seen.hexdigest()


def content(path: Path) -> bytes:
    """What a file says; Reflex may lay out the same package.json anew on every build."""
    if path.name == "package.json":
        return json.dumps(json.loads(path.read_bytes()), sort_keys=True).encode()
    return path.read_bytes()


def sources() -> Iterator[str]:
    """Paths of what goes into the build, relative to the project."""
    for top in SOURCES:
        found = [PROJECT / top] if (PROJECT / top).is_file() else (PROJECT / top).rglob("*")
        for file in sorted(found):
            path = file.relative_to(PROJECT).as_posix()
            if file.is_file() and not GENERATED.search(path):
                yield path


def export() -> tuple[int, str]:
    """Exit code and everything printed. Leaves a lock that says the same as it was written."""
    before, said = LOCK.read_bytes(), content(LOCK)
    done = subprocess.run(
        [BIN / "reflex", "export", "--no-zip", "--loglevel", "info"],
        cwd=PROJECT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if content(LOCK) == said:
        LOCK.write_bytes(before)
    return done.returncode, done.stdout


def environment() -> dict[str, str]:
    """Uses the Node of the Python packages and the registry npm is set to; sends no telemetry."""
    env = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    registry = subprocess.run(
        ["npm", "config", "get", "registry"], cwd=PROJECT, env=env, capture_output=True, text=True
    ).stdout.strip()
    return {
        **env,
        **({"NPM_CONFIG_REGISTRY": registry} if registry else {}),
        # Certificates the machine trusts, such as those of a company's proxy, hold for Node too.
        "NODE_USE_SYSTEM_CA": "1",
        "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",
        "REFLEX_USE_NPM": "1",
        "REFLEX_HTTP_CLIENT_BIND_ADDRESS": "0.0.0.0",  # noqa: S104 (for outgoing calls)
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
    }


def why(output: str) -> str:
    unreachable = UNREACHABLE.search(output) if "npm" in output else None
    if unreachable:
        return (
            f"make: the front-end packages could not be fetched ({unreachable[0]}); check the"
            " network, or name a registry you reach: npm config set registry <address>"
        )
    return f"{output[-4000:]}\nmake: the pages could not be built; the reason is above."


if __name__ == "__main__":
    sys.exit(main())
