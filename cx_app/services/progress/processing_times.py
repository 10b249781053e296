"""The general figures that everybody may see: how long 80 of 100 cases took (MP-5), and from when
the agency takes questions (MP-6). Made each night with the tables of estimates; reading counts
nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session

from cx_app.domain.business_time import eastern_date
from cx_app.domain.cases import FORMS
from cx_app.domain.progress.public_page import LEAST, WINDOW
from cx_app.domain.progress.table import Milestone
from cx_app.gateways import clock
from cx_app.language import _, plural, say_date
from cx_app.services.policy.current import policy
from cx_app.services.progress.tables import current

COLUMNS: Final = ("form", "office", "days_of_80_of_100", "inquiry_after_days", "as_of")
WIDTH: Final = 320
ROW: Final = 40
BAR: Final = 14
ROOM: Final = 70
"""Right of the longest bar, for its words."""
MONTH: Final = 365.25 / 12
SHORT: Final = 60
"""Days, below which weeks are said and no half months."""


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Of one form, or of one office. `width` and `y` draw its bar."""

    name: str
    took: str
    days: str
    before: str
    """Cases received before this day may be asked about."""
    width: str
    y: str
    text_y: str
    end: str


@dataclass(frozen=True, slots=True)
class ProcessingTimes:
    forms: list[str] = field(default_factory=list)
    form: str = ""
    title: str = ""
    as_of: str = ""
    lines: list[TimeLine] = field(default_factory=list)
    chart: str = ""
    """The chart in words."""
    box: str = ""
    """Its view box."""


def processing_times(session: Session, form: str) -> ProcessingTimes:
    """Of a form by office, with the whole of it first; without one, of every form."""
    known = current(session)
    forms = sorted({name for name, _office in known.public})
    form = form if form in forms else ""
    decision = known.tables.get(Milestone.DECISION)
    if decision is None or not forms:
        return ProcessingTimes()
    if form:
        offices = sorted(office for name, office in known.public if name == form)
        chosen = [
            (office or _("All offices"), form, known.public[form, office]) for office in offices
        ]
    else:
        chosen = [
            (name, name, known.public[name, ""]) for name in forms if (name, "") in known.public
        ]
    lines = _lines(session, chosen)
    title = f"{form}, {_(FORMS[form])}" if form in FORMS else form
    return ProcessingTimes(
        forms=forms,
        form=form,
        title=title or _("All forms"),
        as_of=say_date(decision.day),
        lines=lines,
        chart=" ".join(f"{line.name}: {line.took}." for line in lines),
        box=f"0 0 {WIDTH} {ROW * len(lines)}",
    )


def rows(session: Session) -> Iterable[Sequence[str]]:
    """The table for download: every form and office; the whole of a form has no office."""
    yield COLUMNS
    known = current(session)
    decision = known.tables.get(Milestone.DECISION)
    if decision is None:
        return
    times = policy(session, clock.business(session)).processing_times
    for (form, office), days in sorted(known.public.items()):
        yield (form, office, str(days), str(times.days_of(form)), decision.day.isoformat())


def how_counted() -> list[str]:
    """The published method, in words (MP-5)."""
    return [
        _(
            "We take all cases that were done in the last {n} days, about six months. We count the "
            "days from the receipt to the decision.",
            n=WINDOW,
        ),
        _("Of 100 of these cases, 80 took no longer than the time we show. 20 took longer."),
        _("With fewer than {n} cases done we show no figure.", n=LEAST),
        _("Did your case move to another office? Then look at the new office."),
    ]


def _lines(session: Session, chosen: list[tuple[str, str, int]]) -> list[TimeLine]:
    now = clock.business(session)
    times, today = policy(session, now).processing_times, eastern_date(now)
    longest = max((days for _name, _form, days in chosen), default=0) or 1
    made = []
    for place, (name, form, days) in enumerate(chosen):
        width = (WIDTH - ROOM) * days / longest
        made.append(
            TimeLine(
                name=name,
                took=say_length(days),
                days=f"{days:,}",
                before=_first_not(today, times.days_of(form)),
                width=f"{width:.1f}",
                y=str(place * ROW + 20),
                text_y=str(place * ROW + 14),
                end=f"{width + 6:.1f}",
            )
        )
    return made


def _first_not(today: date, days: int) -> str:
    return say_date(today - timedelta(days=days))


def say_length(days: int) -> str:
    """To the half month, as the agency's own page does."""
    if days < SHORT:
        return plural("{n} week", "{n} weeks", max(1, round(days / 7)))
    halves = round(days / MONTH * 2) / 2
    return _("{n} months", n=f"{halves:g}")
