"""Records from before steps had their own are records of decisions, and stay the only ones."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from cx_app import database as db
from cx_app import migrate
from cx_app.models import ProgressRecord
from cx_app.models.base import uuid7

BEFORE = "0028"
DAY = date(2026, 1, 31)
OLD = text(
    "INSERT INTO progress_record (id, day, horizon, form, office, version, snapshot, figures)"
    " VALUES (:id, '2026-01-31', 90, 'I-90', 'North', '1', 'x', '{}')"
)


def record(milestone: str) -> ProgressRecord:
    where = {"form": "I-90", "office": "North", "version": "1", "snapshot": "y"}
    return ProgressRecord(milestone=milestone, day=DAY, horizon=90, figures={}, **where)


@pytest.mark.usefixtures("database")
def test_a_record_of_before_is_one_of_decisions() -> None:
    migrate.downgrade(BEFORE)
    try:
        with db.write() as session:
            kept = uuid7()
            sqlite = session.get_bind().dialect.name == "sqlite"
            session.execute(OLD, {"id": kept.hex if sqlite else kept})
    finally:
        migrate.upgrade()
    with db.write() as session:
        assert [row.milestone for row in session.exec(select(ProgressRecord))] == ["decision"]
        session.add(record("biometrics"))
    with pytest.raises(IntegrityError), db.write() as session:
        session.add(record("decision"))
