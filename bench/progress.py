"""myProgress: how right estimates are against the public page, and how fast they are made.

The histories are made up unless `CX_PROGRESS_HISTORY` names a folder with `decisions.parquet` and
`observation_days.csv`. Made-up ones prove the machinery and its speed; only real ones say
something about the method. Figures of real ones are kept in docs/myprogress.md.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from bench.runner import console, measure
from cx_app.cli.progress import as_table, peak_memory
from cx_app.domain.progress import snapshot
from cx_app.domain.progress.ages import Ints
from cx_app.domain.progress.backtest import Report, backtest
from cx_app.domain.progress.estimate import Facts, estimate
from cx_app.domain.progress.history import Histories, Stratum, number
from cx_app.domain.progress.methods import METHODS
from cx_app.domain.progress.table import Milestone, fit
from cx_app.services.progress.history_file import read_decisions, read_looks

FOLDER: Final = os.environ.get("CX_PROGRESS_HISTORY")
CASES, ESTIMATES = 1_000_000, 10_000
HORIZON: Final = 90
BEGIN, TODAY = date(2021, 10, 30), date(2022, 12, 18)
ORIGINS: Final = tuple(
    map(date.fromisoformat, ("2022-06-01", "2022-07-01", "2022-08-01", "2022-09-02"))
)
PAGE, OURS, SHOWN = "page_steady", "recent_pace", "as_shown"


@measure("Estimates: MAE against the public page", target=65 if FOLDER else 70, unit="%")
def mae() -> Iterable[float]:
    return [100 * reports()[OURS].scores.mae / reports()[PAGE].scores.mae]


@measure("Estimates: CRPS against the public page", target=78, unit="%")
def crps() -> Iterable[float]:
    return [100 * reports()[OURS].scores.crps / reports()[PAGE].scores.crps]


@measure("Estimates: ECE of 30 days", target=2, unit="%")
def ece30() -> Iterable[float]:
    return [100 * reports()[OURS].scores.ece[30]]


@measure("Estimates: ECE of 90 days", target=5, unit="%")
def ece90() -> Iterable[float]:
    return [100 * reports()[OURS].scores.ece[90]]


@measure("Estimates: ECE of 30 days, as people read it", target=2, unit="%")
def ece30_shown() -> Iterable[float]:
    return [100 * reports()[SHOWN].scores.ece[30]]


@measure("Estimates: ECE of 90 days, as people read it", target=5, unit="%")
def ece90_shown() -> Iterable[float]:
    return [100 * reports()[SHOWN].scores.ece[90]]


@measure("Estimates: points outside .78 to .93 within p10 to p90", target=0, unit="%")
def coverage() -> Iterable[float]:
    return [outside(reports()[OURS].scores.coverage, 0.78, 0.93)]


@measure("Estimates: points outside .70 to .90 of 80 % dates held", target=0, unit="%")
def dates_held() -> Iterable[float]:
    scores = reports()[OURS].scores
    assert scores.dates >= 1_000
    return [outside(scores.dates_held or 0, 0.70, 0.90)]


@measure("Estimates: fit of 1,000,000 cases, after counts", target=2_000, unit="ms")
def fit_a_million() -> Iterable[float]:
    history = a_million()
    for _n in range(3):
        begun = time.process_time()
        fit(history, Milestone.DECISION, TODAY)
        yield (time.process_time() - begun) * 1_000


@measure("Estimates: one of 10,000, 99th percentile", target=1, unit="ms")
def one_estimate() -> Iterable[float]:
    """Processor time: what another process takes meanwhile is not the estimate's."""
    table = snapshot.load(snapshot.dump(fit(a_million(), Milestone.DECISION, TODAY)))
    chance = np.random.default_rng(1)
    asked = [
        Facts(table.counts.strata[kind], TODAY - timedelta(days=int(age)), TODAY)
        for kind, age in zip(
            chance.integers(len(table.counts.strata), size=ESTIMATES),
            chance.integers(400, size=ESTIMATES),
            strict=True,
        )
    ]
    for facts in asked[:100]:
        estimate(table, facts)
    took = []
    for facts in asked:
        begun = time.process_time()
        estimate(table, facts)
        took.append((time.process_time() - begun) * 1_000)
    return [float(np.percentile(took, 99))]


@measure("Estimates: a day's table", target=165, unit="kB")
def table_size() -> Iterable[float]:
    return [len(snapshot.dump(fit(a_million(), Milestone.DECISION, TODAY))) / 1_000]


@measure("Estimates: memory of all of it", target=1_000, unit="MB")
def memory() -> Iterable[float]:
    reports()
    fit(a_million(), Milestone.DECISION, TODAY)
    return [peak_memory() / 1_000_000]


def outside(share: float, low: float, high: float) -> float:
    return 100 * max(low - share, share - high, 0)


@cache
def reports() -> dict[str, Report]:
    history, looks = given() if FOLDER else made_up()
    found = backtest(history, looks, ORIGINS, HORIZON, METHODS, time.perf_counter)
    console.print(as_table(found))
    return {report.method: report for report in found}


def given() -> tuple[Histories, list[date]]:
    folder = Path(FOLDER or "")
    return read_decisions(folder / "decisions.parquet"), read_looks(folder / "observation_days.csv")


@cache
def made_up() -> tuple[Histories, list[date]]:
    days = [BEGIN + timedelta(days=n) for n in range((TODAY - BEGIN).days + 1)]
    return a_million(), days


@cache
def a_million() -> Histories:
    """Cases one by one, as the counts' query groups none of them: eight forms at five offices,
    whose waits get shorter and longer over the year, and swing with the week."""
    chance = np.random.default_rng(7)
    strata = tuple(Stratum(f"F-{form}", "", f"office {n}") for form in range(8) for n in range(5))
    begin, end = number(BEGIN), number(TODAY)
    kind = chance.choice(len(strata), size=CASES, p=shares(len(strata)))
    received = chance.integers(begin, end, size=CASES)
    usual = np.linspace(40, 400, 8)[kind // 5] * (1 + 0.1 * (kind % 5))
    season = 1 + 0.3 * np.sin((received - begin) / 60)
    left = received + (usual * season * chance.lognormal(0, 0.6, size=CASES)).astype(np.int64)
    outcome: Ints = chance.choice(3, size=CASES, p=[0.8, 0.15, 0.05])
    ones = np.ones(CASES, np.int64)
    return Histories(
        strata, ("approved", "closed", "denied"), kind, received, received, left, outcome, ones
    )


def shares(count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A few large offices and many small ones."""
    sizes = 1 / np.arange(1, count + 1)
    return np.asarray(sizes / sizes.sum())
