"""The one row that orders the outbound feed."""

from __future__ import annotations

from sqlmodel import Session

from cx_app.models import FeedOutCursor


def hold(session: Session) -> FeedOutCursor:
    """The agency is served one call at a time, until the transaction ends: positions follow each
    other without a gap, and no two calls wait for each other's events."""
    return session.get_one(FeedOutCursor, 1, with_for_update=True, populate_existing=True)
