"""Seals the audit trail."""

from __future__ import annotations

from cx_app import database
from cx_app.services.audit.seal import seal
from tasks.app import app

BATCHES = 20
"""In one go; the rest waits for the next."""


@app.task(name="tasks.audit.seal")
def seal_entries() -> int:
    """Seal what waits, a short transaction for each batch."""
    total = 0
    for _batch in range(BATCHES):
        with database.write() as session:
            sealed = seal(session)
        total += sealed
        if not sealed:
            break
    return total
