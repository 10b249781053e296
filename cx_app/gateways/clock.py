"""Two clocks. The wall clock drives sessions, leases and sign-in; the business clock drives rules.

In the demo the business clock can run ahead of the wall clock by an offset kept in the database.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from cx_app.models import ClockOffset
from cx_app.settings import settings

OFFSET: Final = "clock_offset"
_CLOCK: Final = SQLModel.metadata.tables["clock_offset"]
_SECONDS: Final = select(_CLOCK.c.seconds).where(_CLOCK.c.id == 1)
"""Asked by every step of the demonstration: built once, and read without an object."""


def wall() -> datetime:
    """Now, in UTC, as the machine sees it."""
    return datetime.now(UTC)


def business(session: Session) -> datetime:
    """Now, in UTC, for every rule about time."""
    if not settings.demo:
        return wall()
    if OFFSET not in session.info:  # a transaction looks once
        session.info[OFFSET] = session.connection().execute(_SECONDS).scalar() or 0
    return wall() + timedelta(seconds=session.info[OFFSET])


def advance(session: Session, by: timedelta) -> datetime:
    """Move the demo's business clock forward. Raises `ValueError` for going back or no demo."""
    if not settings.demo:
        raise ValueError("only the demonstration has a clock that can be moved")
    if by < timedelta(0):
        raise ValueError("the clock only moves forward")
    offset = session.get(ClockOffset, 1) or ClockOffset(id=1, seconds=0)
    offset.seconds += int(by.total_seconds())
    session.add(offset)
    session.flush()
    session.info[OFFSET] = offset.seconds
    return business(session)
