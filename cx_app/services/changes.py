"""Tells open pages that something they show has changed (design 7, Live)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.models import Change


def touch(session: Session, topic: str) -> None:
    """Raise a topic's version, in the transaction of the change itself."""
    row = session.get(Change, topic, with_for_update=True) or Change(topic=topic)
    row.version += 1
    session.add(row)


def versions(session: Session, topics: set[str]) -> dict[str, int]:
    """The versions of those of the topics that ever changed."""
    rows = session.exec(select(Change).where(col(Change.topic).in_(topics)))
    return {row.topic: row.version for row in rows}


def account_topic(account_id: UUID) -> str:
    return f"account:{account_id}"


def case_topic(case_id: UUID) -> str:
    return f"case:{case_id}"
