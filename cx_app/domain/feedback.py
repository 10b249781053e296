"""What people say of a task that is done: what is asked, whom, and what of it may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

MOST_QUESTIONS: Final = 15
"""Of one form (CX-2)."""


class Task(StrEnum):
    """What somebody came for. None of them tells what kind of case it was about (CX-11)."""

    ADD_CASE = "add_case"
    VISIT = "visit"
    BIOMETRICS = "biometrics"
    CALLBACK = "callback"
    SUPPORT = "support"
    OTHER = "other"


class Way(StrEnum):
    """By which channel."""

    ONLINE = "online"
    PHONE = "phone"
    OFFICE = "office"
    MAIL = "mail"


class Outcome(StrEnum):
    DONE = "done"
    NOT_DONE = "not_done"
    """Refused ones included."""


class Driver(StrEnum):
    """What went well or did not (CX-5)."""

    EFFECTIVENESS = "effectiveness"
    EASE = "ease"
    EFFICIENCY = "efficiency"
    TRANSPARENCY = "transparency"
    HUMANITY = "humanity"
    EMPLOYEE = "employee"
    OTHER = "other"


WAYS: Final = {Task.CALLBACK: Way.PHONE}
"""Of a task that is asked about where it ended; all others end online."""
PREFIX: Final = "how_"
"""Of the fields of the form, so that they may stand beside the form of a task."""
QUESTIONS: Final = ("task", "way", "outcome", "trust", "drivers", "comment")
"""Of the longest form, on the page of its own. After a task the portal knows the first three."""


class Flaw(StrEnum):
    TASK = "task"
    WAY = "way"
    OUTCOME = "outcome"
    TRUST = "trust"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class FeedbackRules:
    again: timedelta
    """Nobody is asked again within (CX-7)."""
    stays: timedelta
    """A question that was not answered is still there after a reload."""
    comment_length: int
    least: int
    """Fewer answers than this are not shown (CX-9)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When somebody was last asked, about which task, and whether that is over."""

    asked_at: datetime
    task: str
    over: bool


@dataclass(frozen=True, slots=True)
class Said:
    task: Task
    way: Way
    outcome: Outcome
    trust: bool
    drivers: frozenset[Driver] = frozenset()
    comment: str = ""


def may_ask(turn: Turn | None, task: Task, now: datetime, rules: FeedbackRules) -> bool:
    """Once in 90 days, whatever became of it. The same question stays for a reload of its page."""
    if turn is None or now >= turn.asked_at + rules.again:
        return True
    return not turn.over and turn.task == task and now < turn.asked_at + rules.stays


def read(typed: Mapping[str, str], rules: FeedbackRules) -> Said | dict[str, Flaw]:
    """What was typed, or what is wrong with which field. `drivers` are codes with spaces between
    them; one that is not known is left out."""
    flaws: dict[str, Flaw] = {}
    for name, codes, flaw in (
        ("task", set(Task), Flaw.TASK),
        ("way", set(Way), Flaw.WAY),
        ("outcome", set(Outcome), Flaw.OUTCOME),
        ("trust", {"up", "down"}, Flaw.TRUST),
    ):
        if typed.get(name, "") not in codes:
            flaws[name] = flaw
    comment = typed.get("comment", "").strip()
    if len(comment) > rules.comment_length:
        flaws["comment"] = Flaw.LONG
    return flaws or Said(
        Task(typed["task"]),
        Way(typed["way"]),
        Outcome(typed["outcome"]),
        typed["trust"] == "up",
        frozenset(Driver(one) for one in typed.get("drivers", "").split() if one in set(Driver)),
        comment,
    )


def month_of(day: date) -> date:
    """All that is kept of when: so that nobody finds a person by the day (CX-12)."""
    return day.replace(day=1)


def quarter_of(day: date) -> date:
    """The first day of its quarter of the calendar, as figures are reported."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def quarter_before(first: date) -> date:
    return quarter_of(first - timedelta(days=1))


def quarter_after(first: date) -> date:
    return quarter_of(first + timedelta(days=100))


def hidden(counts: Mapping[str, int], least: int) -> frozenset[str]:
    """Which parts of a whole are not shown (CX-9): those of fewer than `least`, and then the next
    ones by size until what is hidden together is that many and more than one part, since whoever
    knows the whole could take away what is shown."""
    gone = {name for name, count in counts.items() if 0 < count < least}
    _widen(gone, counts, least)
    return frozenset(gone)


def hidden_pairs(counts: Mapping[tuple[str, str], int], least: int) -> frozenset[tuple[str, str]]:
    """The same for a table of two sides, whose sums by either side are shown elsewhere."""
    gone = {pair for pair, count in counts.items() if 0 < count < least}
    groups = [
        {pair: count for pair, count in counts.items() if pair[side] == name}
        for side in (0, 1)
        for name in {pair[side] for pair in counts}
    ]
    before = -1
    while len(gone) != before:
        before = len(gone)
        for group in (counts, *groups):
            _widen(gone, group, least)
    return frozenset(gone)


def tells(pairs: Mapping[tuple[str, str], int], gone: frozenset[str], least: int) -> bool:
    """Whether the sums of the second side would give away what is hidden of the first: what of it
    lies in one of those sums is known to whoever knows the shown parts."""
    sums: dict[str, int] = {}
    for (first, second), count in pairs.items():
        if first in gone:
            sums[second] = sums.get(second, 0) + count
    return any(0 < count < least for count in sums.values())


def _widen(gone: set[Any], counts: Mapping[Any, int], least: int) -> None:
    """Add to `gone` until nobody can work out what of these is in it."""
    rest = sorted((count, name) for name, count in counts.items() if count and name not in gone)
    here = [counts[name] for name in counts if name in gone and counts[name]]
    while here and rest and (len(here) < 2 or sum(here) < least):
        count, name = rest.pop(0)
        gone.add(name)
        here.append(count)
