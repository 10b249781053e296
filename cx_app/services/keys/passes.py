"""How far a rotation has come: one row for each table, so that whoever goes on, goes on there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, update
from sqlmodel import Session, col, select

from cx_app import database
from cx_app.gateways import clock
from cx_app.models import KeyPass, KeyUse
from cx_app.models.base import insert
from cx_app.security.crypto import encryption_keys, hash_keys
from cx_app.services.keys.columns import Kept, renewables
from cx_app.services.keys.renew import find, renew, store
from cx_app.services.keys.use import we_lead


@dataclass(frozen=True, slots=True)
class Part:
    """What one slice did."""

    looked: int = 0
    moved: int = 0
    busy: int = 0
    broken: int = 0
    last: bool = False
    """Nothing is left in any table."""


def begin(session: Session, *, again: bool = False) -> bool:
    """Set out on a walk through every table that has not been walked for the newest keys; with
    `again` also when all have been. Whether a new walk begins. Only the leading keys may: two
    processes with different keys in front must not move values to and fro."""
    if not we_lead(session):
        return False
    wanted = {name: under(kept) for name, kept in renewables().items()}
    session.exec(select(KeyUse).with_for_update()).all()  # one at a time
    known = {one.table_name: one for one in session.exec(select(KeyPass).with_for_update())}
    for gone in known.keys() - wanted.keys():
        session.delete(known[gone])
    again = again and all(one.finished_at for one in known.values())
    begun = [n for n in wanted if again or n not in known or known[n].under != wanted[n]]
    for name in begun:
        fresh: dict[str, Any] = {
            "under": wanted[name],
            "after": "",
            "moved": 0,
            "busy": 0,
            "broken": 0,
            "finished_at": None,
        }
        session.execute(
            insert(session, KeyPass)
            .values(table_name=name, **fresh)
            .on_conflict_do_update(index_elements=["table_name"], set_=fresh)
        )
    return bool(begun)


def is_begun(session: Session) -> bool:
    """Whether nothing has to be begun, or none of it by us."""
    walks = {one.table_name: one.under for one in session.exec(select(KeyPass))}
    return walks == {n: under(k) for n, k in renewables().items()} or not we_lead(session)


def totals(session: Session) -> dict[str, int]:
    """What the walks of this rotation have done, over all tables."""
    moved, broken = session.exec(select(func.sum(KeyPass.moved), func.sum(KeyPass.broken))).one()
    return {"moved": moved or 0, "broken": broken or 0}


def under(kept: Kept) -> str:
    """Another key in front or another column makes another answer, and so a new walk."""
    about = (
        encryption_keys().newest[0],
        hash_keys().newest[0],
        kept.sealed,
        sorted(kept.renewable),
    )
    return hashlib.sha256(repr(about).encode()).hexdigest()


def next_slice() -> Part | None:
    """Renew the next rows of the first table that is not finished; None when all are."""
    with database.read() as session:
        current = _unfinished(session)
        if current is None:
            return None
        kept = renewables()[current.table_name]
        outdated = find(session, kept, current.after)
    renewed = renew(kept, outdated.rows)
    with database.write() as session:
        if outdated.at_end:
            _hold_all(session)
        moved = store(session, kept, renewed) if renewed.changes else 0
        busy = len(renewed.changes) - moved
        _note(session, current, outdated.after, moved, busy, renewed.broken)
        last = outdated.at_end and _finish(session, current, outdated.after)
    return Part(outdated.looked, moved, busy, renewed.broken, last)


def rows_left() -> int:
    """How many rows the walks have still to look at."""
    with database.read() as session:
        total = 0
        for one in _all_unfinished(session):
            row_id = renewables()[one.table_name].table.c.id
            query = select(func.count()).select_from(row_id.table)
            query = query.where(row_id > UUID(one.after)) if one.after else query
            total += session.exec(query).one()
        return total


def _unfinished(session: Session) -> KeyPass | None:
    return next(iter(_all_unfinished(session)), None)


def _all_unfinished(session: Session) -> list[KeyPass]:
    """Walks that are ours to go on with: about the keys and columns that this process knows."""
    rows = session.exec(
        select(KeyPass).where(col(KeyPass.finished_at).is_(None)).order_by(KeyPass.table_name)
    )
    tables = renewables()
    return [r for r in rows if r.table_name in tables and r.under == under(tables[r.table_name])]


def _note(
    session: Session, current: KeyPass, after: str, moved: int, busy: int, broken: int
) -> None:
    """The walk goes on from `after`, unless another process has gone on or begun it anew."""
    still_there = col(KeyPass.after) == current.after
    session.exec(
        update(KeyPass)
        .where(*_same_walk(current))
        .values(
            after=case((still_there, after), else_=col(KeyPass.after)),
            moved=col(KeyPass.moved) + moved,
            busy=col(KeyPass.busy) + busy,
            broken=col(KeyPass.broken) + broken,
        )
    )


def _hold_all(session: Session) -> None:
    """So that of two processes which finish the last two tables one knows that it was the last."""
    session.exec(select(KeyPass.table_name).order_by(KeyPass.table_name).with_for_update()).all()


def _finish(session: Session, current: KeyPass, end: str) -> bool:
    """The table is done, unless rows were passed over: then it is walked once more. Whether this
    was the last table."""
    undisturbed = col(KeyPass.busy) == 0
    finished = session.exec(
        update(KeyPass)
        .where(*_same_walk(current), col(KeyPass.after) == end)
        .values(
            finished_at=case((undisturbed, clock.wall()), else_=None),
            after=case((undisturbed, col(KeyPass.after)), else_=""),
            busy=0,
        )
    )
    return finished.rowcount == 1 and not _all_unfinished(session)


def _same_walk(current: KeyPass) -> tuple[Any, ...]:
    return (
        col(KeyPass.table_name) == current.table_name,
        col(KeyPass.under) == current.under,
        col(KeyPass.finished_at).is_(None),
    )
