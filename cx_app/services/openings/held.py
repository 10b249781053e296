"""Which openings are held back now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from cx_app.models import OpeningHold


def is_living(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """A hold ends by itself on its day, or earlier when a supervisor ends it."""
    return (col(OpeningHold.ended_at).is_(None), col(OpeningHold.until) > now)


def held_entries(session: Session, cases: Iterable[UUID], now: datetime) -> list[UUID]:
    """The audit rows of these cases that their people do not see yet (OPEN-4)."""
    query = select(OpeningHold.entry_id).where(
        col(OpeningHold.case_id).in_(list(cases)), *is_living(now)
    )
    return list(session.exec(query))


def holds_of(session: Session, entries: Iterable[UUID], now: datetime) -> dict[UUID, OpeningHold]:
    """The living hold of each of these audit rows that has one."""
    query = select(OpeningHold).where(col(OpeningHold.entry_id).in_(list(entries)), *is_living(now))
    return {hold.entry_id: hold for hold in session.exec(query)}
