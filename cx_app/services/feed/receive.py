"""Takes signed batches of the feed from a live back office, through the same code as files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, delete

from cx_app import database
from cx_app.models import FeedCall
from cx_app.models.base import insert_new
from cx_app.security.signing import TOLERANCE
from cx_app.services.feed.import_lines import How, Named, Tally, import_lines


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a batch, and of each of its lines."""

    tally: Tally
    lines: list[Named]


def receive(body: bytes, key_id: str) -> Received:
    """Raises nothing for a bad line: its outcome says so."""
    lines: list[Named] = []
    tally = import_lines(
        body.split(b"\n"),
        source=f"call:{key_id}",
        sha256=hashlib.sha256(body).hexdigest(),
        how=How(resume=False),
        on_outcome=lines.append,
    )
    return Received(tally, lines)


def first_time(signature: str, now: datetime) -> bool:
    """Whether a signed call is new; the same one again is a replay. `now` is the wall clock."""
    with database.write() as session:
        session.exec(delete(FeedCall).where(col(FeedCall.at) < now - 2 * TOLERANCE))
        return insert_new(session, FeedCall(signature=signature, at=now), "signature")
