"""Tells open pages that something they show has changed (design 7, Live)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.models import Change
from cx_app.models.base import insert

CODES_TOPIC: Final = "codes"
"""What staff see of codes and of requests for them."""


def touch(session: Session, topic: str) -> None:
    """Raise a topic's version, in the transaction of the change itself."""
    touch_all(session, {topic})


def touch_all(session: Session, topics: set[str]) -> None:
    """`touch` for many topics at once, always in the same order, so that no two writers wait for
    each other."""
    if not topics:
        return
    rows = [{"topic": topic, "version": 1} for topic in sorted(topics)]
    session.execute(
        insert(session, Change)
        .values(rows)
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
