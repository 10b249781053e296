"""Tells open pages that something they show has changed (design 7, Live)."""

from __future__ import annotations

from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import TextClause, event, text
from sqlmodel import Session, col, select

from cx_app.models import Change

DEMO_MAILBOX: Final = "demo:mailbox"
"""In the demo only: something arrived outside, or was reported."""
TOUCHED: Final = "touched"
CODES_TOPIC: Final = "codes"
"""What staff see of codes and of requests for them."""


def touch(session: Session, topic: str) -> None:
    """Raise a topic's version, in the transaction of the change itself."""
    touch_all(session, {topic})


def touch_all(session: Session, topics: set[str]) -> None:
    """`touch` for many topics at once. They are written as the last thing before the transaction is
    committed: everybody at a desk raises the topic of the desk, and would else wait for each other
    from here on."""
    session.flush()  # what they are about, as any statement would have done here
    session.info.setdefault(TOUCHED, set()).update(topics)


@event.listens_for(Session, "before_commit")
def _raise_versions(session: Session) -> None:
    """All in one statement and always in the same order, so that no two writers wait for each
    other's. What a savepoint touched counts even if it was rolled back: a page looks once more."""
    if not session.in_nested_transaction():
        _write(session)


def _write(session: Session) -> None:
    topics: set[str] = session.info.pop(TOUCHED, set())
    if not topics:
        return
    named = {f"t{number}": topic for number, topic in enumerate(sorted(topics))}
    session.connection().execute(_raising(len(named)), named)


@cache
def _raising(many: int) -> TextClause:
    """Every change ends with it. As words, since an insert of several rows is compiled anew each
    time, and that costs more than sending it."""
    rows = ", ".join(f"(:t{number}, 1)" for number in range(many))
    return text(
        f"INSERT INTO change (topic, version) VALUES {rows}"  # noqa: S608 - numbers alone
        " ON CONFLICT (topic) DO UPDATE SET version = change.version + 1"
    )


def versions(session: Session, topics: set[str]) -> dict[str, int]:
    """The versions of those of the topics that ever changed, this transaction included."""
    _write(session)
    rows = session.exec(select(Change).where(col(Change.topic).in_(topics)))
    return {row.topic: row.version for row in rows}


def account_topic(account_id: UUID) -> str:
    return f"account:{account_id}"


def case_topic(case_id: UUID) -> str:
    return f"case:{case_id}"
