"""The tables of a day: fitted once, kept for good (MP-25, MP-30)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from cx_app import database
from cx_app.domain.business_time import eastern_date
from cx_app.domain.progress import snapshot
from cx_app.domain.progress.history import Histories
from cx_app.domain.progress.public_page import public_figures
from cx_app.domain.progress.table import Milestone, Table, fit
from cx_app.gateways import clock
from cx_app.models import Case, CaseEvent, ProgressSwitch, ProgressTable
from cx_app.models.base import insert_new
from cx_app.services.policy.current import policy
from cx_app.services.progress.histories import all_histories
from cx_app.services.progress.moves import note_move, reached_cases
from cx_app.services.progress.tables import newest_day, newest_table

AT_ONCE: Final = 100
"""Cases whose estimates are looked at in one transaction."""
Transaction = Callable[[], AbstractContextManager[Session]]
A_DAY: Final = timedelta(days=1)


def day_due(session: Session) -> date | None:
    """The day whose tables are missing: the last whole day of which the feed told anything."""
    yesterday = eastern_date(clock.business(session)) - A_DAY
    newest = newest_day(session)
    if newest is not None and newest >= yesterday:
        return None
    told: datetime | None = session.exec(select(func.max(col(CaseEvent.at)))).one()
    if told is None:
        return None
    day = min(yesterday, eastern_date(told))
    return None if newest is not None and newest >= day else day


def fit_days(read: Transaction, write: Transaction, days: Iterable[date]) -> int:
    """Tables of these days from what is known now; those that are kept already stay as they are.
    Reads and fits before it writes, so that nobody waits for it. Returns how many are new."""
    wanted, made = sorted(set(days)), 0
    if not wanted:
        return 0
    with read() as session:
        everything = all_histories(session)
    for milestone, known in everything.items():
        for day in wanted:
            table, figures = fitted(known, milestone, day)
            with write() as session:
                made += keep(session, table, known.set_aside, figures)
    return made


def fitted(
    known: Histories, milestone: Milestone, day: date
) -> tuple[Table, list[tuple[str, str, int]]]:
    """The table of a day, and for decisions what the public page says on it."""
    table = snapshot.with_id(fit(known, milestone, day))
    if milestone is not Milestone.DECISION:
        return table, []
    return table, [(*key, days) for key, days in public_figures(known, day).items()]


def keep(
    session: Session, table: Table, set_aside: int, figures: list[tuple[str, str, int]]
) -> bool:
    """False where that day has a table already: it stands."""
    return insert_new(
        session,
        ProgressTable(
            milestone=table.milestone,
            day=table.day,
            version=table.version,
            snapshot=table.snapshot,
            body=snapshot.dump(table),
            cases=int(table.counts.cases.sum()),
            set_aside=set_aside,
            public_figures=[list(one) for one in figures],
            fitted_at=clock.business(session),
        ),
        "milestone",
        "day",
        "version",
    )


def note_moves(read: Transaction, write: Transaction, day: date | None = None) -> int:
    """Of all open cases that somebody reaches: keep what is said on the day, or now, where it
    moved. Of a form that is stopped nothing is kept and nobody is told (MP-33). Looks at the table
    once; returns how many moved."""
    with read() as session:
        now = clock.business(session)
        today, rules = day or eastern_date(now), policy(session, now).progress
        table = newest_table(session, today)
        due = reached_cases(session) if table else []
    moved = 0
    for begin in range(0, len(due), AT_ONCE):
        with write() as session:
            cases = session.exec(
                select(Case).where(
                    col(Case.id).in_(due[begin : begin + AT_ONCE]),
                    col(Case.form).not_in(select(ProgressSwitch.form)),
                )
            ).all()
            moved += sum(note_move(session, case, table, today, rules) for case in cases if table)
        database.let_others_write()
    return moved
