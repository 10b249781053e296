"""How much a phone must load before the first page works."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from functools import cache

from bench.runner import measure
from cx_app.settings import PROJECT

BUILT = PROJECT / ".web" / "build" / "client"
ADDRESS = re.compile(r'(?:href|src)="(/[^"]+)"|(?:import|from)\s*\(?"(/[^"]+\.js)"')
FURTHER = re.compile(r'(?:import|from)\s*"(\./[^"]+\.js)"')


@measure("First page: scripts", target=170, unit="KB gzip")
def scripts() -> Iterable[float]:
    return [sum(map(kilobytes, needed(".js")))]


@measure("First page: styles", target=35, unit="KB gzip")
def styles() -> Iterable[float]:
    return [sum(map(kilobytes, needed(".css")))]


@measure("First page: document", target=15, unit="KB gzip")
def document() -> Iterable[float]:
    return [kilobytes("/index.html")]


def needed(suffix: str) -> set[str]:
    """Files that the first page names, and what those scripts import at once."""
    page = (BUILT / "index.html").read_text()
    found = {one or two for one, two in ADDRESS.findall(page)}
    found = {path for path in found if path.endswith(suffix)}
    waiting = list(found) if suffix == ".js" else []
    while waiting:
        more = {"/assets/" + name[2:] for name in FURTHER.findall(text(waiting.pop()))} - found
        found |= more
        waiting.extend(more)
    return found


def text(path: str) -> str:
    return (BUILT / path.lstrip("/")).read_text()


@cache
def kilobytes(path: str) -> float:
    return len(gzip.compress(text(path).encode(), 9)) / 1000
