"""A small sealed trail, and somebody with full rights in the database who meddles with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlmodel import Session, select

from cx_app import database as db
from cx_app.domain.identity import Role
from cx_app.models import AuditEntry
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.audit.seal import seal
from tests import factories
from tests.factories import actor_for


def write_entries(count: int = 1) -> None:
    """Half of somebody's, half of the system's, so that some columns are empty."""
    with db.write() as session:
        actor = actor_for(factories.account(session), Role.OFFICER, network="203.0.113.5")
        for number in range(count):
            who = actor if number % 2 else SYSTEM_ACTOR
            about = factories.case(session).id if number % 2 else None
            record(session, who, "test.act", case_id=about, details={"n": number, "by": "náme"})


def seal_all(limit: int = 1_000) -> int:
    with db.write() as session:
        return seal(session, limit)


def sealed_trail(batches: int = 3, rows: int = 3) -> None:
    for _batch in range(batches):
        write_entries(rows)
        assert seal_all() == rows


def entries() -> list[AuditEntry]:
    with db.read() as session:
        return list(session.exec(select(AuditEntry).order_by(AuditEntry.id)))


@contextmanager
def without_triggers() -> Iterator[Session]:
    """Full rights: the database's own guards are off."""
    with db.write() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL session_replication_role = replica"))
            yield session
            return
        triggers = list(
            session.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"),
            )
        )
        for name, _sql in triggers:
            session.execute(text(f"DROP TRIGGER {name}"))
        yield session
        session.flush()
        for _name, sql in triggers:
            session.connection().exec_driver_sql(sql)


def meddle(*statements: str, **values: object) -> None:
    with without_triggers() as session:
        for statement in statements:
            session.execute(text(statement), values)


def entry_at(seq: int) -> str:
    """The id of a sealed entry, as text of the database's own."""
    with db.read() as session:
        found = session.execute(
            text("SELECT entry_id FROM audit_seal WHERE seq = :seq"), {"seq": seq}
        ).scalar_one()
    return str(found)
