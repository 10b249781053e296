"""The mailroom from the command line: make batches now, and see what waits."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer
from sqlmodel import Session, col, func, select

from cx_app import database
from cx_app.cli.console import fail, out, progress
from cx_app.domain.mailroom import BatchState
from cx_app.domain.messages import Channel, OutboxState
from cx_app.gateways import clock
from cx_app.language import say_count
from cx_app.models import LetterBatch, OutboxMessage
from cx_app.services.keys.start import ready
from cx_app.services.mailroom.produce import produce

app = typer.Typer(help="Letters: make batches, see what waits.", no_args_is_help=True)


@app.command("produce")
def produce_command(
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes side by side")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", help="Without a bar")] = False,
) -> None:
    """Make batches of all letters that are due now, without waiting for the morning."""
    ready()
    helpers = [
        subprocess.Popen([sys.executable, "-m", "cx_app.cli", "mailroom", "produce", "--quiet"])
        for _ in range(workers - 1)
    ]
    letters = batches = left_out = 0
    with database.read() as session:
        due_by, due = clock.business(session), _waiting(session)
    with progress("Letters", due, "letters") as advance:
        while made := produce(due_by):
            letters, left_out = letters + made.letters, left_out + made.left_out
            batches += bool(made.number)
            with database.read() as session:
                done = max(0, due - _waiting(session))
            advance(done, done)
    if any(helper.wait() for helper in helpers):
        fail("a helper ended early; run the same command again to do the rest")
    if not quiet:
        mine = "" if workers == 1 else " by this process, the rest by its helpers"
        out.print(
            f"{say_count(letters, 'letter')} in {_batches(batches)}{mine}; {left_out:,} left out. "
            "What was made waits in the mailroom."
        )


@app.command("status")
def status_command() -> None:
    """How many letters wait, and which batches are not mailed yet."""
    with database.read() as session:
        ready_batches = session.exec(
            select(LetterBatch)
            .where(LetterBatch.state == BatchState.READY)
            .order_by(col(LetterBatch.made_at))
        ).all()
        out.print(f"Waiting to be printed: {say_count(_waiting(session), 'letter')}.")
    for batch in ready_batches:
        held = say_count(batch.letters, "letter")
        out.print(f"Batch {batch.number}: {held}, made {batch.made_at:%F %H:%M}")


def _batches(n: int) -> str:
    return f"{n:,} batch" if n == 1 else f"{n:,} batches"


def _waiting(session: Session) -> int:
    return session.exec(
        select(func.count()).where(
            OutboxMessage.channel == Channel.LETTER,
            col(OutboxMessage.state).in_([OutboxState.WAITING, OutboxState.SENDING]),
            col(OutboxMessage.due_at) <= clock.business(session),
        )
    ).one()
