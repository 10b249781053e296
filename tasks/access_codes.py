"""Matches requests for new codes."""

from __future__ import annotations

from cx_app import database
from cx_app.services.access_codes.match import match_requests
from tasks.app import app


@app.task
def match() -> int:
    """Match waiting requests to parties; their letters follow through the outbox."""
    with database.write() as session:
        return match_requests(session)
