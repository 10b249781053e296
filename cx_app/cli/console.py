"""What all commands share: where they print, how they fail, how they show progress."""

from __future__ import annotations

import getpass
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from cx_app.settings import settings

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(message: str) -> NoReturn:
    """Says in one line what went wrong, and ends with 1."""
    err.print(f"cx: {message}", markup=False)
    sys.exit(1)


def demo_only() -> None:
    if not settings.demo:
        fail("this is only for the demonstration (CX_DEMO=true)")


def myself() -> str:
    """Who types, for records of what was done from the command line."""
    try:
        return f"command line: {getpass.getuser()}"
    except (KeyError, OSError):
        return "command line"


class Advance:
    """Moves a progress bar: how far of the total, and how many of what is counted that was."""

    def __init__(self, bar: Progress, name: str, total: int, unit: str) -> None:
        self._bar, self._unit, self._begun = bar, unit, time.monotonic()
        self._task = bar.add_task(name, total=total, rate="")

    def __call__(self, done: int, count: int) -> None:
        rate = count / max(time.monotonic() - self._begun, 0.001)
        self._bar.update(self._task, completed=done, rate=f"{rate:,.0f} {self._unit}/s")


@contextmanager
def progress(name: str, total: int, unit: str = "lines") -> Iterator[Advance]:
    """A bar with rate and time left, where somebody is watching."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %  {task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        yield Advance(bar, name, total, unit)
