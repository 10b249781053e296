"""Moves the outbox along. Running any of these twice is harmless."""

from __future__ import annotations

from uuid import UUID

from cx_app import database
from cx_app.services.messages import outbox
from cx_app.services.messages.deliver import deliver
from tasks.app import app


@app.task
def send(message_id: str) -> str:
    """Deliver one message, if it is due and nobody else has it."""
    return deliver(UUID(message_id))


@app.task
def sweep() -> int:
    """Deliver everything that is due; also finds what a lost nudge or a dead worker left."""
    with database.read() as session:
        waiting = outbox.due(session)
    for message_id in waiting:
        deliver(message_id)
    return len(waiting)
