"""`cx`: the command line. Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 done but some
lines were set aside."""

from __future__ import annotations

import typer
from sqlalchemy.exc import SQLAlchemyError

from cx_app import database
from cx_app.cli import audit, feed, feed_out, install, keys, mailroom, progress, staff
from cx_app.cli.console import fail
from cx_app.services.feed.files import FeedFileError
from cx_app.services.identity.grants import NoSuchAccount
from cx_app.settings import SettingsError

app = typer.Typer(
    name="cx",
    help="Run and fill the portal.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(install.app)
app.add_typer(feed.app)
app.add_typer(feed.about, name="feed")
app.add_typer(feed_out.agency)
app.add_typer(feed_out.app, name="feed-out")
app.add_typer(staff.app, name="staff")
app.add_typer(keys.app, name="keys")
app.add_typer(audit.app, name="audit")
app.add_typer(mailroom.app, name="mailroom")
app.add_typer(progress.app, name="progress")
app.add_typer(install.demo, name="demo")


def main(arguments: list[str] | None = None) -> None:
    """Runs a command; what can go wrong in daily use ends as one line, never as a trace."""
    try:
        app(args=arguments)
    except (SettingsError, FeedFileError, NoSuchAccount) as error:
        fail(str(error))
    except SQLAlchemyError as error:
        fail(database.trouble(error))
    except KeyboardInterrupt:
        fail("stopped; run the same command again to do the rest")
