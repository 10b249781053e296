"""Estimates, once a day is over: its tables, how right older ones were, and whose estimate moved.
Running it twice is harmless."""

from __future__ import annotations

from cx_app import database
from cx_app.services.progress.accuracy import keep_records
from cx_app.services.progress.nightly import day_due, fit_days, note_moves
from tasks.app import app


@app.task
def fit_tables() -> int:
    """Returns how many tables are new."""
    with database.read() as session:
        day = day_due(session)
    made = 0 if day is None else fit_days(database.read, database.write, [day])
    if made:
        keep_records(database.read, database.write)
    note_moves(database.read, database.write)
    return made
