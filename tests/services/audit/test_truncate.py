"""Emptying the audit trail in one statement is refused like everything else."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from cx_app import database as db
from cx_app.models import AuditEntry
from cx_app.services.audit.record import SYSTEM_ACTOR, record

EMPTY_IT = {"sqlite": "DELETE FROM audit_entry", "postgresql": "TRUNCATE audit_entry"}


def test_the_database_refuses_to_empty_the_trail(database: str) -> None:
    with db.write() as session:
        record(session, SYSTEM_ACTOR, "test.act")
    with pytest.raises(DBAPIError, match="append-only"), db.write() as session:
        session.execute(text(EMPTY_IT[database]))
    with db.read() as session:
        assert len(session.exec(select(AuditEntry)).all()) == 1
