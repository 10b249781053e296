"""How the desk of visits does: what waits and for how long, and what became of requests (AP-43)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, case
from sqlmodel import Session, col, func, select

from cx_app.domain.appointment_requests import OPEN, RequestState
from cx_app.domain.business_days import DAY
from cx_app.domain.business_time import eastern_date, end_of_day
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_age, say_date
from cx_app.models import AppointmentRequest
from cx_app.services.appointment_requests.outcomes import Outcomes, officers, outcomes, summed
from cx_app.services.offices.access import require_keeper

PERIODS: Final = (7, 30, 90)
"""Days that can be looked at, up to today."""
USUAL: Final = 30
Request = AppointmentRequest
AGENCY: Final = (RequestState.SUBMITTED, RequestState.IN_REVIEW)
DUE: Final = (
    ("Late by more than 5 days", None, -5),
    ("Late", -5, 0),
    ("Due within a day", 0, 1),
    ("Due in 2 or 3 days", 1, 3),
    ("Due later", 3, None),
)
AGES: Final = (
    ("Up to 1 day", None, 1),
    ("2 or 3 days", 1, 3),
    ("4 to 7 days", 3, 7),
    ("8 to 14 days", 7, 14),
    ("15 to 30 days", 14, 30),
    ("More than 30 days", 30, None),
)
"""In days, the first not included and the second included."""


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: int
    percent: int
    """Of the highest bar of its chart."""


@dataclass(frozen=True, slots=True)
class Part:
    """A share of what was decided or ended, in percent of it."""

    tone: str
    percent: int


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    name: str
    parts: list[Part]
    """Of what was booked, not needed, asked, and withdrawn or expired; all empty when there was
    nothing."""
    asked: int
    booked: int
    unneeded: int
    questions: int
    gone: int
    """Withdrawn, cancelled or expired."""
    came: int
    missed: int
    closed: int
    """Called off because the office closed."""
    in_time: str
    """Of those that were answered; empty when none was."""


@dataclass(frozen=True, slots=True)
class OfficerLine:
    account_id: str
    name: str
    at_work_on: int
    decided: int
    taken_back: int


@dataclass(frozen=True, slots=True)
class VisitFigures:
    days: int
    first_day: str
    last_day: str
    unassigned: int = 0
    in_review: int = 0
    with_person: int = 0
    booked: int = 0
    late: int = 0
    oldest: str = ""
    """Total age of the oldest that waits for the agency; it never pauses."""
    in_time: str = ""
    taken_back: int = 0
    due: list[Bar] = field(default_factory=list)
    ages: list[Bar] = field(default_factory=list)
    reasons: list[OutcomeLine] = field(default_factory=list)
    offices: list[OutcomeLine] = field(default_factory=list)
    officers: list[OfficerLine] = field(default_factory=list)


def figures(session: Session, actor: Actor, days: int = USUAL) -> VisitFigures:
    """Of what stands now, and of the last `days` days. Raises `Forbidden` for anyone but
    supervisors and administrators."""
    require_keeper(actor)
    now = clock.business(session)
    days = days if days in PERIODS else USUAL
    first, last = period(now, days)
    begins = end_of_day(first - DAY)
    states = _states(session)
    is_late = case((col(Request.due_at) <= now, 1), else_=0)
    due, [late] = _waiting(session, DUE, col(Request.due_at), now, func.sum(is_late), ahead=True)
    asked, first_asked = col(Request.asked_at), func.min(Request.asked_at)
    ages, [oldest] = _waiting(session, AGES, asked, now, first_asked, ahead=False)
    found = outcomes(session, begins)
    everything = summed(found)
    return VisitFigures(
        days,
        say_date(first),
        say_date(last),
        states.get(RequestState.SUBMITTED, 0),
        states.get(RequestState.IN_REVIEW, 0),
        states.get(RequestState.NEEDS_INFO, 0) + states.get(RequestState.OFFICE_CANCELLED, 0),
        states.get(RequestState.SCHEDULED, 0),
        int(late or 0),
        say_age(now - oldest) if oldest else "",
        share(everything),
        everything.taken_back,
        due,
        ages,
        _lines(found, lambda one: one.reason_name),
        _lines(found, lambda one: one.office),
        [OfficerLine(*one) for one in officers(session, begins)],
    )


def period(now: datetime, days: int) -> tuple[date, date]:
    """Both days included, Eastern."""
    last = eastern_date(now)
    return last - (days - 1) * DAY, last


def share(one: Outcomes) -> str:
    """Of what was answered: how much of it by its day."""
    return f"{round(100 * one.in_time / one.answered)} %" if one.answered else ""


def _states(session: Session) -> dict[str, int]:
    rows = session.exec(
        select(Request.state, func.count())
        .where(col(Request.state).in_(OPEN))
        .group_by(Request.state)
    )
    return dict(rows.all())


def _waiting(
    session: Session,
    ranges: Iterable[tuple[str, int | None, int | None]],
    column: Any,
    now: datetime,
    *also: Any,
    ahead: bool,
) -> tuple[list[Bar], list[Any]]:
    """Requests that wait for the agency, by how far a moment of theirs is ahead, or ago; and other
    figures of the same requests. One query for each moment: an index holds it, no row is read."""
    sign = 1 if ahead else -1
    sums: list[Any] = []
    named = list(ranges)
    for _label, above, up_to in named:
        edges = []
        if above is not None:
            edge = now + sign * timedelta(days=above)
            edges.append(column > edge if ahead else column < edge)
        if up_to is not None:
            edge = now + sign * timedelta(days=up_to)
            edges.append(column <= edge if ahead else column >= edge)
        sums.append(func.sum(case((and_(*edges), 1), else_=0)))
    found = session.exec(select(*sums, *also).where(col(Request.state).in_(AGENCY))).one()
    values = [int(value or 0) for value in found[: len(named)]]
    highest = max(*values, 1)
    bars = [
        Bar(label, value, round(100 * value / highest))
        for (label, _above, _up_to), value in zip(named, values, strict=True)
    ]
    return bars, list(found[len(named) :])


def _lines(found: list[Outcomes], named: Any) -> list[OutcomeLine]:
    """One for each name, the busiest first."""
    names = sorted({named(one) for one in found})
    lines = [_line(name, summed([one for one in found if named(one) == name])) for name in names]
    return sorted(lines, key=lambda line: -line.asked)


def _line(name: str, one: Outcomes) -> OutcomeLine:
    return OutcomeLine(
        name,
        _parts(one),
        one.asked,
        one.booked,
        one.unneeded,
        one.questions,
        one.withdrawn + one.expired,
        one.came,
        one.missed,
        one.closed,
        share(one),
    )


def _parts(one: Outcomes) -> list[Part]:
    counted = {
        "booked": one.booked,
        "unneeded": one.unneeded,
        "asked": one.questions,
        "gone": one.withdrawn + one.expired,
    }
    whole = max(sum(counted.values()), 1)
    return [Part(tone, round(100 * number / whole)) for tone, number in counted.items()]
