"""What is published of how right estimates were: rounded, nothing of fewer than five (MP-31).

Everything here is made of the counts of the files, so that whoever has those makes it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.progress.milestones import FITTED
from cx_app.domain.progress.publishing import (
    Tenth,
    as_published,
    held_of_100,
    tenths_of_form,
    tenths_together,
    with_enough_dates,
)
from cx_app.domain.progress.record import Figures, from_json, rounded, together
from cx_app.domain.progress.table import Milestone
from cx_app.language import _, language, say_day
from cx_app.models import ProgressRecord
from cx_app.services.progress import accuracy_drawing as drawing
from cx_app.services.progress.accuracy import LOOKED_AT
from cx_app.services.progress.accuracy_drawing import Bar, Dot, Label, Tick
from cx_app.services.progress.words import NAMES

MONTHS: Final = 12
COLUMNS: Final = (
    *("month", "days_ahead", "form", "office", "cases", "foreseen", "done"),
    *("dates_stated", "dates_held", "milestone"),
)
"""A new one goes to the end: people read the file by place."""
CHANCES: Final = ("milestone", "form", "said_from", "said_to", "cases", "foreseen", "done")


@dataclass(frozen=True, slots=True)
class Line:
    """Of a month, or of an office. Counts are published ones."""

    name: str
    cases: str
    foreseen: str
    came: str
    dates: str
    held: str


@dataclass(frozen=True, slots=True)
class TenthLine:
    """Of cases that were told a chance in this tenth: how many of 100 were foreseen, and came."""

    name: str
    cases: str
    foreseen: str
    came: str
    x: str = ""
    y: str = ""
    radius: str = ""


@dataclass(frozen=True, slots=True)
class StepName:
    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Accuracy:
    steps: list[StepName] = field(default_factory=list)
    step: str = Milestone.DECISION.value
    forms: list[str] = field(default_factory=list)
    form: str = ""
    title: str = ""
    """The step and the form in words."""
    months: list[Line] = field(default_factory=list)
    offices: list[Line] = field(default_factory=list)
    tenths: list[TenthLine] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    chart: str = ""
    """The chart in words."""
    dots: list[Dot] = field(default_factory=list)
    """Of 100 dates, how many held, month by month."""
    dots_said: str = ""
    diagram: str = ""
    drawn: bool = False
    """Whether the diagram has a point."""
    held: str = ""
    """How often "80 of 100 by" held, as a sentence."""


Kept = tuple[ProgressRecord, Figures]


def accuracy(session: Session, form: str, step: str = Milestone.DECISION) -> Accuracy:
    """90 days after, month by month: of one form, or of all of them. Of decisions, or of another
    step that is counted."""
    everything = _after_90_days(session)
    told = {row.milestone for row, _figures in everything}
    forms = sorted({row.form for row, _figures in everything})
    step = step if step in told else Milestone.DECISION
    form = form if form in forms else ""
    of_step = _of_last_year(kept for kept in everything if kept[0].milestone == step)
    asked = [(row, figures) for row, figures in of_step if form in ("", row.form)]
    days = sorted({row.day for row, _figures in asked})
    by_month = [(day, _sum(f for row, f in asked if row.day == day)) for day in days]
    pairs = [(one.foreseen, one.came) for _day, one in by_month]
    held = [held_of_100(_dated(f for row, f in asked if row.day == day)) for day in days]
    tenths = _tenth_lines(tenths_together(_by_form(asked).values()) if asked else [])
    return Accuracy(
        steps=[StepName(one, _(NAMES[one])) for one in FITTED if one in told],
        step=step,
        forms=forms,
        form=form,
        title=f"{_(NAMES[step])}, {form or _('all forms')}",
        months=[_line(_month(day), figures) for day, figures in by_month],
        offices=_by(asked, lambda row: f"{row.form}, {row.office or _('no office')}"),
        tenths=tenths,
        bars=drawing.bars(pairs),
        ticks=drawing.scale(drawing.highest(pairs)),
        labels=drawing.labels([_month(day) for day in days]),
        chart=_chart_in_words(by_month),
        dots=drawing.dots(held),
        dots_said=_held_in_words(zip(days, held, strict=True)),
        diagram=_diagram_in_words(tenths),
        drawn=any(one.x for one in tenths),
        held=_held(_dated(figures for _row, figures in asked)),
    )


def rows(session: Session) -> Iterable[Sequence[str]]:
    """The table for download: every month, horizon, form and office; empty for fewer than five."""
    yield COLUMNS
    for row, figures in _kept(session):
        counts = (figures.cases, figures.foreseen, figures.came, figures.dates, figures.held)
        told = (_in_file(rounded(count)) for count in counts)
        yield (f"{row.day:%Y-%m}", str(row.horizon), row.form, row.office, *told, row.milestone)


def chance_rows(session: Session) -> Iterable[Sequence[str]]:
    """The reliability diagram for download: by step, form and tenth of the chance of 90 days."""
    yield CHANCES
    everything = _after_90_days(session)
    for step in FITTED:
        of_step = _of_last_year(kept for kept in everything if kept[0].milestone == step)
        for form, tenths in _by_form(of_step).items():
            for place, one in enumerate(tenths):
                if one is not None:
                    counts = (one.cases, one.foreseen, one.came)
                    said = (str(10 * place), str(10 * place + 10))
                    yield (step, form, *said, *map(_in_file, counts))


def _in_file(count: int | None) -> str:
    return "" if count is None else str(count)


def _kept(session: Session) -> list[Kept]:
    """Only of groups that are large enough to be spoken of."""
    found = session.exec(
        select(ProgressRecord).order_by(
            col(ProgressRecord.day),
            col(ProgressRecord.horizon),
            col(ProgressRecord.form),
            col(ProgressRecord.office),
            col(ProgressRecord.milestone),
        )
    )
    kept = [(row, from_json(row.figures)) for row in found]
    return [(row, figures) for row, figures in kept if rounded(figures.spoken_of) is not None]


def _after_90_days(session: Session) -> list[Kept]:
    return [kept for kept in _kept(session) if kept[0].horizon == LOOKED_AT]


def _of_last_year(kept: Iterable[Kept]) -> list[Kept]:
    found = list(kept)
    days = sorted({row.day for row, _figures in found})[-MONTHS:]
    return [(row, figures) for row, figures in found if row.day in days]


def _by_form(kept: Iterable[Kept]) -> dict[str, list[Tenth | None]]:
    groups: dict[str, list[Figures]] = {}
    for row, figures in kept:
        groups.setdefault(row.form, []).append(figures)
    return {form: tenths_of_form(groups[form]) for form in sorted(groups)}


def _by(kept: list[Kept], name: Callable[[ProgressRecord], str]) -> list[Line]:
    groups: dict[str, list[Figures]] = {}
    for row, figures in kept:
        groups.setdefault(name(row), []).append(figures)
    return [_line(key, _sum(groups[key])) for key in sorted(groups)]


def _sum(many: Iterable[Figures]) -> Figures:
    return together(map(as_published, many))


def _dated(many: Iterable[Figures]) -> Figures:
    return with_enough_dates(map(as_published, many))


def _line(name: str, figures: Figures) -> Line:
    counts = (figures.cases, figures.foreseen, figures.came, figures.dates, figures.held)
    return Line(name, *(_said(count) for count in counts))


def _said(count: int) -> str:
    return f"{count:,}" if count else _("fewer than 5")


def _month(day: date) -> str:
    return say_day(day, "MMM yyyy", language())


def _tenth_lines(tenths: Sequence[Tenth | None]) -> list[TenthLine]:
    """A share of fewer than five is not said, and has no point on the diagram."""
    most = max((one.cases for one in tenths if one), default=0)
    return [_tenth_line(place, one, most) for place, one in enumerate(tenths) if one]


def _tenth_line(place: int, one: Tenth, most: int) -> TenthLine:
    name = _("{low} to {high} of 100", low=10 * place, high=10 * place + 10)
    said, done = (
        None if n is None else round(100 * min(1, n / one.cases)) for n in (one.foreseen, one.came)
    )
    few = _("fewer than 5")
    line = TenthLine(
        name,
        cases=f"{one.cases:,}",
        foreseen=few if said is None else str(said),
        came=few if done is None else str(done),
    )
    if said is None or done is None:
        return line
    x, y = drawing.at(said, done)
    return replace(line, x=x, y=y, radius=drawing.radius(one.cases, most))


def _chart_in_words(by_month: list[tuple[date, Figures]]) -> str:
    parts = [
        _(
            "{month}: {foreseen} foreseen, {came} done.",
            month=_month(day),
            foreseen=_said(figures.foreseen),
            came=_said(figures.came),
        )
        for day, figures in by_month
    ]
    return " ".join([_("Cases done within 90 days."), *parts])


def _held_in_words(by_month: Iterable[tuple[date, int | None]]) -> str:
    parts = [
        _("{month}: {n} held.", month=_month(day), n=share)
        for day, share in by_month
        if share is not None
    ]
    return " ".join([_("Of 100 dates, how many held. It should be 80."), *parts]) if parts else ""


def _diagram_in_words(tenths: list[TenthLine]) -> str:
    parts = [
        _("Said {foreseen} of 100, came {came}.", foreseen=one.foreseen, came=one.came)
        for one in tenths
        if one.x
    ]
    return " ".join([_("What we said against what came."), *parts])


def _held(enough: Figures) -> str:
    share = held_of_100(enough)
    if share is None:
        return ""
    return _(
        "We gave {dates} dates of the kind “80 of 100 by …”. Of 100 of them, {share} held and "
        "{missed} did not.",
        dates=f"{enough.dates:,}",
        share=share,
        missed=100 - share,
    )
