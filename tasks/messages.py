"""Moves the outbox along. Running any of these twice is harmless."""

from __future__ import annotations

import time
from typing import Final
from uuid import UUID

from cx_app import database
from cx_app.services.messages import outbox, simulated
from cx_app.services.messages.deliver import deliver, deliver_due
from cx_app.settings import settings
from tasks import mailroom
from tasks.app import app

SWEEP_FOR_SECONDS: Final = 5.0
"""Then the next sweep goes on, so that other tasks get their turn."""


@app.task
def send(message_id: str) -> str:
    """Deliver one message, if it is due and nobody else has it."""
    return deliver(UUID(message_id))


@app.task
def sweep() -> int:
    """Deliver everything that is due; also finds what a lost nudge or a dead worker left."""
    with database.write() as session:
        outbox.lose_abandoned(session)
    begun, moved = time.monotonic(), 0
    while handled := deliver_due():
        moved += handled
        if time.monotonic() - begun > SWEEP_FOR_SECONDS:
            break
    if settings.demo:
        moved += mailroom.make_post()
    return moved


@app.task
def report() -> int:
    """In the demo, hand in what its far end has to report."""
    if not settings.demo:
        return 0
    with database.write() as session:
        return simulated.report_due(session)
