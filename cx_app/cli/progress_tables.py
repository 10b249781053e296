"""myProgress: fit the tables of a day, ask them, and check what they said."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cx_app import database
from cx_app.cli.console import fail, out
from cx_app.domain.business_time import eastern_date
from cx_app.domain.progress import snapshot
from cx_app.domain.progress.estimate import Facts, estimate
from cx_app.domain.progress.history import Stratum
from cx_app.domain.progress.receipt import ReceiptError, made_again, receipt
from cx_app.domain.progress.table import Milestone, Table
from cx_app.gateways import clock
from cx_app.services.progress.nightly import day_due, fit_days
from cx_app.services.progress.tables import current, stored

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def fit_command(
    day: Annotated[
        list[datetime] | None,
        typer.Option(formats=["%Y-%m-%d"], help="Another day than the last; may be repeated"),
    ] = None,
) -> None:
    """Fit the tables of the last whole day, or of given days. What is kept already stays."""
    if day:
        days = [one.date() for one in day]
    else:
        with database.read() as session:
            due = day_due(session)
        days = [due] if due else []
    made = fit_days(database.read, database.write, days)
    said = ", ".join(one.isoformat() for one in days) or "nothing was due"
    out.print(f"{made} new tables ({said}).")


def estimate_command(
    form: Annotated[str, typer.Option(help="Such as I-90")],
    received: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])],
    category: str = "",
    office: str = "",
    milestone: Milestone = Milestone.DECISION,
    as_of: Day = None,
) -> None:
    """Print what a case would be told now, as a receipt."""
    with database.read() as session:
        table = current(session).tables.get(milestone)
        today = as_of.date() if as_of else eastern_date(clock.business(session))
    if table is None:
        fail(f"there is no table of {milestone} yet; run `cx progress fit`")
    facts = Facts(Stratum(form, category, office), received.date(), today)
    out.print_json(json.dumps(receipt(estimate(table, facts), facts)))


def recompute_command(
    file: Annotated[Path, typer.Argument(help="A receipt, as JSON")],
    table_file: Annotated[
        Path | None, typer.Option("--table", help="The table, where it is not kept here")
    ] = None,
) -> None:
    """Make the figures of a receipt again, and compare: those of the decision, and of each step
    beside it unless a table is given. Ends with 1 where they differ."""
    try:
        receipt_file = json.loads(file.read_text())
        steps = [] if table_file else receipt_file.get("steps", [])
        for kept in (receipt_file, *steps):
            _made_again(kept, table_file)
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    except (
        *(AttributeError, LookupError, TypeError, ValueError),
        *(ReceiptError, snapshot.SnapshotError),
    ) as error:
        fail(str(error))


def _made_again(kept: Any, table_file: Path | None) -> None:
    said, again = kept["said"], made_again(_table(kept, table_file), kept)
    if again != said:
        fail(f"the receipt says {json.dumps(said)}, the counts give {json.dumps(again)}")
    made = f"made from {kept['counts']} by method {kept['method']}"
    out.print(f"{kept['milestone']}: the same figures, {made}:")
    out.print_json(json.dumps(again))


def table_command(
    counts: Annotated[str, typer.Argument(help="The id that a receipt names")],
    to: Annotated[Path, typer.Option("--out", help="The file to write")],
) -> None:
    """Write a kept table to a file. It counts small groups: for auditors, not the public."""
    with database.read() as session:
        try:
            table = stored(session, counts)
        except LookupError as error:
            fail(str(error))
    to.write_bytes(snapshot.dump(table))
    out.print(f"{counts}: {table.milestone} at the end of {date.isoformat(table.day)}.")


def _table(kept: Any, file: Path | None) -> Table:
    if file:
        return snapshot.load(file.read_bytes())
    with database.read() as session:
        return stored(session, str(kept["counts"]))
