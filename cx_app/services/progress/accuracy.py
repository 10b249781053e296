"""How right estimates were: kept once enough days have passed, and published (domain 5.2-9)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Final, NamedTuple

from sqlmodel import Session, col, select

from cx_app.domain.progress.method import VERSIONS
from cx_app.domain.progress.milestones import path_of
from cx_app.domain.progress.record import HORIZONS, Figures, from_json, together, track_record
from cx_app.domain.progress.table import Milestone, Table
from cx_app.models import ProgressRecord, ProgressTable
from cx_app.models.base import insert_new
from cx_app.services.progress.histories import all_histories
from cx_app.services.progress.tables import Current, stored

Transaction = Callable[[], AbstractContextManager[Session]]
QUARTER: Final = 3
"""Months whose records make up the last quarter."""
LOOKED_AT: Final = 90
"""Days ahead of the statements that the record of a page speaks of."""


class Due(NamedTuple):
    """A table whose statements can be looked at now, so many days later."""

    day: date
    snapshot: str
    horizon: int
    milestone: Milestone


def keep_records(read: Transaction, write: Transaction) -> int:
    """Records of the last tables of each month, for horizons that are over now, of the steps that
    a form has. A correction that comes later does not change one. Returns how many are new."""
    with read() as session:
        due = records_due(session)
        known = all_histories(session, sorted({one.milestone for one in due})) if due else {}
    made = 0
    for one in due:
        with read() as session:
            table = stored(session, one.snapshot)
        found = track_record(table, known[one.milestone], one.horizon)
        with write() as session:
            made += sum(
                _keep(session, table, one.horizon, key, figures)
                for key, figures in found.items()
                if one.milestone in path_of(key[0])
            )
    return made


def records_due(session: Session) -> list[Due]:
    """Of any method that this release can read: what was said is looked at though it would be said
    otherwise now. Of a day that two methods have a table of, the first: it was the one in force."""
    rows = session.exec(
        select(col(ProgressTable.milestone), col(ProgressTable.day), col(ProgressTable.snapshot))
        .where(col(ProgressTable.version).in_(VERSIONS))
        .order_by(
            col(ProgressTable.day),
            col(ProgressTable.milestone),
            col(ProgressTable.fitted_at).desc(),
        )
    ).all()
    if not rows:
        return []
    newest = rows[-1][1]
    of_month = {(name, day.replace(day=1)): (name, day, shot) for name, day, shot in rows}
    kept = set(
        session.exec(
            select(
                *(col(ProgressRecord.milestone), col(ProgressRecord.day)),
                col(ProgressRecord.horizon),
            ).distinct()
        )
    )
    return [
        Due(day, snapshot, horizon, Milestone(name))
        for name, day, snapshot in of_month.values()
        for horizon in HORIZONS
        if day + timedelta(days=horizon) <= newest and (name, day, horizon) not in kept
    ]


def _keep(
    session: Session, table: Table, horizon: int, key: tuple[str, str], figures: Figures
) -> bool:
    form, office = key
    return insert_new(
        session,
        ProgressRecord(
            milestone=table.milestone,
            day=table.day,
            horizon=horizon,
            form=form,
            office=office,
            version=table.version,
            snapshot=table.snapshot,
            figures=figures.as_json(),
        ),
        *("milestone", "day", "horizon", "form", "office"),
    )


def track_of(session: Session, form: str, milestone: Milestone, counts: Current) -> Figures:
    """Of a form and the last quarter: what was said and what came. Read once for each newest
    table, and kept with it."""
    if (form, milestone) not in counts.track:
        rows = session.exec(
            select(ProgressRecord)
            .where(
                ProgressRecord.form == form,
                ProgressRecord.milestone == milestone,
                ProgressRecord.horizon == LOOKED_AT,
            )
            .order_by(col(ProgressRecord.day).desc())
        ).all()
        days = sorted({row.day for row in rows}, reverse=True)[:QUARTER]
        counts.track[form, milestone] = together(
            from_json(row.figures) for row in rows if row.day in days
        )
    return counts.track[form, milestone]
