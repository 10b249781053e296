"""`cx`: the command line. Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 done but some
lines were set aside."""

from __future__ import annotations

import getpass
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from cx_app import database, migrate
from cx_app.domain.business_time import eastern_date
from cx_app.domain.identity import Role
from cx_app.gateways import clock
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.feed.files import REJECTS_SUFFIX, FeedFile, FeedFileError, Rejects
from cx_app.services.feed.import_lines import Tally, import_lines
from cx_app.services.identity import grants
from cx_app.services.identity.grants import GRANTABLE, NoSuchAccount
from cx_app.services.policy import current
from cx_app.settings import SettingsError, settings

SOME_REJECTED: Final = 3
NO_TABLES: Final = ("no such table", "does not exist", "unable to open database file")

app = typer.Typer(
    name="cx",
    help="Run and fill the portal.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
staff = typer.Typer(help="Who holds which role.", no_args_is_help=True)
demo = typer.Typer(help="Only in the demonstration.", no_args_is_help=True)
app.add_typer(staff, name="staff")
app.add_typer(demo, name="demo")

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Who = Annotated[str, typer.Argument(metavar="EMAIL_OR_SUBJECT")]
RoleName = Annotated[str, typer.Argument(metavar="ROLE", help=", ".join(GRANTABLE))]
Issuer = Annotated[str, typer.Option(help="The identity provider, if not the one in settings.")]


def main(arguments: list[str] | None = None) -> None:
    """Runs a command; what can go wrong in daily use ends as one line, never as a trace."""
    try:
        app(args=arguments)
    except (SettingsError, FeedFileError, NoSuchAccount) as error:
        fail(str(error))
    except SQLAlchemyError as error:
        fail(_database_trouble(error))
    except KeyboardInterrupt:
        fail("stopped; run the same command again to do the rest")


def fail(message: str) -> NoReturn:
    err.print(f"cx: {message}", markup=False)
    sys.exit(1)


@app.command("migrate")
def migrate_command() -> None:
    """Bring the database to the current schema and fill in rules that have no value yet."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.upgrade()
    with database.write() as session:
        added = current.seed(session)
    out.print(f"The database is current; {added} rule settings added.")


@app.command("seed")
def seed_command() -> None:
    """Tell the demo stories: people, cases, codes, accounts and staff."""
    _demo_only()
    from demo.seed import seed

    tally = seed()
    out.print(f"Demo stories: {_counts(tally)}.")


@app.command("import")
def import_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="JSON lines, or .gz")],
    rejects: Annotated[
        Path | None, typer.Option(help=f"Where bad lines go; else FILE{REJECTS_SUFFIX}")
    ] = None,
) -> None:
    """Import case feed files (docs/feed.md). Sending a file twice changes nothing."""
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
    _demo_only()
    from demo.history import History, HistoryError

    with database.read() as session:
        today = eastern_date(clock.business(session))
    try:
        history = History(file, today=today, seed=seed, limit=limit, code_for=issue_code_for)
    except HistoryError as error:
        fail(str(error))
    begun = time.monotonic()
    with _progress(file.name, history.cases) as advance:
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


@staff.command("grant")
def grant_command(who: Who, role: RoleName, issuer: Issuer = settings.issuer) -> None:
    """Give a role. A subject may get one before signing in for the first time."""
    granted = _role(role)
    with database.write() as session:
        account = grants.account_of(session, issuer, who)
        account = account or grants.ensure_account(session, issuer, who)
        new = grants.grant(session, SYSTEM_ACTOR, account, granted, _myself())
    out.print(f"{who} {'now holds' if new else 'already held'} the role {role}.", markup=False)


@staff.command("revoke")
def revoke_command(who: Who, role: RoleName, issuer: Issuer = settings.issuer) -> None:
    """Take a role away; whoever held it is signed out."""
    revoked = _role(role)
    with database.write() as session:
        account = grants.account_of(session, issuer, who)
        held = account is not None and grants.revoke(session, SYSTEM_ACTOR, account, revoked)
    if not held:
        fail(f"{who} does not hold the role {role}")
    out.print(f"{who} no longer holds the role {role}.", markup=False)


@staff.command("list")
def list_command() -> None:
    """Every role that is held now."""
    table = Table("Role", "Subject", "Name", "Granted by", "On")
    with database.read() as session:
        for grant in grants.granted(session):
            day = eastern_date(grant.granted_at).isoformat()
            table.add_row(grant.role, grant.subject, grant.name, grant.granted_by, day)
    out.print(table)


@demo.command("reset")
def reset_command(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
) -> None:
    """Empty the demonstration's database and tell the stories again."""
    _demo_only()
    where = make_url(settings.database).render_as_string(hide_password=True)
    if not yes and not typer.confirm(f"Delete everything in {where}?"):
        fail("nothing was deleted")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.downgrade("base")
    migrate_command()
    seed_command()


def _import_file(path: Path, shared: Rejects | None) -> Tally:
    begun = time.monotonic()
    with ExitStack() as open_until_done:
        file = open_until_done.enter_context(FeedFile(path))
        beside = path.with_name(path.name + REJECTS_SUFFIX)
        sink = shared or open_until_done.enter_context(Rejects(beside))
        advance = open_until_done.enter_context(_progress(path.name, file.size))
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


class _Advance:
    """Moves a progress bar: how far of the total, and how many lines that was."""

    def __init__(self, bar: Progress, name: str, total: int) -> None:
        self._bar, self._begun = bar, time.monotonic()
        self._task = bar.add_task(name, total=total, rate="")

    def __call__(self, done: int, lines: int) -> None:
        rate = lines / max(time.monotonic() - self._begun, 0.001)
        self._bar.update(self._task, completed=done, rate=f"{rate:,.0f} lines/s")


@contextmanager
def _progress(name: str, total: int) -> Iterator[_Advance]:
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %  {task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        yield _Advance(bar, name, total)


def _say(what: str, tally: Tally, seconds: float) -> None:
    rate = tally.lines / max(seconds, 0.001)
    out.print(f"{what}: {_counts(tally)}, in {seconds:.1f} s ({rate:,.0f} lines/s).", markup=False)


def _counts(tally: Tally) -> str:
    return (
        f"{tally.applied:,} lines applied, {tally.repeated:,} known already, "
        f"{tally.rejected:,} set aside"
    )


def _role(name: str) -> Role:
    if name not in GRANTABLE:
        fail(f"there is no role {name}; roles are {', '.join(GRANTABLE)}")
    return Role(name)


def _myself() -> str:
    try:
        return f"command line: {getpass.getuser()}"
    except (KeyError, OSError):
        return "command line"


def _demo_only() -> None:
    if not settings.demo:
        fail("this is only for the demonstration (CX_DEMO=true)")


def _database_trouble(error: SQLAlchemyError) -> str:
    """Without the statement's values, which may identify people."""
    cause = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
    if any(sign in cause for sign in NO_TABLES):
        return "the database has no tables yet; run `cx migrate` first"
    if "locked" in cause:
        return "the database is in use by another process; try again in a moment"
    return f"the database could not do that: {cause}"


if __name__ == "__main__":
    main()
