"""What staff read in a week, and what of it is unusual (OPEN-6)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Integer, case, cast, func
from sqlmodel import Session, col, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.identity import Actor
from cx_app.domain.reading import DayOfReading, ReadingLimits, WeekOfReading, unusual_week
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import Account, CaseOpening
from cx_app.services.openings import words
from cx_app.services.openings.access import require_watcher, watched_by
from cx_app.services.policy.current import policy

WEEK: Final = 7
SHOWN: Final = 50
"""The most striking lines; nobody reads more of them on a day."""

Row = CaseOpening
UNEXPLAINED: Any = col(Row.explanation) == ""
Alike = dict[tuple[UUID, date], int]


@dataclass(frozen=True, slots=True)
class DayBar:
    day: str
    """ISO date, as in the address of the day's page."""
    name: str
    """'Tue 24'."""
    openings: int
    unexplained: int
    height: int
    """Of the highest bar on the page, in percent."""


@dataclass(frozen=True, slots=True)
class ReadingLine:
    account_id: str
    name: str
    openings: int
    unexplained: int
    days: list[DayBar] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    first_day: str
    last_day: str
    lines: list[ReadingLine] = field(default_factory=list)
    left_out: int = 0
    is_now: bool = True


def reading(session: Session, actor: Actor, *, weeks_ago: int = 0) -> Reading:
    """The seven days up to today, or so many weeks earlier: lines with something unusual first,
    then those with the most openings that nothing explains."""
    require_watcher(actor)
    now = clock.business(session)
    limits = policy(session, now).reading
    weeks_ago = max(0, min(weeks_ago, 52))
    last = eastern_date(now) - timedelta(days=WEEK * weeks_ago)
    days = [last - timedelta(days=WEEK - 1 - n) for n in range(WEEK)]
    weeks = _weeks(session, actor, days, limits)
    read = sorted(
        ((account, week, unusual_week(week, limits)) for account, week in weeks.items()),
        key=lambda line: (-len(line[2]), -_total(line[1], "unexplained"), str(line[0])),
    )
    shown = read[:SHOWN]
    names = _names(session, [account for account, _week, _flags in shown])
    highest = max((d.openings for _a, week, _f in shown for d in week.days), default=1)
    return Reading(
        first_day=say_date(days[0]),
        last_day=say_date(last),
        lines=[
            ReadingLine(
                account_id=str(account),
                name=names.get(account) or "Without a name",
                openings=_total(week, "openings"),
                unexplained=_total(week, "unexplained"),
                days=[_bar(day, highest) for day in week.days],
                reasons=[words.flag(flag) for flag in flags],
            )
            for account, week, flags in shown
        ],
        left_out=len(read) - len(shown),
        is_now=weeks_ago == 0,
    )


def _weeks(
    session: Session, actor: Actor, days: list[date], limits: ReadingLimits
) -> dict[UUID, WeekOfReading]:
    """Everyone who opened a case in these days, with what was usual for them before."""
    read: dict[UUID, dict[date, DayOfReading]] = defaultdict(dict)
    for account, day in _each_day(session, actor, days):
        read[account][day.day] = day
    names = _alike(session, actor, days, col(Row.name_hash), limits)
    homes = _alike(session, actor, days, col(Row.address_hash), limits)
    often = _same_case(session, actor, days, limits)
    before = _before(session, actor, days, limits)
    return {
        account: WeekOfReading(
            days=[
                replace(
                    of_day.get(day, DayOfReading(day)),
                    same_name=names.get((account, day), 0),
                    same_address=homes.get((account, day), 0),
                )
                for day in days
            ],
            before=before[account] | {day: one.unexplained for day, one in of_day.items()},
            same_case=often.get(account, 0),
        )
        for account, of_day in read.items()
    }


def _each_day(session: Session, actor: Actor, days: list[date]) -> list[tuple[UUID, DayOfReading]]:
    rows = session.exec(
        _select(
            Row.account_id,
            Row.day,
            func.count(),
            _how_many(UNEXPLAINED),
            _how_many(UNEXPLAINED & col(Row.off_hours)),
            _how_many(UNEXPLAINED & col(Row.protected)),
        )
        .where(col(Row.day).between(days[0], days[-1]), watched_by(actor))
        .group_by(Row.account_id, Row.day)
    )
    return [(account, DayOfReading(*counted)) for account, *counted in rows]


def _before(
    session: Session, actor: Actor, days: list[date], limits: ReadingLimits
) -> dict[UUID, dict[date, int]]:
    """Days at work before the week; those of the week itself are known already."""
    rows = session.exec(
        _select(Row.account_id, Row.day, _how_many(UNEXPLAINED))
        .where(
            col(Row.day) >= days[0] - timedelta(days=limits.usual_days),
            col(Row.day) < days[0],
            watched_by(actor),
        )
        .group_by(Row.account_id, Row.day)
    )
    found: dict[UUID, dict[date, int]] = defaultdict(dict)
    for account, day, count in rows:
        found[account][day] = count
    return found


def _alike(
    session: Session, actor: Actor, days: list[date], mark: Any, limits: ReadingLimits
) -> Alike:
    """The most people with one mark, on a day of somebody's; nothing below the limit."""
    people = func.count(func.distinct(Row.person_id))
    rows = session.exec(
        _select(Row.account_id, Row.day, people)
        .where(col(Row.day).between(days[0], days[-1]), mark != "", UNEXPLAINED, watched_by(actor))
        .group_by(Row.account_id, Row.day, mark)
        .having(people >= limits.alike)
    )
    found: Alike = {}
    for account, day, count in rows:
        found[account, day] = max(count, found.get((account, day), 0))
    return found


def _same_case(
    session: Session, actor: Actor, days: list[date], limits: ReadingLimits
) -> dict[UUID, int]:
    rows = session.exec(
        _select(Row.account_id, func.count())
        .where(col(Row.day).between(days[0], days[-1]), UNEXPLAINED, watched_by(actor))
        .group_by(Row.account_id, Row.case_id)
        .having(func.count() >= limits.same_case)
    )
    found: dict[UUID, int] = {}
    for account, count in rows:
        found[account] = max(count, found.get(account, 0))
    return found


def _select(*columns: Any) -> Any:
    return select(*columns)


def _how_many(condition: Any) -> Any:
    return cast(func.sum(case((condition, 1), else_=0)), Integer)


def _total(week: WeekOfReading, what: str) -> int:
    return sum(getattr(day, what) for day in week.days)


def _bar(day: DayOfReading, highest: int) -> DayBar:
    return DayBar(
        day=day.day.isoformat(),
        name=f"{day.day:%a} {day.day.day}",
        openings=day.openings,
        unexplained=day.unexplained,
        height=round(100 * day.openings / max(1, highest)),
    )


def _names(session: Session, accounts: list[UUID]) -> dict[UUID, str]:
    rows = session.exec(select(Account.id, Account.name).where(col(Account.id).in_(accounts)))
    return dict(rows.all())
