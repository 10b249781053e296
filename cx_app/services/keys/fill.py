"""Fills in hashes of a column that is newer than the rows. `cx migrate` does it, since a migration
should not open what is sealed, in slices: whatever stops it, the next run does the rest."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import func, select

from cx_app import database
from cx_app.services.keys.columns import Kept, renewables
from cx_app.services.keys.renew import find_lacking, renew, store


def lacking() -> int:
    """How many rows lack a hash that they could have."""
    with database.read() as session:
        counts = [
            session.execute(
                select(func.count()).select_from(one.table).where(one.lacking())
            ).scalar_one()
            for one in renewables().values()
        ]
    return sum(counts)


def fill_in(on_progress: Callable[[int], None] = lambda filled: None) -> int:
    """How many were filled in; what does not open stays as it is, and is in the log."""
    filled = 0
    for one in renewables().values():
        while more := _walk(one, filled, on_progress):  # again for rows that others held
            filled += more
    return filled


def _walk(kept: Kept, before: int, on_progress: Callable[[int], None]) -> int:
    filled, after = 0, ""
    while True:
        with database.read() as session:
            rows = find_lacking(session, kept, after)
        if not rows:
            return filled
        renewed = renew(kept, rows)
        with database.write() as session:
            filled += store(session, kept, renewed) if renewed.changes else 0
        after = str(rows[-1]["id"])
        on_progress(before + filled)
        database.let_others_write()
