"""What comes of undoing a decision, as the service that decided says."""

from __future__ import annotations

from enum import StrEnum


class PutBack(StrEnum):
    DONE = "done"
    OVERTAKEN = "overtaken"
    """Its person has acted on it since: nothing of it leaves any more."""
    IMPOSSIBLE = "impossible"
    """What stood before can't stand again: the decision goes on, and leaves."""
