"""The case feed: files in, and what there is to know about them."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table

from cx_app import database
from cx_app.cli.console import demo_only, fail, out, progress
from cx_app.domain.business_time import eastern_date
from cx_app.gateways import clock
from cx_app.services.feed import waiting
from cx_app.services.feed.files import REJECTS_SUFFIX, FeedFile, Rejects
from cx_app.services.feed.import_lines import (
    How,
    Strict,
    Tally,
    first_bad,
    import_lines,
    resumes_at,
)
from cx_app.services.feed.rehearse import rehearsal
from cx_app.services.feed.schema import as_text, schema
from cx_app.services.keys.start import ready

SOME_REJECTED: Final = 3

app = typer.Typer()
about = typer.Typer(help="The case feed's format, and what waits.", no_args_is_help=True)

Seed = Annotated[int, typer.Option(help="Other made-up people for another number")]


@app.command("import")
def import_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="JSON lines, or .gz")],
    rejects: Annotated[
        Path | None, typer.Option(help=f"Where bad lines go; else FILE{REJECTS_SUFFIX}")
    ] = None,
    history: Annotated[
        bool, typer.Option("--history", help="Long known: no message and no code follows")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad line")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, and leave nothing behind")
    ] = False,
) -> None:
    """Import case feed files (docs/feed.md). Sending a file twice changes nothing, and a file
    whose import was stopped goes on where it stopped."""
    ready()
    how = How(history=history, strict=strict)
    try:
        with ExitStack() as open_until_done:
            opened = [open_until_done.enter_context(FeedFile(path)) for path in files]
            if strict:
                _refuse_bad(opened)
            resumed = _resumed(opened)
            shared = open_until_done.enter_context(Rejects(rejects, resumed)) if rejects else None
            if dry_run:
                how = replace(how, transaction=open_until_done.enter_context(rehearsal()))
            rejected = sum(_import_file(file, shared, how, resumed).rejected for file in opened)
    except Strict as stopped:
        bad = stopped.reject
        fail(f"{bad.file}, line {bad.line}: {bad.reason}; nothing from there on counts (--strict)")
    if dry_run:
        out.print("Nothing of this was kept (--dry-run).")
    if rejected:
        raise typer.Exit(SOME_REJECTED)


def _refuse_bad(files: list[FeedFile]) -> None:
    """Before anything counts: every line of every file is a record."""
    for file in files:
        if bad := first_bad(file.lines(), file.path.name):
            raise Strict(bad)


def _resumed(files: list[FeedFile]) -> dict[str, int]:
    with database.read() as session:
        return {file.path.name: resumes_at(session, file.sha256) for file in files}


@app.command("sample-feed")
def sample_feed_command(
    cases: Annotated[int, typer.Option(min=1, help="How many filings; about 7 lines each")] = 100,
    seed: Seed = 1,
    output: Annotated[
        Path | None, typer.Option("--out", help="Where to write; else standard output")
    ] = None,
) -> None:
    """Write a feed about made-up people, with every kind of record in it."""
    from demo.sample_feed import SampleFeed

    feed = SampleFeed(cases, eastern_date(clock.wall()), seed)
    if output is None:
        stream = typer.get_binary_stream("stdout")
        stream.writelines(line + b"\n" for line in feed.lines())
        return
    with output.open("wb") as file, progress(output.name, cases) as advance:
        for written, line in enumerate(feed.lines(), 1):
            file.write(line + b"\n")
            if written % 1_000 == 0:
                advance(feed.begun, written)
    out.print(f"{cases:,} filings of made-up people in {output}.", markup=False)


@app.command("import-history")
def import_history_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Parquet, one row a pseudo-case")],
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many cases")] = None,
    seed: Seed = 1,
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


@about.command("schema")
def schema_command() -> None:
    """The JSON Schema of a line."""
    typer.echo(as_text(schema()), nl=False)


@about.command("waiting")
def waiting_command() -> None:
    """Records that wait for others, and those that can't be applied, with the reason."""
    with database.read() as session:
        lines = waiting.overview(session)
    if not lines:
        out.print("Nothing waits.")
        return
    table = Table("Waits for", "Can't be applied because", "Records", "Oldest since")
    for line in lines:
        since = eastern_date(line.since).isoformat()
        table.add_row(f"a {line.needs}", line.reason, f"{line.count:,}", since)
    out.print(table)


@about.command("forget")
def forget_command(
    reason: Annotated[str, typer.Argument(help="As `cx feed waiting` shows it")],
) -> None:
    """Drop records that can't be applied. What still waits stays."""
    if not reason:
        fail("name the reason; what still waits is never dropped")
    with database.write() as session:
        dropped = waiting.forget(session, reason)
    out.print(f"{dropped:,} records dropped.")


def _import_file(
    file: FeedFile, shared: Rejects | None, how: How, resumed: dict[str, int]
) -> Tally:
    begun, path = time.monotonic(), file.path
    with ExitStack() as open_until_done:
        beside = path.with_name(path.name + REJECTS_SUFFIX)
        sink = shared or open_until_done.enter_context(Rejects(beside, resumed))
        advance = open_until_done.enter_context(progress(path.name, file.size))
        tally = import_lines(
            file.lines(),
            source=path.name,
            sha256=file.sha256,
            how=how,
            on_reject=sink,
            on_progress=lambda t: advance(file.position, t.lines),
        )
    if resumed[path.name]:
        out.print(f"{path.name}: went on after line {resumed[path.name]:,}.", markup=False)
    _say(path.name, tally, time.monotonic() - begun)
    if tally.rejected:
        out.print(f"Why lines were set aside: {sink.path}", markup=False)
    return tally


def _say(what: str, tally: Tally, seconds: float) -> None:
    rate = tally.lines / max(seconds, 0.001)
    out.print(f"{what}: {counts(tally)}, in {seconds:.1f} s ({rate:,.0f} lines/s).", markup=False)


def counts(tally: Tally) -> str:
    said = (
        f"{tally.applied:,} lines applied, {tally.repeated:,} known already, "
        f"{tally.rejected:,} set aside"
    )
    if tally.waiting:
        said += f", {tally.waiting:,} wait for what has not come yet"
    if tally.woken:
        said += f", {tally.woken:,} that had waited applied"
    return said
