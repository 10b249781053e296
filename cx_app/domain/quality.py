"""Samples of decisions to look at again, drawn so that nobody can choose what is in one (AP-42)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

SIZES: Final = (5, 10, 25, 50)
LONGEST: Final = 366
"""Days from which a sample may be drawn."""
NOTE_LENGTH: Final = 1_000


class Verdict(StrEnum):
    """What a supervisor finds, looking again."""

    RIGHT = "right"
    RIGHT_UNCLEAR = "right_unclear"
    """The decision is right, but the words to the person or the reason given are not."""
    WRONG = "wrong"


class QualityAnswer(StrEnum):
    DONE = "done"
    NO_DAYS = "no_days"
    """The days are missing, in the wrong order, ahead, or too many."""
    NOTHING = "nothing"
    """No decision of these days that they may look at."""
    NO_VERDICT = "no_verdict"
    NO_NOTE = "no_note"
    """Whatever is not simply right needs a note."""
    ALREADY = "already"
    """A colleague was faster."""


def draw(seed: str, ids: Iterable[UUID], size: int) -> list[UUID]:
    """In the order in which they are drawn. The same seed draws the same from the same, and what is
    added to it later changes nothing about the order of the rest."""
    return sorted(ids, key=lambda one: sha256(f"{seed}:{one}".encode()).digest())[:size]


def days_are_right(first: date | None, last: date | None, today: date) -> bool:
    """Both included, and none of them ahead."""
    if first is None or last is None:
        return False
    return first <= last <= today and (last - first).days < LONGEST


def needs_note(verdict: Verdict) -> bool:
    return verdict is not Verdict.RIGHT
