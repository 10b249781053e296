"""What each key is still needed for, and whether it may leave the settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from cx_app import database
from cx_app.gateways import clock
from cx_app.services.keys.needs import UNKNOWN, Need, needs
from cx_app.services.keys.use import known, note_looked, rings


class Standing(StrEnum):
    NEWEST = "newest"
    """New values are under it."""
    NEEDED = "needed"
    FREE = "free"
    """It may leave the settings."""
    MISSING = "missing"
    """Rows need it, and settings do not name it."""


@dataclass(frozen=True, slots=True)
class KeyState:
    ring: str
    key_id: str
    standing: Standing
    needs: tuple[Need, ...]

    @property
    def until(self) -> datetime | None:
        """When the last row that needs it ends by itself; None when some wait to be moved."""
        ends = [need.until for need in self.needs]
        return None if None in ends else max((end for end in ends if end), default=None)


def look() -> list[KeyState]:
    """Counts what every key is needed for, and remembers which are needed by nothing."""
    begun = clock.wall()
    with database.read() as session:
        states = key_states(session)
    with database.write() as session:
        in_settings = [state for state in states if state.standing is not Standing.MISSING]
        for state in in_settings:
            ended = state.standing is Standing.FREE
            note_looked(session, state.ring, state.key_id, ended, begun)
    return states


def key_states(session: Session) -> list[KeyState]:
    """Keys as in settings, newest first; then those that settings do not name."""
    found = needs(session)
    states = []
    for ring, keys in rings().items():
        gone = [u.key_id for u in known(session) if u.ring == ring and u.key_id not in keys.by_id]
        for key_id in (*keys.by_id, *gone, UNKNOWN):
            own = tuple(n for n in found if (n.ring, n.key_id) == (ring, key_id))
            if key_id in keys.by_id or own:
                standing = _standing(key_id, keys.by_id, own)
                states.append(KeyState(ring, key_id, standing, own))
    return states


def _standing(key_id: str, in_settings: Iterable[str], own: tuple[Need, ...]) -> Standing:
    if key_id not in in_settings:
        return Standing.MISSING
    if key_id == next(iter(in_settings)):
        return Standing.NEWEST
    return Standing.NEEDED if own else Standing.FREE
