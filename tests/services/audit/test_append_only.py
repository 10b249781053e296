"""The audit trail can only grow; the database itself sees to it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Role
from cx_app.models import AuditEntry
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from tests import factories
from tests.factories import actor_for

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def entry(database: str) -> AuditEntry:
    with db.write() as session:
        record(session, SYSTEM_ACTOR, "test.act", details={"n": 1})
        session.flush()
        return session.exec(select(AuditEntry)).one()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET outcome = 'other'",
        "UPDATE audit_entry SET at = recorded_at",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_refuses_to_change_or_delete(entry: AuditEntry, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), db.write() as session:
        session.execute(text(statement))
    with db.read() as session:
        assert session.exec(select(AuditEntry)).one() == entry


def test_so_do_changes_through_the_model(entry: AuditEntry) -> None:
    with pytest.raises(DBAPIError, match="append-only"), db.write() as session:
        session.merge(entry).outcome = "other"
    with pytest.raises(DBAPIError, match="append-only"), db.write() as session:
        session.delete(session.merge(entry))


def test_a_row_says_who_in_which_role_from_where_and_when() -> None:
    with db.write() as session:
        actor = actor_for(factories.account(session), Role.OFFICER, network="203.0.113.5")
        record(session, actor, "test.act", "refused")
    with db.read() as session:
        row = session.exec(select(AuditEntry)).one()
    assert (row.account_id, row.role, row.network) == (actor.account_id, "officer", "203.0.113.5")
    assert (row.action, row.outcome, row.details) == ("test.act", "refused", {})
    assert row.at.tzinfo is not None
    assert abs((row.at - row.recorded_at).total_seconds()) < 60


def test_the_system_has_no_account(entry: AuditEntry) -> None:
    assert (entry.account_id, entry.role) == (None, "system")


def test_a_row_goes_with_its_act_when_the_act_is_undone() -> None:
    with db.write() as session:
        record(session, SYSTEM_ACTOR, "test.act")
        session.flush()
        session.rollback()
    with db.read() as session:
        assert session.exec(select(AuditEntry)).all() == []
