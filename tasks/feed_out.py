"""Looks after the daily statements of the outbound feed."""

from __future__ import annotations

from cx_app import database
from cx_app.services.feed_out.chase import chase
from cx_app.services.feed_out.reconcile import list_missing
from tasks.app import app


@app.task
def require_statements() -> int:
    """Statements that are late become findings; running it twice adds none twice."""
    with database.write() as session:
        return list_missing(session)


@app.task
def chase_answers() -> int:
    """What the agency should have answered goes out again."""
    with database.write() as session:
        return chase(session)
