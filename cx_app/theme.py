"""Compiles `assets/theme/portal.scss`: the U.S. Web Design System with only the parts in use.

The sheet is written beside Reflex's own in `.web/styles`, so that the bundler gives it, its fonts
and its icons fingerprinted names. Nothing generated is kept in the repository.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reflex.utils import path_ops

PACKAGES: Final = ("sass@1.108.2", "@uswds/uswds@3.13.0")
SHEET: Final = Path("styles/portal.css")
_STAMP: Final = "/* sources {digest} */\n"


def sheet(sources: Path, web: Path) -> str:
    """The compiled sheet; compiled again only when its sources or package versions changed."""
    stamp = _STAMP.format(digest=_digest(sources))
    built = web / SHEET
    if built.exists() and (text := built.read_text()).startswith(stamp):
        return text
    return stamp + _compile(sources / "portal.scss", web)


def _digest(sources: Path) -> str:
    digest = hashlib.sha256(" ".join(PACKAGES).encode())
    for path in _files(sources):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _files(sources: Path) -> Iterator[Path]:
    yield from sorted(sources.glob("*.scss"))


def _compile(entry: Path, web: Path) -> str:
    node = path_ops.get_node_path()
    if node is None:
        raise RuntimeError("Node is missing: install the Python requirements, they bring it.")
    modules = web / "node_modules"
    done = subprocess.run(
        [
            str(node),
            str(modules / "sass" / "sass.js"),
            f"--load-path={modules / '@uswds' / 'uswds' / 'packages'}",
            "--style=compressed",
            "--quiet-deps",
            "--no-source-map",
            str(entry),
        ],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"the theme does not compile:\n{done.stderr}")
    return done.stdout
