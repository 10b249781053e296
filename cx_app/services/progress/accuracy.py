"""How right estimates were: kept once enough days have passed, and published (domain 5.2-9)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.progress.method import VERSION
from cx_app.domain.progress.record import HORIZONS, Figures, from_json, together, track_record
from cx_app.domain.progress.table import Milestone, Table
from cx_app.models import ProgressRecord, ProgressTable
from cx_app.models.base import insert_new
from cx_app.services.progress.histories import histories
from cx_app.services.progress.tables import Current, stored

Transaction = Callable[[], AbstractContextManager[Session]]
QUARTER: Final = 3
"""Months whose records make up the last quarter."""
LOOKED_AT: Final = 90
"""Days ahead of the statements that the record of a page speaks of."""


def keep_records(read: Transaction, write: Transaction) -> int:
    """Records of the last table of each month, for horizons that are over now. A correction that
    comes later does not change one. Returns how many are new."""
    with read() as session:
        due = records_due(session)
        known = histories(session, Milestone.DECISION) if due else None
        tables = {snapshot: stored(session, snapshot) for _day, snapshot, _horizon in due}
    made = 0
    for _day, snapshot, horizon in due:
        if known is None:
            break
        found = track_record(tables[snapshot], known, horizon)
        with write() as session:
            made += sum(
                _keep(session, tables[snapshot], horizon, key, figures)
                for key, figures in found.items()
            )
    return made


def records_due(session: Session) -> list[tuple[date, str, int]]:
    """Day, snapshot and horizon of what can be looked at and was not."""
    rows = session.exec(
        select(col(ProgressTable.day), col(ProgressTable.snapshot))
        .where(ProgressTable.milestone == Milestone.DECISION, ProgressTable.version == VERSION)
        .order_by(col(ProgressTable.day))
    ).all()
    if not rows:
        return []
    newest = rows[-1][0]
    of_month = {day.replace(day=1): (day, snapshot) for day, snapshot in rows}
    kept = set(
        session.exec(select(col(ProgressRecord.day), col(ProgressRecord.horizon)).distinct())
    )
    return [
        (day, snapshot, horizon)
        for day, snapshot in of_month.values()
        for horizon in HORIZONS
        if day + timedelta(days=horizon) <= newest and (day, horizon) not in kept
    ]


def _keep(
    session: Session, table: Table, horizon: int, key: tuple[str, str], figures: Figures
) -> bool:
    form, office = key
    return insert_new(
        session,
        ProgressRecord(
            day=table.day,
            horizon=horizon,
            form=form,
            office=office,
            version=table.version,
            snapshot=table.snapshot,
            figures=figures.as_json(),
        ),
        "day",
        "horizon",
        "form",
        "office",
    )


def track_of(session: Session, form: str, counts: Current) -> tuple[int, int]:
    """Of the last quarter of a form: 80 % dates that were stated, and how many held. Read once for
    each newest table, and kept with it."""
    if form not in counts.track:
        rows = session.exec(
            select(ProgressRecord)
            .where(ProgressRecord.form == form, ProgressRecord.horizon == LOOKED_AT)
            .order_by(col(ProgressRecord.day).desc())
        ).all()
        days = sorted({row.day for row in rows}, reverse=True)[:QUARTER]
        whole = together(from_json(row.figures) for row in rows if row.day in days)
        counts.track[form] = (whole.dates, whole.held)
    return counts.track[form]
