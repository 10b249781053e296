"""The outbound feed: its schema, a statement by file, and a stand-in for the agency."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cx_app import database
from cx_app.cli.console import demo_only, fail, out
from cx_app.security.crypto import feed_keys
from cx_app.services.feed.files import FeedFile
from cx_app.services.feed.schema import as_text
from cx_app.services.feed_out.reconcile import BadStatement, read_statement, reconcile
from cx_app.services.feed_out.records import schema
from cx_app.settings import settings

if TYPE_CHECKING:
    from demo.agency import Manners

BOOK: Final = "sample-agency.json"

app = typer.Typer(help="What goes back to the agency.", no_args_is_help=True)
agency = typer.Typer()
Share = Annotated[float, typer.Option(min=0, max=1, metavar="SHARE")]


@app.command("schema")
def schema_command() -> None:
    """The JSON Schema of the feed's lines, in both directions."""
    typer.echo(as_text(schema()), nl=False)


@app.command("reconcile")
def reconcile_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines, or .gz")],
) -> None:
    """Compare the agency's statement of a day with what the portal knows (docs/feed-out.md)."""
    try:
        with FeedFile(file) as opened:
            stated = read_statement(line for line in opened.lines() if line.strip())
        with database.write() as session:
            kept = reconcile(session, stated, file.name)
    except BadStatement as error:
        fail(f"{file.name}: {error}")
    out.print(
        f"{kept.day}: {kept.entries:,} entries, {kept.acknowledged:,} acknowledged by them, "
        f"{kept.differences:,} differences. Staff see those under Agency feed."
    )


@agency.command("sample-agency")
def sample_agency_command(
    late: Annotated[float, typer.Option(min=0, help="Each answer waits up to so long")] = 0,
    twice: Share = 0,
    never: Share = 0,
    refuse: Share = 0,
    out_of_order: Annotated[bool, typer.Option("--out-of-order")] = False,
    once: Annotated[bool, typer.Option("--once", help="Do all there is to do, and end")] = False,
    seed: Annotated[int, typer.Option(help="Other choices for another number")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet")] = False,
    portal: Annotated[str, typer.Option(help="Where the portal answers")] = settings.public_origin,
) -> None:
    """A stand-in agency for the demonstration: pulls, acknowledges, states what it has."""
    demo_only()
    from demo.agency import Away, Manners, Untrusted

    manners = Manners(late, twice, never, refuse, out_of_order)
    try:
        asyncio.run(_run(portal, manners, seed, to_the_end=once, quiet=quiet))
    except Untrusted as error:
        fail(str(error))
    except Away as away:
        fail(f"the portal does not answer at {portal}: {away}")


async def _run(portal: str, manners: Manners, seed: int, *, to_the_end: bool, quiet: bool) -> None:
    import httpx2

    from demo.agency import Agency, Book, once, until_stopped

    book = Book.opened(settings.data_dir / BOOK)
    async with httpx2.AsyncClient(base_url=portal, trust_env=False, timeout=30) as client:
        stand_in = Agency(client, feed_keys(), book, manners, seed=seed)
        if to_the_end:
            pulled, answered, stated = await once(stand_in)
            out.print(f"{pulled} events pulled, {answered} answers, {stated} statements.")
            return
        stop = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        await until_stopped(stand_in, stop, (lambda text: None) if quiet else out.print)
