"""Openings from before reasons were asked come along, and count against nobody."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import inspect
from sqlmodel import select

from cx_app import database as db
from cx_app import migrate
from cx_app.domain.identity import Role
from cx_app.models import AuditEntry, CaseOpening
from cx_app.services.audit.activity import STAFF_OPENED
from cx_app.services.audit.record import record
from cx_app.services.openings.of_case import openings_of_case
from cx_app.services.openings.reading import reading
from tests import factories
from tests.factories import actor_for


@pytest.fixture
def before(database: str) -> Iterator[UUID]:
    """The database of the release before, in which a case was opened; the id of the case."""
    with db.write() as session:
        case = factories.case(session)
        officer = actor_for(factories.account(session), Role.OFFICER)
    migrate.downgrade("0006-1")
    try:
        assert "case_opening" not in inspect(db.engines().reader).get_table_names()
        with db.write() as session:
            record(session, officer, STAFF_OPENED, case_id=case.id)
            record(session, officer, "case.search")
        yield case.id
    finally:
        migrate.upgrade()


def test_they_come_along_without_a_reason(before: UUID) -> None:
    migrate.upgrade()
    with db.write() as session:
        admin = actor_for(factories.account(session), Role.ADMIN)
        [opening] = session.exec(select(CaseOpening)).all()
        entry = session.get(AuditEntry, opening.entry_id)
        assert entry is not None
        assert (opening.at, opening.account_id) == (entry.at, entry.account_id)
        [line] = openings_of_case(session, admin, before).lines
        assert line.reason == "Not asked then"
        [read] = reading(session, admin).lines
        assert (read.openings, read.unexplained, read.reasons) == (1, 0, [])
