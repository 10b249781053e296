"""Writes the lock files from pyproject.toml: exact versions with hashes, no index addresses."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
COMPILE = [
    *(sys.executable, "-m", "uv", "pip", "compile", "-q", "--universal"),
    *("--python-version", "3.11", "--generate-hashes"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "pyproject.toml"),
]


def main() -> int:
    lock("requirements.lock")
    lock("requirements-dev.lock", "--extra", "dev", "-c", "requirements.lock")
    return 0


def lock(name: str, *options: str) -> None:
    subprocess.run([*COMPILE, *options, "-o", name], cwd=PROJECT, check=True)
    if re.search(r"://|^-", (PROJECT / name).read_text(), re.MULTILINE):
        raise SystemExit(f"{name} names an index or a host; it must hold versions and hashes only.")


if __name__ == "__main__":
    sys.exit(main())
