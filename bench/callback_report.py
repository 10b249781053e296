"""What a simulated day of callbacks was like."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from bench.callback_habits import DESK_CLOSES, DESK_OPENS, Plan
from cx_app.domain.callbacks.standing import CallbackState, CallOutcome

S = CallbackState


@dataclass(slots=True)
class Report:
    """What the day was like. `broken` must be empty."""

    plan: Plan
    texts: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    promises: int = 0
    kept: int = 0
    broken_promises: int = 0
    waits_after_yes: list[float] = field(default_factory=list)
    """Minutes."""
    calls: Counter[str] = field(default_factory=Counter)
    calls_after_yes: Counter[str] = field(default_factory=Counter)
    busy: timedelta = timedelta()
    states: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    @property
    def reached(self) -> int:
        return self.states[S.REACHED]

    @property
    def share_of_rounds(self) -> float:
        """That reached somebody, of those that came to an end."""
        return _share(self.reached, self.reached + self.states[S.WAITING])

    @property
    def share_of_calls(self) -> float:
        """That reach somebody."""
        return _share(_reached(self.calls), self.calls.total())

    @property
    def share_of_calls_after_yes(self) -> float:
        return _share(_reached(self.calls_after_yes), self.calls_after_yes.total())

    @property
    def share_busy(self) -> float:
        """Of the officers' day."""
        return self.busy / ((DESK_CLOSES - DESK_OPENS) * self.plan.officers)

    @property
    def share_kept(self) -> float:
        """Of promises that were still wanted, called within the half hour."""
        return _share(self.kept, self.kept + self.broken_promises)


def _reached(calls: Counter[str]) -> int:
    return sum(calls[outcome] for outcome in CallOutcome if outcome.is_reached)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
