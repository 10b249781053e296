"""What was prepared and never submitted is forgotten in time. Running it twice is harmless."""

from __future__ import annotations

from cx_app import database
from cx_app.services.prepared.sweep import forget_prepared
from tasks.app import app


@app.task
def forget() -> int:
    with database.write() as session:
        return forget_prepared(session)
