"""The sealed audit trail: checking it, and its head."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cx_app import database
from cx_app.cli.console import err, fail, out, progress
from cx_app.domain.audit import published_hash
from cx_app.services.audit import seal as seals
from cx_app.services.audit.verify import MANY, Report, rows_to_check, verify

app = typer.Typer(help="Check that nobody altered the audit trail.", no_args_is_help=True)


@app.command("verify")
def verify_command(
    batch: Annotated[int | None, typer.Option(min=1, help="Only this batch")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what was sealed since (UTC)")
    ] = None,
    head: Annotated[
        list[str] | None,
        typer.Option(help="A head that was published: its hash, its line, or a file of lines"),
    ] = None,
) -> None:
    """Check every sealed row and name the first one that was altered, is missing or was put in.

    Ends with 1 if there is one. A chain that was rebuilt from scratch is found only by --head.
    """
    start = since.replace(tzinfo=UTC) if since else None
    heads = frozenset(one for given in head or [] for one in _hashes(given))
    total = rows_to_check(only=batch, since=start)
    with progress("Checking", total, "rows") as advance:
        report = verify(
            only=batch, since=start, heads=heads, on_progress=lambda rows: advance(rows, rows)
        )
    if not report.intact:
        _tell(report)
        raise typer.Exit(1)
    known = f"; {len(heads):,} published heads are in it" if heads else ""
    out.print(f"Intact: {_counts(report)}{known}.")
    if report.head:
        out.print(report.head.line)


@app.command("head")
def head_command() -> None:
    """The newest batch as one line. Keep it where nobody who runs the portal can change it."""
    with database.read() as session:
        newest = seals.head(session)
    if newest is None:
        fail("nothing is sealed yet; the worker seals every few seconds")
    out.print(newest.line)


def _hashes(given: str) -> list[str]:
    """Of a hash, a line or a file of lines; fails when it holds something else."""
    lines = [given]
    if published_hash(given) is None:
        try:
            lines = Path(given).read_text().splitlines()
        except (OSError, UnicodeDecodeError):
            fail(f"{given} is neither the hash of a head nor a file of heads")
    found = [published_hash(line) for line in lines if line.strip()]
    if not found or None in found:
        fail(f"{given} holds a line that is no head")
    return [one for one in found if one]


def _tell(report: Report) -> None:
    first, *others = report.damages
    err.print(f"cx: {first.sentence}", markup=False)
    for other in others[: MANY - 1]:
        err.print(f"    then {other.sentence}", markup=False)
    err.print(f"    Checked: {_counts(report)}.")


def _counts(report: Report) -> str:
    rows, batches = report.rows, report.batches
    return (
        f"{rows:,} row{'s' if rows != 1 else ''} in {batches:,} batch{'es' if batches != 1 else ''}"
    )
