"""What becomes of sent Forms G-28, of files of cases, and of digests, without anybody waiting.
Running it twice is harmless."""

from __future__ import annotations

from cx_app import database
from cx_app.services.representation.digests import send_digests
from cx_app.services.representation.lists import add_listed, forget_lists
from cx_app.services.representation.match import expire_forms, match_forms
from tasks.app import app

LINES = 100
"""Of files in one run, each in a transaction of its own: the next run takes up the rest."""


@app.task
def match() -> int:
    """Find whom forms name, and ask their clients."""
    with database.write() as session:
        return match_forms(session)


@app.task
def expire() -> int:
    """End forms that nobody signed in time."""
    with database.write() as session:
        return expire_forms(session)


@app.task
def add_cases() -> int:
    """Add the next cases of the files that people sent."""
    done = 0
    while done < LINES and _add_one():
        done += 1
    return done


def _add_one() -> bool:
    with database.write() as session:
        return add_listed(session)


@app.task
def forget() -> int:
    """Destroy the lines of files of which nothing comes any more."""
    with database.write() as session:
        return forget_lists(session)


@app.task
def digest() -> int:
    """Send digests of boards to whoever asked for them."""
    with database.write() as session:
        return send_digests(session)
