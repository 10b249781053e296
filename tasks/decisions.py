"""Lets decisions leave that can't be undone any more. Running it twice is harmless."""

from __future__ import annotations

import structlog

from cx_app import database
from cx_app.services.decisions.leave import due, put_off
from cx_app.services.decisions.leave import leave as let_leave
from tasks.app import app

log = structlog.get_logger(__name__)


@app.task
def leave() -> int:
    """One after the other, each in a transaction of its own: one that can't must not stop the
    others, and is tried again later. Returns how many left."""
    with database.read() as session:
        waiting = due(session)
    left = 0
    for held_id in waiting:
        try:
            with database.write() as session:
                left += let_leave(session, held_id)
        except Exception as error:
            log.error("decision.stuck", decision_id=str(held_id), reason=type(error).__name__)
            with database.write() as session:
                put_off(session, held_id)
        database.let_others_write()
    return left
