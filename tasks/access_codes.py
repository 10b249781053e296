"""Matches requests for new codes, reminds of codes, tells of disputes that have lapsed, and watches
where codes go."""

from __future__ import annotations

from cx_app import database
from cx_app.services.access_codes.match import match_requests
from cx_app.services.access_codes.remind import remind as send_reminders
from cx_app.services.addresses.shared import watch
from cx_app.services.claims.dispute import tell_lapsed
from tasks.app import app


@app.task
def match() -> int:
    """Match waiting requests to parties; their letters follow through the outbox."""
    with database.write() as session:
        return match_requests(session)


@app.task
def tell_of_lapsed_disputes() -> int:
    """Both sides hear that a dispute has lapsed; it counts as over without this."""
    with database.write() as session:
        return tell_lapsed(session)


@app.task
def remind() -> int:
    """Remind of codes that expire, and ask whether a requested one has come."""
    with database.write() as session:
        return send_reminders(session)


@app.task
def watch_addresses() -> int:
    """Staff hear of addresses that codes of unrelated cases go to."""
    with database.write() as session:
        return watch(session)
