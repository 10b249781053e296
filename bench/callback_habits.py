"""What a simulated day of callbacks assumes of people, of the provider of texts and of officers.

That few take a call from a number they do not know is a finding (Pew Research Center, July 2020: 19
of 100 adults in the US say they generally do). That more do who have asked for the call, and what
they answer to a text, are assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from cx_app.domain.business_time import EASTERN
from cx_app.domain.callbacks.hours import Desk, LocalHours
from cx_app.domain.callbacks.standing import Answer, CallbackRules

DAY: Final = date(2026, 3, 3)
"""A Tuesday."""
DESK: Final = Desk(LocalHours(time(7), time(18, 30)))
DESK_OPENS, DESK_CLOSES = DESK.hours.on(DAY, EASTERN)
RULES: Final = CallbackRules(
    answer_within=timedelta(minutes=60),
    call_within=timedelta(minutes=30),
    texts=2,
    calls=2,
    call_again=timedelta(minutes=90),
    later=timedelta(hours=2),
    texts_from=time(8),
    texts_until=time(20),
)
ZONES: Final = {
    "America/New_York": 46,
    "America/Chicago": 27,
    "America/Denver": 7,
    "America/Los_Angeles": 17,
    "America/Anchorage": 1,
    "Pacific/Honolulu": 1,
    "Pacific/Guam": 1,
}
"""In hundredths, about as people live."""
HOURS: Final = {(): 70, (LocalHours(time(9), time(12)),): 10, (LocalHours(time(15), time(19)),): 20}


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares are of 1."""

    agree: float = 0.70
    """To texts, when they ask for the call."""
    answers: tuple[tuple[Answer | None, float], ...] = (
        (Answer.YES, 0.50),
        (Answer.NO, 0.12),
        (Answer.LATER, 0.07),
        (Answer.OTHER, 0.03),
        (None, 0.28),
    )
    stop: float = 0.01
    """Of those who get a text."""
    delay_median: timedelta = timedelta(minutes=4)
    delay_spread: float = 1.3
    """Sigma of the logarithm: 1 of 50 answers after the hour."""
    take_unexpected: float = 0.40
    """Twice what Pew found for unknown numbers, since they wait for this one."""
    take_promised: float = 0.92
    voicemail: float = 0.75
    """Of those who do not take it."""
    wrong_number: float = 0.01
    call: timedelta = timedelta(minutes=10)
    call_spread: float = 0.5
    missed_call: timedelta = timedelta(minutes=2, seconds=30)
    """To let it ring, leave a message and write it down."""


@dataclass(frozen=True, slots=True)
class Provider:
    refuses: float = 0.01
    silent: float = 0.002
    """Nobody ever knows what became of the text."""
    out_from: time = time(11)
    out_until: time = time(11, 10)
    """Eastern: nothing can be sent, and sending waits."""
    timers_lost: float = 0.05
    timers_doubled: float = 0.05


@dataclass(frozen=True, slots=True)
class Plan:
    callbacks: int = 20_000
    officers: int = 200
    text_ahead: bool = True
    seed: int = 8
    habits: Habits = Habits()
    provider: Provider = Provider()
    calls_take: timedelta = Habits().call
    """As the pace believes."""
    from_yesterday: float = 0.7
    """Are in line when the day begins; the others come until the middle of the afternoon."""
