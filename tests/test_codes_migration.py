"""Requests for codes from before they knew their case come along, and stand at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app import migrate
from cx_app.domain.identity import Role
from cx_app.gateways import clock
from cx_app.models import CodeRequest
from cx_app.services.access_codes.desk import desk
from cx_app.services.access_codes.desk_words import NO_REASON
from tests import factories
from tests.factories import actor_for


@pytest.fixture
def before(database: str) -> Iterator[UUID]:
    """The database of the release before, in which a request waits; the id of its case."""
    with db.write() as session:
        filing = factories.filing(session)
        session.add(
            CodeRequest(
                account_id=filing.account.id,
                party_id=filing.party.id,
                receipt_hash="x",
                state="review",
                requested_at=clock.business(session),
            )
        )
    migrate.downgrade("0008")
    yield filing.case.id
    migrate.upgrade()


def test_a_request_that_waited_still_waits(before: UUID) -> None:
    migrate.upgrade()
    with db.write() as session:
        officer = actor_for(factories.account(session), Role.OFFICER)
        assert session.exec(select(CodeRequest.case_id)).one() == before
        [row] = desk(session, officer).rows
    assert (row.case_id, row.why) == (str(before), NO_REASON)
