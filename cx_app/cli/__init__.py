"""`cx`: the command line. Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 done but some
lines were set aside."""

from __future__ import annotations

from typing import Final

import typer
from sqlalchemy.exc import SQLAlchemyError

from cx_app.cli import feed, feed_out, install, staff
from cx_app.cli.console import fail
from cx_app.services.feed.files import FeedFileError
from cx_app.services.identity.grants import NoSuchAccount
from cx_app.settings import SettingsError

NO_TABLES: Final = ("no such table", "does not exist", "unable to open database file")

app = typer.Typer(
    name="cx",
    help="Run and fill the portal.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(install.app)
app.add_typer(feed.app)
app.add_typer(feed_out.agency)
app.add_typer(feed_out.app, name="feed-out")
app.add_typer(staff.app, name="staff")
app.add_typer(install.demo, name="demo")


def main(arguments: list[str] | None = None) -> None:
    """Runs a command; what can go wrong in daily use ends as one line, never as a trace."""
    try:
        app(args=arguments)
    except (SettingsError, FeedFileError, NoSuchAccount) as error:
        fail(str(error))
    except SQLAlchemyError as error:
        fail(database_trouble(error))
    except KeyboardInterrupt:
        fail("stopped; run the same command again to do the rest")


def database_trouble(error: SQLAlchemyError) -> str:
    """Without the statement's values, which may identify people."""
    cause = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
    if any(sign in cause for sign in NO_TABLES):
        return "the database has no tables yet; run `cx migrate` first"
    if "locked" in cause:
        return "the database is in use by another process; try again in a moment"
    return f"the database could not do that: {cause}"
