"""The milestones of a case with their marks, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cx_app.domain.progress.milestones import (
    APPROVED,
    ASKED,
    DECISIONS,
    Event,
    decided_on,
    path_of,
    reached_on,
)
from cx_app.domain.progress.table import Milestone

RECEIVED = "received"
AFTER_APPROVAL = frozenset({Milestone.OATH, Milestone.CARD})
FAR = date.max


class Mark(StrEnum):
    """Three marks, and where the case is now (domain 5.2-2)."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    NOT_REPORTED = "not_reported"
    """It may have happened: the form usually has it, and there is no record of it."""


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    """`received`, or a milestone."""
    mark: Mark
    on: date | None = None


def path(form: str, received: date, events: Sequence[Event]) -> list[Step]:
    """Received is first; what happened follows in the order of its days (domain 5.2-1)."""
    decided = decided_on(events)
    steps = [Step(RECEIVED, Mark.DONE, received)]
    found = [step for one in _milestones(form, events) if (step := _step(one, events, decided))]
    return steps + _in_order(found)


def _milestones(form: str, events: Sequence[Event]) -> list[Milestone]:
    usual = list(path_of(form))
    if any(event.code in ASKED or event.code == "FBB" for event in events):
        usual.insert(usual.index(Milestone.DECISION), Milestone.EVIDENCE)
    return usual


def _step(milestone: Milestone, events: Sequence[Event], decided: date | None) -> Step | None:
    """None where it will not come, such as a card after a denial."""
    if milestone is Milestone.REVIEW:
        return _review(events, decided)
    if milestone is Milestone.EVIDENCE:
        return _evidence(events)
    on = reached_on(events, milestone)
    if on is not None:
        return Step(milestone, Mark.DONE, on)
    if milestone in AFTER_APPROVAL and decided is not None:
        if _refused(events):
            return None
        return Step(milestone, Mark.NOT_REPORTED if milestone is Milestone.OATH else Mark.AHEAD)
    return Step(milestone, Mark.NOT_REPORTED if decided is not None else Mark.AHEAD)


def _review(events: Sequence[Event], decided: date | None) -> Step:
    """Nobody reports it; it begins with the interview and ends with the decision."""
    begun = reached_on(events, Milestone.INTERVIEW)
    if begun is None:
        return Step(Milestone.REVIEW, Mark.AHEAD if decided is None else Mark.NOT_REPORTED)
    return Step(Milestone.REVIEW, Mark.NOW if decided is None else Mark.DONE, begun)


def _evidence(events: Sequence[Event]) -> Step:
    asked = max((event.on for event in events if event.code in ASKED), default=None)
    answered = max((event.on for event in events if event.code == "FBB"), default=None)
    if asked is not None and (answered is None or answered < asked):
        return Step(Milestone.EVIDENCE, Mark.NOW, asked)
    return Step(Milestone.EVIDENCE, Mark.DONE, answered)


def _refused(events: Sequence[Event]) -> bool:
    first = min(
        (event for event in events if event.code in DECISIONS),
        key=lambda event: (event.on, DECISIONS[event.code]),
    )
    return DECISIONS[first.code] != APPROVED


def _in_order(steps: list[Step]) -> list[Step]:
    return [step for _place, step in sorted(_placed(steps), key=lambda placed: placed[0])]


def _placed(steps: list[Step]) -> list[tuple[tuple[date, int], Step]]:
    """What has no day of its own stands right before what usually follows it."""
    placed, following = [], FAR
    for place, step in reversed(list(enumerate(steps))):
        following = step.on or (following if step.mark is Mark.NOT_REPORTED else FAR)
        placed.append(((following, place), step))
    return placed
