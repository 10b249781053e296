"""Keeps the slots of offices ahead of time. Running it twice is harmless."""

from __future__ import annotations

from cx_app import database
from cx_app.services.offices.generate import generate as align_office
from cx_app.services.offices.generate import offices_with_hours
from tasks.app import app


@app.task
def generate() -> int:
    """One office after the other; returns how many slots are new."""
    with database.read() as session:
        offices = offices_with_hours(session)
    made = 0
    for office_id in offices:
        with database.write() as session:
            made += align_office(session, office_id).slots
        database.let_others_write()
    return made
