"""How long an officer's decision can be undone: nothing leaves before (UNDO-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What was decided; `services.decisions` knows for each what leaves and how it is undone."""

    CODE_APPROVED = "access_code.approve"
    CODE_REFUSED = "access_code.refuse"
    VISIT_BOOKED = "appointment_request.book"
    VISIT_UNNEEDED = "appointment_request.find_unneeded"
    VISIT_ASKED = "appointment_request.ask"
    BIOMETRICS_APPROVED = "biometrics.approve"
    BIOMETRICS_REFUSED = "biometrics.refuse"


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
    last = decided_at + rules.undo * (1 + rules.extensions)
    if not may_undo(leaves, now) or leaves + rules.undo > last:
        return None
    return leaves + rules.undo
