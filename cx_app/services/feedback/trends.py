"""What people said, counted by month, task, channel, outcome and language; never so that one of
them could be found (CX-9). In English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlmodel import Session, col, func, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.feedback import (
    Driver,
    hidden,
    quarter_after,
    quarter_before,
    quarter_of,
    tells,
)
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.language import NAMES
from cx_app.models import Feedback, FeedbackOffer
from cx_app.services.cases.staff import require_staff
from cx_app.services.feedback.words import (
    STAFF_DRIVERS,
    STAFF_OUTCOMES,
    STAFF_TASKS,
    WAYS,
)
from cx_app.services.policy.current import policy

QUARTERS: Final = 8
"""That can be looked at, with this one."""
COMMENTS: Final = 100
READS_COMMENTS: Final = frozenset({Role.SUPERVISOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class QuarterChoice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One part of the answers. What is hidden has no figures."""

    label: str
    answers: str
    value: str
    """The share of thumbs up of so many answers, in words."""
    percent: int
    """The same, as the length of a bar."""


@dataclass(frozen=True, slots=True)
class DriverLine:
    label: str
    good: str
    bad: str


@dataclass(frozen=True, slots=True)
class CommentLine:
    task: str
    up: bool
    words: str


@dataclass(frozen=True, slots=True)
class Trends:
    quarter: str
    label: str
    quarters: list[QuarterChoice] = field(default_factory=list)
    least: int = 10
    enough: bool = False
    """Whether there are answers enough to show any."""
    answers: str = ""
    share: str = ""
    offered: str = ""
    rate: str = ""
    months: list[TrendLine] = field(default_factory=list)
    tasks: list[TrendLine] = field(default_factory=list)
    ways: list[TrendLine] = field(default_factory=list)
    outcomes: list[TrendLine] = field(default_factory=list)
    languages: list[TrendLine] = field(default_factory=list)
    drivers: list[DriverLine] = field(default_factory=list)
    comments: list[CommentLine] = field(default_factory=list)
    reads_comments: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """So many answers of a kind."""

    month: date
    task: str
    way: str
    outcome: str
    language: str
    trust: bool
    number: int


def trends(session: Session, actor: Actor, quarter: str = "") -> Trends:
    """Of one quarter of the calendar: periods that overlap would tell what lies between them.
    Raises `Forbidden` for anyone but staff."""
    require_staff(actor)
    now = clock.business(session)
    least = policy(session, now).feedback.least
    choices = quarters(eastern_date(now))
    first = next((one for one in choices if one.isoformat() == quarter), choices[0])
    counts = counted(session, first)
    total = sum(one.number for one in counts)
    offered = offers(session, first)
    reads = actor.role in READS_COMMENTS
    base = Trends(
        first.isoformat(),
        say_quarter(first),
        [QuarterChoice(one.isoformat(), say_quarter(one)) for one in choices],
        least,
        reads_comments=reads,
        months=_months(session, first, least),
    )
    if total < least:
        return base
    asked = sum(offered.values())
    return Trends(
        base.quarter,
        base.label,
        base.quarters,
        least,
        enough=True,
        answers=f"{total:,}",
        share=_share(sum(one.number for one in counts if one.trust), total),
        offered=f"{asked:,}",
        rate=_share(min(total, asked), asked) if asked else "",
        months=base.months,
        tasks=_lines(counts, "task", STAFF_TASKS, least),
        ways=_ways(counts, least),
        outcomes=_lines(counts, "outcome", STAFF_OUTCOMES, least),
        languages=_lines(counts, "language", NAMES, least),
        drivers=_drivers(session, first, least),
        comments=_comments(session, first, counts, least) if reads else [],
        reads_comments=reads,
    )


def quarters(today: date) -> list[date]:
    """The first days of those that can be looked at, this one first."""
    found = [quarter_of(today)]
    while len(found) < QUARTERS:
        found.append(quarter_before(found[-1]))
    return found


def say_quarter(first: date) -> str:
    return f"{first.year}, {first:%B} to {date(first.year, first.month + 2, 1):%B}"


