"""The stored tables, and which are in force. Each web process keeps those that it reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlmodel import Session, col, func, select

from cx_app.domain.progress import snapshot
from cx_app.domain.progress.method import VERSION, VERSIONS
from cx_app.domain.progress.record import Figures
from cx_app.domain.progress.table import Milestone, Table
from cx_app.models import ProgressTable

LOOK_AGAIN: Final = 20.0
"""Seconds after which a process looks whether there are newer tables."""
OTHERS: Final = 32
"""Older tables kept for ledgers and receipts."""


@dataclass(slots=True)
class Current:
    """The newest tables, and what stands beside them."""

    tables: dict[Milestone, Table] = field(default_factory=dict)
    public: dict[tuple[str, str], int] = field(default_factory=dict)
    """Days by form and office, as the public page says them."""
    track: dict[tuple[str, Milestone], Figures] = field(default_factory=dict)
    """By form and milestone, as was asked for: how right statements of the last quarter were."""
    looked_at: float = 0.0


_current: Final[WeakKeyDictionary[Any, Current]] = WeakKeyDictionary()
_turn: Final = Lock()


def current(session: Session) -> Current:
    """What estimates are made from now. Costs no query but every few seconds."""
    engine = session.get_bind()
    found = _current.get(engine)
    if found is None or _is_old(found):
        with _turn:
            found = _current.get(engine)
            if found is None or _is_old(found):
                found = _current[engine] = _look(session, found or Current())
    return found


def _is_old(found: Current) -> bool:
    """The first table of a portal is seen at once."""
    return not found.tables or monotonic() - found.looked_at > LOOK_AGAIN


def forget() -> None:
    """The next reader of this process looks again: there is a new table."""
    _current.clear()


def _look(session: Session, before: Current) -> Current:
    """Of a day that two methods have a table of, the later fitted. An older method's stays in
    force until this one's is there."""
    newest = (
        select(col(ProgressTable.milestone), func.max(col(ProgressTable.day)).label("day"))
        .where(col(ProgressTable.version).in_(VERSIONS))
        .group_by(col(ProgressTable.milestone))
        .subquery()
    )
    rows = session.exec(
        select(ProgressTable.milestone, ProgressTable.snapshot)
        .join(
            newest,
            (newest.c.milestone == ProgressTable.milestone) & (newest.c.day == ProgressTable.day),
        )
        .where(col(ProgressTable.version).in_(VERSIONS))
        .order_by(col(ProgressTable.fitted_at))
    ).all()
    kept = {table.snapshot: table for table in before.tables.values()}
    tables = {Milestone(name): kept.get(found) or stored(session, found) for name, found in rows}
    decision = tables.get(Milestone.DECISION)
    public = before.public
    if decision is not None and before.tables.get(Milestone.DECISION) is not decision:
        figures = session.exec(
            select(ProgressTable.public_figures).where(ProgressTable.snapshot == decision.snapshot)
        ).first()
        public = {(form, office): days for form, office, days in figures or []}
    return Current(tables, public, looked_at=monotonic())


def stored(session: Session, snapshot_id: str) -> Table:
    """Raises `LookupError` for a snapshot that is not kept here."""
    body = session.exec(
        select(ProgressTable.body).where(ProgressTable.snapshot == snapshot_id)
    ).first()
    if body is None:
        raise LookupError(f"no table {snapshot_id} is kept here")
    return _loaded(body)


@lru_cache(maxsize=OTHERS)
def _loaded(body: bytes) -> Table:
    return snapshot.load(body)


def newest_day(session: Session, milestone: Milestone = Milestone.DECISION) -> date | None:
    """The last day that has a table by the method of this release."""
    return session.exec(
        select(func.max(col(ProgressTable.day))).where(
            ProgressTable.milestone == milestone, ProgressTable.version == VERSION
        )
    ).one()


def newest_table(session: Session, before: date) -> Table | None:
    """The newest table of decisions of a day before this one."""
    found = session.exec(
        select(ProgressTable.snapshot)
        .where(
            ProgressTable.milestone == Milestone.DECISION,
            col(ProgressTable.version).in_(VERSIONS),
            ProgressTable.day < before,
        )
        .order_by(col(ProgressTable.day).desc(), col(ProgressTable.fitted_at).desc())
        .limit(1)
    ).first()
    return stored(session, found) if found else None
