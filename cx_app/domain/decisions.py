"""How long an officer's decision can be undone: nothing leaves before (UNDO-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

LATE: Final = timedelta(minutes=5)
"""After its minute: what has not left by then needs somebody who looks (UNDO-5)."""
LONGEST_WAIT: Final = timedelta(minutes=5)


class Kind(StrEnum):
    """What was decided; `services.decisions` knows for each what leaves and how it is undone."""

    CODE_APPROVED = "access_code.approve"
    CODE_REFUSED = "access_code.refuse"
    VISIT_BOOKED = "appointment_request.book"
    VISIT_UNNEEDED = "appointment_request.find_unneeded"
    VISIT_ASKED = "appointment_request.ask"
    VISIT_MOVED = "appointment_request.rebook"
    VISIT_CANCELLED = "appointment_request.cancel"
    BIOMETRICS_APPROVED = "biometrics.approve"
    BIOMETRICS_REFUSED = "biometrics.refuse"
    SUPPORT_ANSWERED = "support.answer"
    REPRESENTATIVE_ACCEPTED = "representative.accept"
    REPRESENTATIVE_REFUSED = "representative.refuse"
    REPRESENTATIVE_SUSPENDED = "representative.suspend"


class Held(StrEnum):
    """What became of a decision that was held back."""

    HELD = "held"
    LEFT = "left"
    """Its messages, letters and outbound events were written."""
    UNDONE = "undone"
    OVERTAKEN = "overtaken"
    """What it decided about had changed before it could leave."""


@dataclass(frozen=True, slots=True)
class UndoRules:
    """Policy rows `decisions.*`."""

    undo: timedelta
    extensions: int
    """So often the officer may ask for as long again (UNDO-3)."""


def longest(decided_at: datetime, rules: UndoRules) -> datetime:
    """When it leaves if it is held back as often as may be (UNDO-3)."""
    return decided_at + rules.undo * (1 + rules.extensions)


def leaves_at(decided_at: datetime, rules: UndoRules) -> datetime:
    return decided_at + rules.undo


def may_undo(leaves: datetime, now: datetime) -> bool:
    """To the last instant before it leaves, never after."""
    return now < leaves


def extended(
    decided_at: datetime, leaves: datetime, rules: UndoRules, now: datetime
) -> datetime | None:
    """When it leaves if it is held as long again; None when it is too late or was asked for often
    enough."""
    if not may_undo(leaves, now) or leaves + rules.undo > longest(decided_at, rules):
        return None
    return leaves + rules.undo


def again_in(failures: int) -> timedelta:
    """How long one that failed so often waits for its next try: what can't leave must not stand in
    the way of what can."""
    return min(timedelta(seconds=2 ** min(failures, 10)), LONGEST_WAIT)


def is_late(leaves: datetime, now: datetime) -> bool:
    return now >= leaves + LATE
