"""Keys that change: a new one, what the old ones are needed for, and moving to the newest."""

from __future__ import annotations

import secrets
from typing import Annotated, Final

import typer
from rich.table import Table

from cx_app import database
from cx_app.cli.console import fail, out, progress
from cx_app.domain.business_time import eastern_date
from cx_app.gateways import clock
from cx_app.security.crypto import KEY_ID
from cx_app.services.keys import rotation, use
from cx_app.services.keys.rotation import NotInFront
from cx_app.services.keys.start import ready
from cx_app.services.keys.status import KeyState, Standing, look
from cx_app.services.keys.use import SETTING
from cx_app.settings import random_key

app = typer.Typer(help="Keys of sealed values and of hashes.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="[NAME]", help="1 to 15 letters, digits and dashes")]
SOME_BROKEN: Final = 3
VERDICTS: Final = {
    Standing.NEWEST: "in use, new values are under it",
    Standing.FREE: "may be removed",
    Standing.MISSING: "missing, put it back into the setting",
}


@app.command("new")
def new_command(name: Name = "") -> None:
    """Make a key and print it, ready for CX_ENCRYPTION_KEYS, CX_HASH_KEYS or CX_FEED_KEYS."""
    name = name or f"k{clock.wall():%y%m%d}-{secrets.token_hex(1)}"
    if not KEY_ID.fullmatch(name) or name.lower().startswith("demo"):
        fail("a name is 1 to 15 letters, digits and dashes, and does not begin with demo")
    out.print(f"{name}:{random_key()}", markup=False)


@app.command("status")
def status_command() -> None:
    """What each key is needed for, and whether it may be removed. Counts all rows."""
    ready()
    show(look())


@app.command("rotate")
def rotate_command() -> None:
    """Put all stored values under the newest keys. It may be stopped, and goes on where it was."""
    ready()
    try:
        rows = rotation.begin()
    except NotInFront as error:
        fail(str(error))
    with progress("Moving to the newest keys", rows, "rows") as advance:
        tally = rotation.carry_on(lambda t: advance(t.looked, t.looked))
    out.print(f"{tally.looked:,} rows looked at, {tally.moved:,} put under the newest keys.")
    if tally.broken:
        out.print(f"{tally.broken:,} rows hold a value that does not open; the log names them.")
    show(look())
    if tally.broken:
        raise typer.Exit(SOME_BROKEN)


@app.command("forget")
def forget_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A key that settings lack")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
) -> None:
    """Start again without a key that is lost for good. What was sealed with it never opens."""
    if not yes and not typer.confirm(f"Give up every value under the key {name}?"):
        fail("nothing was changed")
    with database.write() as session:
        forgotten = use.forget(session, name)
    if not forgotten:
        fail(f"no key {name} is missing from the settings")
    out.print(f"The portal starts without the key {name}.", markup=False)


def show(states: list[KeyState]) -> None:
    """A table for each ring, and under it what may become of each key."""
    for ring, setting in SETTING.items():
        table = Table("Key", "Column", "Rows that need it", title=setting, title_justify="left")
        table.columns[2].justify = "right"
        own = [state for state in states if state.ring == ring]
        for state in own:
            for need in state.needs:
                table.add_row(state.key_id, need.column, f"{need.rows:,}")
        out.print(table)
        for state in own:
            out.print(f"{state.key_id}: {verdict(state)}", markup=False)
        out.print()


def verdict(state: KeyState) -> str:
    if state.standing is not Standing.NEEDED:
        return VERDICTS[state.standing]
    if state.until is None:
        return "needed until `cx keys rotate` has moved its rows"
    return f"needed until {eastern_date(state.until):%B %-d, %Y}, when the last row ends"
