"""Moves all that is stored to the newest keys, at once by a command or bit by bit by a task.

Each slice is a transaction of its own, opened here because a rotation is far too long for one.
Whatever stops it, the next run goes on where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final

from cx_app import database
from cx_app.gateways import clock
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.keys import passes, use
from cx_app.services.keys.status import look

LOOK_AGAIN: Final = timedelta(hours=1)
ROTATE: Final = "keys.rotate"


@dataclass
class Tally:
    """Rows looked at, put under newer keys, passed over while others changed them, not opening."""

    looked: int = 0
    moved: int = 0
    busy: int = 0
    broken: int = 0

    def add(self, part: passes.Part) -> None:
        self.looked += part.looked
        self.moved += part.moved
        self.busy += part.busy
        self.broken += part.broken


class NotInFront(RuntimeError):
    """Another key was put in front later than ours."""


def begin() -> int:
    """Set out to move everything, or go on with what is under way; on record. How many rows there
    are to look at. Raises `NotInFront`."""
    with database.write() as session:
        if not use.we_lead(session):
            raise NotInFront(
                "another key was in front later than the first one of these settings; "
                "put that one in front, or make another with `cx keys new`"
            )
        passes.begin(session, again=True)
        record(session, SYSTEM_ACTOR, ROTATE, "begun", details=_keys())
    return passes.rows_left()


def carry_on(on_progress: Callable[[Tally], None] = lambda tally: None) -> Tally:
    """All that is left to do. How it ends is on record, also when somebody stops it."""
    tally, outcome = Tally(), "stopped"
    try:
        while (part := passes.next_slice()) is not None:
            tally.add(part)
            on_progress(tally)
            database.let_others_write()
        outcome = "done"
    finally:
        with database.write() as session:
            record(session, SYSTEM_ACTOR, ROTATE, outcome, details=_keys() | asdict(tally))
    return tally


def move_along(seconds: float) -> int:
    """What a task does each second, for about so long: rows put under newer keys. With one key
    in each ring there is nothing to rotate, and nothing is asked of the database."""
    if all(len(keys.keys) == 1 for keys in use.rings().values()):
        return 0
    if _has_begun():
        with database.write() as session:
            record(session, SYSTEM_ACTOR, ROTATE, "begun", details=_keys())
    until, tally = time.monotonic() + seconds, Tally()
    while time.monotonic() < until:
        part = passes.next_slice()
        if part is None:
            _look_sometimes()
            break
        tally.add(part)
        if part.last:
            with database.write() as session:
                record(
                    session, SYSTEM_ACTOR, ROTATE, "done", details=_keys() | passes.totals(session)
                )
        database.let_others_write()
    return tally.moved


def _has_begun() -> bool:
    with database.read() as session:
        if passes.is_begun(session):
            return False
    with database.write() as session:
        return passes.begin(session)


def _look_sometimes() -> None:
    """Once all is moved: whether an old key may go. It takes a count of everything, so seldom."""
    before = clock.wall() - LOOK_AGAIN
    with database.read() as session:
        old = [
            one
            for one in use.known(session)
            if one.ended_at is None and one.key_id != use.rings()[one.ring].newest[0]
        ]
    if any(one.looked_at is None or one.looked_at < before for one in old):
        look()


def _keys() -> dict[str, Any]:
    return {ring: keys.newest[0] for ring, keys in use.rings().items()}
