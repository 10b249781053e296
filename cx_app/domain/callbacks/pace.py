"""How many people are asked at once: no more than can be called in the half hour that they are
promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import floor

from cx_app.domain.callbacks.standing import CallbackRules


@dataclass(frozen=True, slots=True)
class Load:
    officers: int
    """Who take calls now."""
    call_takes: timedelta
    """With all that belongs to it, as a mean of the last weeks."""
    promised: int
    """People who said yes and wait for their call."""
    calling: int
    """Calls that are going on."""
    asked: int
    """Texts without an answer yet, those that are being sent among them."""
    ahead: timedelta | None = None
    """For how much of the half hour texts are sent ahead; None: all of it. Less leaves officers
    time for plain calls."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`texts` may go out now: `calls` fit the half hour, less everybody who holds our word, or may
    yet hold it."""

    calls: int
    taken: int
    texts: int


def pace(load: Load, rules: CallbackRules) -> Pace:
    """calls = officers x half hour / length of a call, rounded down; texts = calls - promised -
    calling - asked. So even if everybody says yes at once, everybody is called in time."""
    ahead = min(load.ahead or rules.call_within, rules.call_within)
    calls = floor(load.officers * (ahead / load.call_takes))
    taken = load.promised + load.calling + load.asked
    return Pace(calls, taken, max(0, calls - taken))
