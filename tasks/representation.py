"""What becomes of sent Forms G-28 without anybody waiting. Running it twice is harmless."""

from __future__ import annotations

from cx_app import database
from cx_app.services.representation.match import expire_forms, match_forms
from tasks.app import app


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