def counted(session: Session, first: date) -> list[Count]:
    """All answers of a quarter, by everything that they are counted by."""
    kinds: Any = (
        *(Feedback.month, Feedback.task, Feedback.way, Feedback.outcome),
        *(Feedback.language, Feedback.trust),
    )
    query: Any = select  # of more columns than its types know
    rows = session.exec(query(*kinds, func.count()).where(*_within(first)).group_by(*kinds))
    return [Count(*row) for row in rows.all()]


def offers(session: Session, first: date) -> dict[tuple[str, str], int]:
    """How many were asked, by task and channel."""
    month = col(FeedbackOffer.month)
    rows = session.exec(
        select(FeedbackOffer.task, FeedbackOffer.way, func.count())
        .where(month >= first, month < quarter_after(first))
        .group_by(FeedbackOffer.task, FeedbackOffer.way)
    )
    return {(task, way): number for task, way, number in rows.all()}


def told(session: Session, first: date) -> list[tuple[str, str, bool, str]]:
    """Task, channel, thumbs up, and what went well or not, of each answer of a quarter."""
    rows = session.exec(
        select(Feedback.task, Feedback.way, Feedback.trust, Feedback.drivers).where(*_within(first))
    )
    return list(rows.all())


def _within(first: date) -> tuple[Any, Any]:
    return (col(Feedback.month) >= first, col(Feedback.month) < quarter_after(first))


def _months(session: Session, first: date, least: int) -> list[TrendLine]:
    """A year up to the quarter. Each quarter is a whole, whose sum is shown elsewhere."""
    begins = [first]
    while len(begins) < 4:
        begins.insert(0, quarter_before(begins[0]))
    lines: list[TrendLine] = []
    for one in begins:
        counts = counted(session, one)
        names = {date(one.year, one.month + n, 1): "" for n in range(3)}
        labels = {month.isoformat(): f"{month:%B %Y}" for month in names}
        found = _lines(counts, "month", labels, least)
        lines += found
    return lines


def _lines(
    counts: Iterable[Count], name: str, labels: Mapping[Any, str], least: int
) -> list[TrendLine]:
    """One for each part that anybody answered about; parts of too few people are named without a
    figure."""
    every: Counter[str] = Counter()
    up: Counter[str] = Counter()
    for one in counts:
        part = str(getattr(one, name))
        every[part] += one.number
        up[part] += one.number if one.trust else 0
    gone = hidden(every, least)
    return [
        _line(label, every[str(part)], up[str(part)], hide=str(part) in gone)
        for part, label in labels.items()
        if every[str(part)]
    ]


def _ways(counts: list[Count], least: int) -> list[TrendLine]:
    """None where they would tell how many answered about a task that is hidden: most tasks have one
    channel."""
    tasks: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for one in counts:
        tasks[one.task] += one.number
        pairs[one.task, one.way] += one.number
    if tells(pairs, hidden(tasks, least), least):
        return []
    return _lines(counts, "way", WAYS, least)


def _line(label: str, every: int, up: int, *, hide: bool) -> TrendLine:
    if hide:
        return TrendLine(label, "Too few to show", "Not shown", 0)
    share = f"{_share(up, every)} of {every:,}"
    return TrendLine(label, f"{every:,}", share, round(100 * up / every))


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %"


def _drivers(session: Session, first: date, least: int) -> list[DriverLine]:
    good: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    for _task, _way, up, drivers in told(session, first):
        (good if up else bad).update(drivers.split())
    return [
        DriverLine(STAFF_DRIVERS[one], figure(good[one], least), figure(bad[one], least))
        for one in Driver
    ]


def figure(number: int, least: int) -> str:
    """Of something that several people may have said beside others: no sum gives it away."""
    return f"Fewer than {least}" if 0 < number < least else f"{number:,}"


def _comments(session: Session, first: date, counts: list[Count], least: int) -> list[CommentLine]:
    """Those about tasks that enough people answered about, in no order that tells when."""
    by_task: Counter[str] = Counter()
    for one in counts:
        by_task[one.task] += one.number
    shown = [task for task in by_task if task not in hidden(by_task, least)]
    rows = session.exec(
        select(Feedback)
        .where(
            *_within(first),
            col(Feedback.task).in_(shown),
            col(Feedback.comment_sealed).is_not(None),
        )
        .order_by(col(Feedback.id))
        .limit(COMMENTS)
    )
    return [CommentLine(STAFF_TASKS[row.task], row.trust, row.comment or "") for row in rows]  # type: ignore[index]
