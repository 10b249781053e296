"""Estimates as staff see them: pace by form and office, alarms, and the switch. In English."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
from sqlmodel import Session, col, select

from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import STAFF, Actor, Role
from cx_app.domain.progress.ages import Ints, starts
from cx_app.domain.progress.alarm import Alarm, alarms, error_of, held_of
from cx_app.domain.progress.counts import Counts
from cx_app.domain.progress.method import SLICE
from cx_app.domain.progress.milestones import FITTED
from cx_app.domain.progress.pace import Pace
from cx_app.domain.progress.record import Figures, from_json, together
from cx_app.domain.progress.table import Milestone, Table
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import ProgressRecord, ProgressSwitch
from cx_app.models.base import insert_new
from cx_app.services.audit.record import record
from cx_app.services.changes import touch
from cx_app.services.policy.current import policy
from cx_app.services.progress.accuracy import LOOKED_AT, QUARTER
from cx_app.services.progress.tables import current
from cx_app.services.progress.words import NAMES

TOPIC: Final = "progress"
"""What every page that shows an estimate listens to: a form was stopped, or goes on."""
MAX_REASON: Final = 200
ALARMS: Final = {
    Alarm.CHANCES_OFF: "Chances are off by more than 8 of 100.",
    Alarm.DATES_EARLY: "Dates are too early: fewer than 70 of 100 held.",
    Alarm.DATES_LATE: "Dates are too late: more than 92 of 100 held.",
}


@dataclass(frozen=True, slots=True)
class FormLine:
    form: str
    waiting: str
    done: str
    """In the last 28 days."""
    before: str
    """In the 28 days before."""
    age: str
    """Half of those that wait are older, in days."""
    old: str
    """One of ten that wait is older, in days."""
    pace: list[str]
    """In a sentence; one for each designation of a form that has them."""
    held: str
    error: str
    alarms: list[str]
    """Of decisions; those of other steps name the step."""
    within: bool
    """Only of cases whose designation the feed tells (MP-29)."""
    stopped: str
    """Since when and why; empty while it goes on."""


@dataclass(frozen=True, slots=True)
class OfficeLine:
    form: str
    office: str
    waiting: str
    done: str
    before: str
    age: str
    old: str


@dataclass(frozen=True, slots=True)
class Desk:
    day: str = ""
    """Of the counts; empty before the first."""
    snapshot: str = ""
    forms: list[FormLine] = field(default_factory=list)
    offices: list[OfficeLine] = field(default_factory=list)
    may_switch: bool = False
    rung: list[str] = field(default_factory=list)
    """Each alarm that rings, with its form."""


def desk(session: Session, actor: Actor) -> Desk:
    """Raises `Forbidden` for anyone who is no staff."""
    if actor.role not in STAFF:
        raise Forbidden("staff only")
    may, table = actor.role in SWITCHERS, current(session).tables.get(Milestone.DECISION)
    if table is None:
        return Desk(may_switch=may)
    rules = policy(session, clock.business(session)).progress
    stopped = {row.form: row for row in session.exec(select(ProgressSwitch))}
    records = _records(session)
    by_form: dict[str, list[int]] = {}
    for index, stratum in enumerate(table.counts.strata):
        by_form.setdefault(stratum.form, []).append(index)
    forms = sorted(rules.forms | set(stopped), key=lambda form: (form not in by_form, form))
    lines = [
        _form(
            form,
            _paced(table.counts, by_form.get(form, [])),
            _pace(table, by_form.get(form, [])),
            records.get(form, {}),
            within=form in rules.designation_forms,
            stopped=stopped.get(form),
        )
        for form in forms
    ]
    return Desk(
        day=say_date(table.day),
        snapshot=table.snapshot,
        forms=lines,
        offices=_offices(table.counts),
        may_switch=may,
        rung=[f"{line.form}: {alarm}" for line in lines for alarm in line.alarms],
    )


SWITCHERS: Final = frozenset({Role.SUPERVISOR, Role.ADMIN})


def stop(session: Session, actor: Actor, form: str, reason: str) -> bool:
    """From the commit on nobody is told an estimate of the form. False, and nothing is stopped,
    without a reason or for a form that has none."""
    _require(actor)
    reason = reason.strip()[:MAX_REASON]
    rules = policy(session, clock.business(session)).progress
    if not reason or form not in rules.forms:
        return False
    row = ProgressSwitch(
        form=form, stopped_at=clock.business(session), stopped_by=actor.account_id, reason=reason
    )
    if insert_new(session, row, "form"):
        record(session, actor, "progress.stop", details={"form": form})
        touch(session, TOPIC)
    return True


def start(session: Session, actor: Actor, form: str) -> bool:
    """False where it was not stopped."""
    _require(actor)
    row = session.get(ProgressSwitch, form)
    if row is None:
        return False
    session.delete(row)
    record(session, actor, "progress.start", details={"form": form})
    touch(session, TOPIC)
    return True


def _require(actor: Actor) -> None:
    if actor.role not in SWITCHERS:
        raise Forbidden("supervisors and administrators only")


@dataclass(frozen=True, slots=True)
class _Paced:
    waiting: int
    done: int
    before: int
    age: int
    old: int


def _paced(counts: Counts, rows: list[int]) -> _Paced:
    """Read off the counts of the last slices: case-days over days are cases that waited, on the
    average."""
    exposure, events = counts.exposure[rows].sum(axis=0), counts.events[rows].sum(axis=(0, 3))
    recent: Ints = exposure[0]
    return _Paced(
        waiting=round(float(recent.sum()) / SLICE),
        done=int(events[0].sum()),
        before=int(events[1].sum()),
        age=_age(recent, 0.5),
        old=_age(recent, 0.9),
    )


def _age(by_bin: Ints, share: float) -> int:
    """The age, in days, that this share of those that wait has not passed."""
    so_far = by_bin.cumsum()
    if not len(so_far) or not so_far[-1]:
        return 0
    ages = starts(7_300)
    return int(ages[int(np.searchsorted(so_far, so_far[-1] * share))])


def _pace(table: Table, rows: list[int]) -> list[str]:
    """A line for the form, or for each designation of it."""
    names = sorted({table.counts.strata[row].name for row in rows})
    return [said for name in names if (said := _one_pace(table.paces[name], name))] or ["not known"]


def _one_pace(pace: Pace, name: str) -> str:
    if not pace.expected:
        return ""
    _form, _space, designation = name.partition(" ")
    said = f"{pace.observed:,} came, {pace.expected / 100:,.0f} expected"
    changed = f"{said}: has just changed" if pace.just_changed else said
    return f"{designation}: {changed}" if designation else changed


def _form(
    form: str,
    paced: _Paced,
    pace: list[str],
    record: dict[str, Figures],
    *,
    within: bool,
    stopped: ProgressSwitch | None,
) -> FormLine:
    figures = record.get(Milestone.DECISION)
    held = held_of(figures) if figures else None
    error = error_of(figures) if figures else None
    return FormLine(
        form=form,
        waiting=f"{paced.waiting:,}",
        done=f"{paced.done:,}",
        before=f"{paced.before:,}",
        age=f"{paced.age:,}",
        old=f"{paced.old:,}",
        pace=pace,
        held="no record" if held is None else f"{100 * held:.0f} of 100",
        error="no record" if error is None else f"{100 * error:.1f} of 100",
        alarms=_rung(record),
        within=within,
        stopped=f"{say_date(stopped.stopped_at)}: {stopped.reason}" if stopped else "",
    )


def _offices(counts: Counts) -> list[OfficeLine]:
    by_office: dict[tuple[str, str], list[int]] = {}
    for index, stratum in enumerate(counts.strata):
        by_office.setdefault((stratum.form, stratum.office), []).append(index)
    found = []
    for (form, office), rows in sorted(by_office.items()):
        paced = _paced(counts, rows)
        figures = (f"{paced.waiting:,}", f"{paced.done:,}", f"{paced.before:,}")
        ages = (f"{paced.age:,}", f"{paced.old:,}")
        found.append(OfficeLine(form, office or "not told", *figures, *ages))
    return found


def _rung(record: dict[str, Figures]) -> list[str]:
    """Alarms of decisions first, then of the other steps in their order (MP-32)."""
    steps = [Milestone.DECISION, *(step for step in FITTED if step != Milestone.DECISION)]
    return [
        ALARMS[alarm] if step == Milestone.DECISION else f"{NAMES[step]}. {ALARMS[alarm]}"
        for step in steps
        if step in record
        for alarm in alarms(record[step])
    ]


def _records(session: Session) -> dict[str, dict[str, Figures]]:
    """By form and step, of the step's last quarter."""
    rows = session.exec(
        select(ProgressRecord)
        .where(ProgressRecord.horizon == LOOKED_AT)
        .order_by(col(ProgressRecord.day))
    ).all()
    days: dict[str, set[date]] = {}
    for row in rows:
        days.setdefault(row.milestone, set()).add(row.day)
    last = {step: sorted(known)[-QUARTER:] for step, known in days.items()}
    found: dict[str, dict[str, list[Figures]]] = {}
    for row in rows:
        if row.day in last[row.milestone]:
            steps = found.setdefault(row.form, {})
            steps.setdefault(row.milestone, []).append(from_json(row.figures))
    return {
        form: {step: together(many) for step, many in steps.items()}
        for form, steps in found.items()
    }
