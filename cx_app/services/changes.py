"""Tells open pages that something they show has changed (design 7, Live)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from cx_app.models import Change


def touch(session: Session, topic: str) -> None:
    """Raise a topic's version, in the transaction of the change itself."""
    row = session.get(Change, topic, with_for_update=True) or Change(topic=topic)
    row.version += 1
    session.add(row)


def touch_all(session: Session, topics: set[str]) -> None:
    """`touch` for many topics at once, always in the same order, so that no two writers wait for
    each other."""
    if not topics:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(
        dialect.insert(Change)
        .values([{"topic": topic, "version": 1} for topic in sorted(topics)])
        .on_conflict_do_update(index_elements=["topic"], set_={"version": col(Change.version) + 1})
    )


def versions(session: Session, topics: set[str]) -> dict[str, int]:
    """The versions of those of the topics that ever changed."""
    rows = session.exec(select(Change).where(col(Change.topic).in_(topics)))
    return {row.topic: row.version for row in rows}


def account_topic(account_id: UUID) -> str:
    return f"account:{account_id}"


def case_topic(case_id: UUID) -> str:
    return f"case:{case_id}"
