"""The database's schema and the demonstration's stories."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import make_url

from cx_app import database, migrate
from cx_app.cli.console import demo_only, fail, out, progress
from cx_app.cli.feed import counts
from cx_app.cli.feed_out import BOOK
from cx_app.services.keys import fill
from cx_app.services.keys.start import ready
from cx_app.services.messages import catalogue
from cx_app.services.policy import current
from cx_app.settings import settings

app = typer.Typer()
demo = typer.Typer(help="Only in the demonstration.", no_args_is_help=True)


@app.command("migrate")
def migrate_command() -> None:
    """Bring the database to the current schema and fill in rules that have no value yet."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.upgrade()
    with database.write() as session:
        added = current.seed(session)
        words = catalogue.seed(session)
    _fill_in()
    out.print(
        f"The database is current; {added} rule settings and {words} message templates added."
    )


def _fill_in() -> None:
    """Hashes that this version looks up and rows of an earlier one lack; nothing asks for a key
    where there are none."""
    if rows := fill.lacking():
        ready()
        with progress("Filling in", rows, "rows") as advance:
            filled = fill.fill_in(lambda done: advance(done, done))
        out.print(f"{filled:,} of {rows:,} rows filled in; the log names those that do not open.")


@app.command("seed")
def seed_command() -> None:
    """Tell the demo stories: people, cases, codes, accounts and staff."""
    demo_only()
    ready()
    from demo.seed import seed

    tally = seed()
    out.print(f"Demo stories: {counts(tally)}.")


@demo.command("fill")
def fill_command(
    requests: Annotated[int, typer.Option(min=1, help="How many requests for a visit")] = 10_000,
    seed: Annotated[int, typer.Option(help="Another one makes others")] = 1,
) -> None:
    """Add made-up requests for a visit, to try the officers' desk at scale."""
    demo_only()
    ready()
    from demo.many_requests import TooFew, fill

    try:
        with progress("Requests", requests, "requests") as told:
            made = fill(requests, seed, lambda done: told(done, done))
    except TooFew as error:
        fail(f"{error}; run `cx seed` first")
    out.print(f"{made:,} requests for a visit were added.")


@demo.command("reset")
def reset_command(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
) -> None:
    """Empty the demonstration's database and tell the stories again."""
    demo_only()
    where = make_url(settings.database).render_as_string(hide_password=True)
    if not yes and not typer.confirm(f"Delete everything in {where}?"):
        fail("nothing was deleted")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.downgrade("base")
    (settings.data_dir / BOOK).unlink(missing_ok=True)
    migrate_command()
    seed_command()
