"""Destroy the files that nobody needs any more; twice is once (ATT-4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from cx_app import database
from cx_app.gateways import clock, file_store
from cx_app.models import RequestAttachment
from cx_app.services.policy.current import policy

ON_ITS_WAY: Final = timedelta(hours=1)
"""Longer than a file may take from the store to its row."""


def tidy() -> int:
    """Those that were removed, those of forms that were never sent, and those of processes that
    died before the file was kept."""
    with database.write() as session:
        forget_unsent(session)
    store = file_store.attachments()
    destroyed = 0
    for name in store.names():
        with database.read() as session:
            row = session.get(RequestAttachment, UUID(name))
        if row is None and store.age(name) < ON_ITS_WAY:
            continue
        if row is None or row.removed_at is not None:
            store.destroy(name)
            destroyed += 1
    return destroyed


def forget_unsent(session: Session) -> int:
    """Their keys end; returns how many."""
    now = clock.business(session)
    long_ago = now - policy(session, now).attachments.unsent
    return int(
        session.exec(
            update(RequestAttachment)
            .where(
                col(RequestAttachment.request_id).is_(None),
                col(RequestAttachment.removed_at).is_(None),
                col(RequestAttachment.added_at) <= long_ago,
            )
            .values(removed_at=now, key_sealed=None, name_sealed=None)
        ).rowcount
    )
