"""Matches requests for new codes, and reminds of codes."""

from __future__ import annotations

from cx_app import database
from cx_app.services.access_codes.match import match_requests
from cx_app.services.access_codes.remind import remind as send_reminders
from tasks.app import app


@app.task
def match() -> int:
    """Match waiting requests to parties; their letters follow through the outbox."""
    with database.write() as session:
        return match_requests(session)


@app.task
def remind() -> int:
    """Remind of codes that expire, and ask whether a requested one has come."""
    with database.write() as session:
        return send_reminders(session)
