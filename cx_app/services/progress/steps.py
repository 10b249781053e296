"""The milestones of a case as its page shows them: what is done, and by when the rest may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from cx_app.domain.progress.estimate import Estimate, Facts, estimate
from cx_app.domain.progress.milestones import Event
from cx_app.domain.progress.path import Mark, Step
from cx_app.domain.progress.receipt import receipt
from cx_app.domain.progress.table import Milestone
from cx_app.language import _, say_date
from cx_app.models import Case
from cx_app.services.progress import drawing, words
from cx_app.services.progress.accuracy import track_of
from cx_app.services.progress.facts import facts_of
from cx_app.services.progress.tables import Current
from cx_app.services.progress.views import MarkLine


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a milestone ahead, and what it was made from where it has dates."""

    when: str
    said: Estimate | None = None
    facts: Facts | None = None


Ahead = Mapping[str, Beside]


def ahead_of(
    steps: Iterable[Step],
    case: Case,
    events: Sequence[Event],
    today: date,
    counts: Current,
    refused: str,
) -> Ahead:
    """By when each milestone ahead may be, or why no date can honestly be said."""
    return {
        step.name: Beside(_(words.NO_STEPS[refused]))
        if refused
        else _beside(Milestone(step.name), case, events, today, counts)
        for step in steps
        if step.mark is Mark.AHEAD
    }


def _beside(
    milestone: Milestone, case: Case, events: Sequence[Event], today: date, counts: Current
) -> Beside:
    table, facts = counts.tables.get(milestone), facts_of(case, events, milestone, today)
    if milestone in words.NO_TABLE:
        return Beside(_(words.NO_TABLE[milestone]))
    if facts is None:
        return Beside(_(words.BEFORE_APPROVAL))
    if table is None:
        return Beside(_(words.NOT_COUNTED))
    said = estimate(table, facts)
    return Beside(words.step_said(said), *((said, facts) if said.days else ()))


def receipts(ahead: Ahead) -> list[dict[str, Any]]:
    """Of all steps that have dates, but for the decision."""
    return [
        receipt(beside.said, beside.facts)
        for milestone, beside in ahead.items()
        if beside.said and beside.facts and milestone != Milestone.DECISION
    ]


def lines_of(
    session: Session, steps: Iterable[Step], ahead: Ahead, counts: Current
) -> list[MarkLine]:
    """The bands of all steps stand on one time line, so that they can be compared."""
    spans = [drawing.span_of(beside.said) for beside in ahead.values() if beside.said]
    span = max(spans, default=drawing.LEAST_DAYS)
    return [_line(session, step, ahead.get(step.name), span, counts) for step in steps]


def _line(
    session: Session, step: Step, beside: Beside | None, span: float, counts: Current
) -> MarkLine:
    name, said = _(words.NAMES[step.name]), _(words.MARKS[step.mark])
    if beside is None:
        return MarkLine(name, step.mark, said, say_date(step.on) if step.on else "")
    if beside.said is None or beside.facts is None:
        return MarkLine(name, step.mark, said, beside.when)
    band = drawing.drawn_small(beside.said, span)
    if step.name == Milestone.DECISION:
        return MarkLine(name, step.mark, said, beside.when, replace(band, label=""))
    return MarkLine(
        name,
        step.mark,
        said,
        beside.when,
        band,
        sentence=words.in_counts(beside.said),
        rows=drawing.rows(beside.said),
        sure=_sure(session, beside.said, beside.facts, counts),
    )


def _sure(session: Session, said: Estimate, facts: Facts, counts: Current) -> list[str]:
    found = [
        words.similar(said, facts.stratum.designation),
        words.also_ended(said.milestone),
        words.up_to(said),
        words.record_said(track_of(session, facts.stratum.form, said.milestone, counts)),
        _(words.NO_PUBLIC_STEP),
    ]
    return [*words.notes(said), *(one for one in found if one)]
