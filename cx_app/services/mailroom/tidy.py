"""Destroy the files that nobody needs any more; twice is once (MAIL-5)."""

from __future__ import annotations

from uuid import UUID

from cx_app import database
from cx_app.domain.mailroom import BatchState
from cx_app.gateways import channels, file_store
from cx_app.models import LetterBatch
from cx_app.services.messages.outbox import LETTERS_LEASE


def tidy() -> int:
    """Those of batches that left, and those of workers that died before their batch was kept.
    Their keys are gone already."""
    store = file_store.letters()
    destroyed = store.drop_unfinished(LETTERS_LEASE)
    for name in store.names():
        with database.read() as session:
            batch = session.get(LetterBatch, UUID(name))
        if batch is not None and batch.state == BatchState.MAILED:
            channels.letters().take_back(batch.number)
        elif batch is not None or store.age(name) < LETTERS_LEASE:
            continue
        store.destroy(name)
        destroyed += 1
    return destroyed
