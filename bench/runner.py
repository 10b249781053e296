"""Measures, percentiles and the table. A measure is a function in a module of this folder:

    @measure("Case page: click to content", target=200, unit="ms")
    def case_page() -> Iterable[float]: ...

It returns its samples in the unit named. The 95th percentile must not exceed the target.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from typing import Final

from rich.console import Console
from rich.table import Table

import bench

Measured = Callable[[], Iterable[float]]
console: Final = Console(highlight=False, width=None if sys.stdout.isatty() else 110)


@dataclass(frozen=True, slots=True)
class Measure:
    name: str
    target: float
    unit: str
    run: Measured


@dataclass(frozen=True, slots=True)
class Result:
    measure: Measure
    samples: tuple[float, ...]

    @property
    def p50(self) -> float:
        return percentile(self.samples, 50)

    @property
    def p95(self) -> float:
        return percentile(self.samples, 95)

    @property
    def met(self) -> bool:
        return bool(self.samples) and self.p95 <= self.measure.target


BUSY: Final = 1.5
"""Load for each processor above which waiting for others is measured, not the portal."""
MEASURES: Final[list[Measure]] = []


def measure(name: str, *, target: float, unit: str) -> Callable[[Measured], Measured]:
    """Registers a measure under the name that the table shows and the command line takes."""

    def keep(run: Measured) -> Measured:
        MEASURES.append(Measure(name, target, unit, run))
        return run

    return keep


def percentile(samples: Iterable[float], percent: int) -> float:
    """The nearest rank: the smallest sample that `percent` of all do not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def times_ms(act: Callable[[], object], count: int) -> Iterable[float]:
    """How long each of `count` calls takes, in milliseconds; the first is not counted."""
    act()
    for _ in range(count):
        begun = time.perf_counter()
        act()
        yield (time.perf_counter() - begun) * 1000


def main(wanted: list[str]) -> int:
    """Runs the measures whose names contain one of the words, or all. 1 when a target is missed."""
    for module in pkgutil.iter_modules(bench.__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"bench.{module.name}")
    chosen = [m for m in MEASURES if not wanted or any(w.lower() in m.name.lower() for w in wanted)]
    if not chosen:
        console.print(f"No measure has {' or '.join(wanted)} in its name.")
        return 2
    results = []
    for one in chosen:
        console.print(f"{one.name} ...", style="dim")
        results.append(Result(one, samples(one)))
    console.print(table(results))
    busy, processors = os.getloadavg()[0], os.cpu_count() or 1
    if busy > processors * BUSY:
        console.print(f"Times are too long: this machine does other work (load {busy:.1f}).")
    return 0 if all(result.met for result in results) else 1


def samples(one: Measure) -> tuple[float, ...]:
    """Empty when the measure itself failed; the others still run."""
    try:
        return tuple(one.run())
    except Exception:
        console.print_exception(max_frames=4)
        return ()


def table(results: Iterable[Result]) -> Table:
    shown = Table("Measure", "Samples", "p50", "p95", "Target", "Verdict")
    for column in shown.columns[1:5]:
        column.justify = "right"
    for result in results:
        one = result.measure
        measured = (result.p50, result.p95) if result.samples else ()
        reached = [figure(x, one.unit) for x in measured] or ["", ""]
        row = (one.name, str(len(result.samples)), *reached, figure(one.target, one.unit))
        shown.add_row(*row, verdict(result))
    return shown


def figure(value: float, unit: str) -> str:
    return f"{value:,.{0 if value >= 100 else 1}f} {unit}"


def verdict(result: Result) -> str:
    if not result.samples:
        return "[red]failed[/]"
    return "[green]met[/]" if result.met else "[red]missed[/]"
