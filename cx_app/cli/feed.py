"""The case feed: files in."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Final

import typer

from cx_app import database
from cx_app.cli.console import demo_only, fail, out, progress
from cx_app.domain.business_time import eastern_date
from cx_app.gateways import clock
from cx_app.services.feed.files import REJECTS_SUFFIX, FeedFile, Rejects
from cx_app.services.feed.import_lines import Tally, import_lines
from cx_app.services.keys.start import ready

SOME_REJECTED: Final = 3

app = typer.Typer()


@app.command("import")
def import_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="JSON lines, or .gz")],
    rejects: Annotated[
        Path | None, typer.Option(help=f"Where bad lines go; else FILE{REJECTS_SUFFIX}")
    ] = None,
) -> None:
    """Import case feed files (docs/feed.md). Sending a file twice changes nothing."""
    ready()
    with ExitStack() as open_until_done:
        shared = open_until_done.enter_context(Rejects(rejects)) if rejects else None
        rejected = sum(_import_file(path, shared).rejected for path in files)
    if rejected:
        raise typer.Exit(SOME_REJECTED)


@app.command("import-history")
def import_history_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Parquet, one row a pseudo-case")],
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many cases")] = None,
    seed: Annotated[int, typer.Option(help="Other made-up people for another number")] = 1,
    issue_code_for: Annotated[
        int | None, typer.Option(min=1, help="The case (from 1) that gets a code")
    ] = None,
) -> None:
    """Fill the demonstration with cases of made-up people that take as long as real ones."""
    demo_only()
    ready()
    from demo.history import History, HistoryError

    with database.read() as session:
        today = eastern_date(clock.business(session))
    try:
        history = History(file, today=today, seed=seed, limit=limit, code_for=issue_code_for)
    except HistoryError as error:
        fail(str(error))
    begun = time.monotonic()
    with progress(file.name, history.cases) as advance:
        tally = import_lines(
            history.lines(), source=file.name, on_progress=lambda t: advance(history.begun, t.lines)
        )
    _say(f"{history.begun} cases of {file.name}", tally, time.monotonic() - begun)
    if history.coded:
        who = history.coded.somebody
        out.print(
            f"A code goes to {who.given_name} {who.family_name}, born {who.birth_date}, "
            f"for {history.coded.receipt_number}; its letter comes to the demo mailbox."
        )
    if tally.rejected:
        raise typer.Exit(SOME_REJECTED)


def _import_file(path: Path, shared: Rejects | None) -> Tally:
    begun = time.monotonic()
    with ExitStack() as open_until_done:
        file = open_until_done.enter_context(FeedFile(path))
        beside = path.with_name(path.name + REJECTS_SUFFIX)
        sink = shared or open_until_done.enter_context(Rejects(beside))
        advance = open_until_done.enter_context(progress(path.name, file.size))
        tally = import_lines(
            file.lines(),
            source=path.name,
            sha256=file.sha256,
            on_reject=sink,
            on_progress=lambda t: advance(file.position, t.lines),
        )
    _say(path.name, tally, time.monotonic() - begun)
    if tally.rejected:
        out.print(f"Why lines were set aside: {sink.path}", markup=False)
    return tally


def _say(what: str, tally: Tally, seconds: float) -> None:
    rate = tally.lines / max(seconds, 0.001)
    out.print(f"{what}: {counts(tally)}, in {seconds:.1f} s ({rate:,.0f} lines/s).", markup=False)


def counts(tally: Tally) -> str:
    return (
        f"{tally.applied:,} lines applied, {tally.repeated:,} known already, "
        f"{tally.rejected:,} set aside"
    )
