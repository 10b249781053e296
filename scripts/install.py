"""Makes `.venv` and installs a lock file into it, only if that lock file has changed.

Usage: install.py requirements.lock | requirements-dev.lock

It runs on the system's Python, which may be old: standard library and plain syntax only.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
OLDEST = (3, 11)
FREE_BYTES = 2 * 10**9
RUN, DEV = "requirements.lock", "requirements-dev.lock"


def main() -> int:
    name = sys.argv[1]
    try:
        use_new_enough_python()
        have = installed()
        if have.get(name) == digest(name):
            return 0
        check_machine()
        if not have:
            make_venv()
        print(f"Installing the Python packages of {name} (a minute or two, once) ...", flush=True)
        pip_install(name)
        link_project()
        have[name] = digest(name)
        if name == DEV:  # `make lock` keeps the first a subset of the second
            have[RUN] = digest(RUN)
        STAMP.write_text(json.dumps({**have, "project": str(PROJECT)}))
    except Stop as stop:
        print(f"make: {stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


class Stop(Exception):
    """Says in one line what is missing and what to do."""


def use_new_enough_python() -> None:
    """Starts over under a newer Python where the one that `python3` means is too old."""
    if sys.version_info[:2] >= OLDEST:
        return
    for minor in (11, 12, 13, 14):
        found = shutil.which("python3." + str(minor))
        if found:
            os.execv(found, [found, *sys.argv])
    raise Stop(
        "Python 3.11 or newer is needed and python3 is {}.{}; install one, "
        "or say which: make PYTHON=/path/to/python3.11".format(*sys.version_info[:2])
    )


def installed() -> dict[str, str]:
    """What the environment holds; empty if it is missing, broken or was moved here."""
    try:
        have = dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}
    return have if have.pop("project", None) == str(PROJECT) and PYTHON.exists() else {}


def digest(name: str) -> str:
    return hashlib.sha256((PROJECT / name).read_bytes()).hexdigest()


def check_machine() -> None:
    free = shutil.disk_usage(PROJECT).free
    if free < FREE_BYTES:
        raise Stop(f"2 GB of free disk space are needed here, {free / 10**9:.1f} GB are free.")
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Stop("this Python cannot make environments; on Debian: apt install python3-venv")


def make_venv() -> None:
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)]).returncode:
        raise Stop("python3 -m venv .venv did not work; its reason is above.")


def pip_install(name: str) -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    if subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", name], cwd=PROJECT).returncode:
        raise Stop("the Python packages could not be installed; pip's reason is above.")


def link_project() -> None:
    """Makes the checkout importable and `cx` runnable without building a package of it."""
    packages = next(VENV.glob("lib/python3.*/site-packages"))
    (packages / "cx_portal.pth").write_text(f"{PROJECT}\n")
    script = VENV / "bin" / "cx"
    # A shebang cannot hold a path with blanks, so the shell starts the interpreter.
    script.write_text(
        f"#!/bin/sh\n'''exec' \"{PYTHON}\" \"$0\" \"$@\"\n' '''\n"
        "import sys\n\nfrom cx_app.cli import main\n\nsys.exit(main())\n"
    )
    script.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main())
