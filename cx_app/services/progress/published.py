"""What is published of how right estimates were: rounded, nothing of fewer than five (MP-31)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.progress.milestones import FITTED
from cx_app.domain.progress.record import Figures, from_json, rounded, together
from cx_app.domain.progress.table import Milestone
from cx_app.language import _, language, say_day
from cx_app.models import ProgressRecord
from cx_app.services.progress.accuracy import LOOKED_AT
from cx_app.services.progress.words import NAMES

MONTHS: Final = 12
COLUMNS: Final = (
    *("month", "days_ahead", "form", "office", "cases", "foreseen", "done"),
    *("dates_stated", "dates_held", "milestone"),
)
"""A new one goes to the end: people read the file by place."""
CHART_WIDTH, CHART_HEIGHT, FOOT = 320, 150, 20
SQUARE, EDGE = 160, 20


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
class Bar:
    x: str
    y: str
    height: str
    kind: str
    """foreseen, or came."""


@dataclass(frozen=True, slots=True)
class Label:
    x: str
    text: str


@dataclass(frozen=True, slots=True)
class Tenth:
    """Of cases that were told a chance in this tenth: how many of 100 were foreseen, and came."""

    name: str
    cases: str
    foreseen: str
    came: str
    x: str = ""
    y: str = ""


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
    months: list[Line] = field(default_factory=list)
    offices: list[Line] = field(default_factory=list)
    tenths: list[Tenth] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    chart: str = ""
    """The chart in words."""
    diagram: str = ""
    held: str = ""
    """How often "80 of 100 by" held, as a sentence."""


Kept = tuple[ProgressRecord, Figures]


def accuracy(session: Session, form: str, step: str = Milestone.DECISION) -> Accuracy:
    """90 days after, month by month: of one form, or of all of them. Of decisions, or of another
    step that is counted."""
    of_all = _kept(session)
    told = {row.milestone for row, _figures in of_all}
    step = step if step in told else Milestone.DECISION
    everything = [(row, figures) for row, figures in of_all if row.milestone == step]
    forms = sorted({row.form for row, _figures in of_all})
    form = form if form in forms else ""
    ahead = [
        (row, figures)
        for row, figures in everything
        if row.horizon == LOOKED_AT and form in ("", row.form)
    ]
    days = sorted({row.day for row, _figures in ahead})[-MONTHS:]
    by_month = [(day, together(f for row, f in ahead if row.day == day)) for day in days]
    whole = together(f for row, f in ahead if row.day in days)
    bars, labels = _bars(by_month)
    return Accuracy(
        steps=[StepName(one, _(NAMES[one])) for one in FITTED if one in told],
        step=step,
        forms=forms,
        form=form,
        months=[_line(_month(day), figures) for day, figures in by_month],
        offices=_by(ahead, lambda row: f"{row.form}, {row.office or _('no office')}"),
        tenths=_tenths(whole),
        bars=bars,
        labels=labels,
        chart=_chart_in_words(by_month),
        diagram=_diagram_in_words(whole),
        held=_held(whole),
    )


def rows(session: Session) -> Iterable[Sequence[str]]:
    """The table for download: every month, horizon, form and office; empty for fewer than five."""
    yield COLUMNS
    for row, figures in _kept(session):
        counts = (figures.cases, figures.foreseen, figures.came, figures.dates, figures.held)
        told = ("" if (n := rounded(count)) is None else str(n) for count in counts)
        yield (f"{row.day:%Y-%m}", str(row.horizon), row.form, row.office, *told, row.milestone)


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


def _by(kept: list[Kept], name: Callable[[ProgressRecord], str]) -> list[Line]:
    groups: dict[str, list[Figures]] = {}
    for row, figures in kept:
        groups.setdefault(name(row), []).append(figures)
    return [_line(key, together(groups[key])) for key in sorted(groups)]


def _line(name: str, figures: Figures) -> Line:
    counts = (figures.cases, figures.foreseen, figures.came, figures.dates, figures.held)
    return Line(name, *(_said(count) for count in counts))


def _said(count: int) -> str:
    shown = rounded(count)
    return _("fewer than 5") if shown is None else f"{shown:,}"


def _month(day: date) -> str:
    return say_day(day, "MMM yyyy", language())


def _tenths(whole: Figures) -> list[Tenth]:
    """A share of fewer than five is not said, and has no point on the diagram."""
    found = []
    for place, counts in enumerate(whole.tenths):
        cases, foreseen, came = (rounded(n) for n in counts)
        if cases is None:
            continue
        said, done = (
            None if n is None else round(100 * min(1, n / cases)) for n in (foreseen, came)
        )
        few = _("fewer than 5")
        point = {} if said is None or done is None else _point(said, done)
        found.append(
            Tenth(
                name=_("{low} to {high} of 100", low=10 * place, high=10 * place + 10),
                cases=f"{cases:,}",
                foreseen=few if said is None else str(said),
                came=few if done is None else str(done),
                **point,
            )
        )
    return found


def _point(said: int, done: int) -> dict[str, str]:
    span = SQUARE - EDGE
    low = SQUARE - EDGE / 2
    return {"x": f"{EDGE + said * span / 100:.1f}", "y": f"{low - done * span / 100:.1f}"}


def _bars(by_month: list[tuple[date, Figures]]) -> tuple[list[Bar], list[Label]]:
    counts = [(rounded(f.foreseen) or 0, rounded(f.came) or 0) for _day, f in by_month]
    top = max((max(pair) for pair in counts), default=0) or 1
    step = CHART_WIDTH / max(1, len(by_month))
    bars, labels = [], []
    for place, ((day, _figures), pair) in enumerate(zip(by_month, counts, strict=True)):
        for side, (kind, count) in enumerate(zip(("foreseen", "came"), pair, strict=True)):
            height = (CHART_HEIGHT - FOOT - 4) * count / top
            x = place * step + step * (0.16 + 0.34 * side)
            bars.append(
                Bar(f"{x:.1f}", f"{CHART_HEIGHT - FOOT - height:.1f}", f"{height:.1f}", kind)
            )
        if place % max(1, -(-len(by_month) // 4)) == 0:
            labels.append(Label(f"{(place + 0.5) * step:.1f}", _month(day)))
    return bars, labels


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


def _diagram_in_words(whole: Figures) -> str:
    parts = [
        _("Said {foreseen} of 100, came {came}.", foreseen=one.foreseen, came=one.came)
        for one in _tenths(whole)
        if one.x
    ]
    return " ".join([_("What we said against what came."), *parts])


def _held(whole: Figures) -> str:
    dates, held = rounded(whole.dates), rounded(whole.held)
    if not dates:
        return ""
    share = round(100 * min(1, (held or 0) / dates))
    return _(
        "We gave {dates} dates of the kind “80 of 100 by …”. Of 100 of them, {share} held and "
        "{missed} did not.",
        dates=f"{dates:,}",
        share=share,
        missed=100 - share,
    )
