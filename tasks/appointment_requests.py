"""What time alone does to requests for a visit. Running it twice is harmless."""

from __future__ import annotations

from cx_app import database
from cx_app.services.appointment_requests.sweep import expire_due, rank_urgent
from tasks.app import app


@app.task
def sweep() -> int:
    """End what nobody answered in time, and bring urgent travel to the front."""
    with database.write() as session:
        return expire_due(session) + rank_urgent(session)
