"""Fits the tables of the last day, once it is over. Running it twice is harmless."""

from __future__ import annotations

from cx_app import database
from cx_app.services.progress.nightly import day_due, fit_days
from tasks.app import app


@app.task
def fit_tables() -> int:
    """Returns how many tables are new."""
    with database.read() as session:
        day = day_due(session)
    return 0 if day is None else fit_days(database.read, database.write, [day])
