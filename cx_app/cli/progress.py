"""myProgress: how right its estimates would have been."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from cx_app.cli import progress_tables as tables
from cx_app.cli.console import fail, out
from cx_app.domain.progress.backtest import NotScorable, Report, backtest
from cx_app.domain.progress.methods import METHODS
from cx_app.services.progress.history_file import HistoryFileError, read_decisions, read_looks

app = typer.Typer(help="Estimates of how long cases still wait.", no_args_is_help=True)
MEGABYTE: Final = 1_000_000


app.command("fit")(tables.fit_command)
app.command("estimate")(tables.estimate_command)
app.command("recompute")(tables.recompute_command)
app.command("table")(tables.table_command)


@app.command("backtest")
def backtest_command(
    decisions: Annotated[Path, typer.Option(help="Parquet: form, centre, received, decided, …, n")],
    observed: Annotated[Path, typer.Option(help="CSV: the days on which somebody looked")],
    origins: Annotated[str, typer.Option(help="Days to estimate on: DATE[,DATE…]")],
    horizon: Annotated[int, typer.Option(min=1, help="Days after each in which to look")] = 90,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write all figures here, origin by origin")
    ] = None,
) -> None:
    """Estimate on past days from what was known then, and compare with what happened
    (docs/myprogress.md says what the columns mean)."""
    try:
        days = [date.fromisoformat(day.strip()) for day in origins.split(",")]
    except ValueError as error:
        fail(f"--origins: {error}")
    try:
        histories = read_decisions(decisions)
        reports = backtest(
            histories, read_looks(observed), days, horizon, METHODS, time.perf_counter
        )
    except (HistoryFileError, NotScorable) as error:
        fail(str(error))
    out.print(as_table(reports))
    if histories.set_aside:
        out.print(f"{histories.set_aside:,} cases with contradicting dates were set aside.")
    out.print(f"Memory at most {peak_memory() / MEGABYTE:,.0f} MB.")
    if json_file:
        json_file.write_text(json.dumps(as_json(reports, horizon), indent=1) + "\n")


def as_table(reports: list[Report]) -> Table:
    """A column for each method; beside the figures, the change against the first of them."""
    shown = Table("All origins together")
    for report in reports:
        shown.add_column(report.method, justify="right")
    for name, figure, digits in FIGURES:
        values = [figure(report) for report in reports]
        shown.add_row(name, *(_said(value, values[0], name, digits) for value in values))
    return shown


def _said(value: float | None, first: float | None, name: str, digits: int) -> str:
    if value is None:
        return ""
    said = f"{value:,.{digits}f}"
    if name in COMPARED and first and value != first:
        said = f"{said} ({value / first - 1:+.0%})"
    return said


COMPARED: Final = ("MAE, days", "CRPS, days")
FIGURES: Final[list[tuple[str, Callable[[Report], float | None], int]]] = [
    ("MAE, days", lambda r: r.scores.mae, 1),
    ("Pinball, days", lambda r: r.scores.pinball, 2),
    ("CRPS, days", lambda r: r.scores.crps, 1),
    ("ECE of 30 days", lambda r: r.scores.ece.get(30), 3),
    ("ECE of 90 days", lambda r: r.scores.ece.get(90), 3),
    ("Chance of 90 days said, share", lambda r: r.scores.said.get(90), 2),
    ("Coverage of p10 to p90", lambda r: r.scores.coverage, 2),
    ("Width of it, days", lambda r: r.scores.width, 0),
    ("80 % dates within the horizon", lambda r: r.scores.dates, 0),
    ("Share of them that held", lambda r: r.scores.dates_held, 2),
    ("Cases", lambda r: r.scores.cases, 0),
    ("Fit, seconds", lambda r: r.fit_seconds, 2),
    ("A forecast, microseconds", lambda r: r.seconds_a_forecast * 1e6, 0),
]


def as_json(reports: list[Report], horizon: int) -> dict[str, Any]:
    methods = {
        report.method: {
            "pooled": asdict(report.scores),
            "by_origin": {day.isoformat(): asdict(s) for day, s in report.by_origin.items()},
            "fit_seconds": report.fit_seconds,
            "seconds_a_forecast": report.seconds_a_forecast,
        }
        for report in reports
    }
    return {"horizon": horizon, "peak_memory_bytes": peak_memory(), "methods": methods}


def peak_memory() -> int:
    """Bytes this process has held at most."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
