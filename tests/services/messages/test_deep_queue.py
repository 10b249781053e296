"""However many messages wait, a worker finds the next ones in an index."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, text
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.messages import Channel, Kind
from cx_app.gateways import clock
from cx_app.models import OutboxMessage
from cx_app.services.messages import outbox
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")
WAITING = 5_000


def test_a_claim_reads_no_more_than_it_takes(database: str) -> None:
    with db.write() as session:
        now = clock.business(session)
        rows = [
            OutboxMessage(
                dedupe_key=f"k{n}",
                kind=Kind.CASE_LINKED,
                channel=Channel.EMAIL,
                due_at=now,
                created_at=now,
            ).model_dump()
            for n in range(WAITING)
        ]
        session.execute(insert(OutboxMessage), rows)
        session.execute(text("ANALYZE"))
    with db.write() as session, statements() as seen:
        assert len(outbox.claim_due(session, 10)) == 10
    assert len(seen) <= 6
    assert "ix_outbox_state_due" in plan(database)
    assert "sort" not in plan(database).lower()
    assert "temp b-tree" not in plan(database).lower()


def plan(database: str) -> str:
    """How the database looks for the next ones."""
    query = (
        select(OutboxMessage.id)
        .where(OutboxMessage.state == "waiting", OutboxMessage.due_at <= clock.wall())
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(10)
    )
    explain = "EXPLAIN QUERY PLAN" if database == "sqlite" else "EXPLAIN"
    with db.read() as session:
        written = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        return str(session.execute(text(f"{explain} {written}")).all())
