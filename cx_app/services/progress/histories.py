"""What happened to all cases, counted by one query for each milestone.

The shape of its rows is that of `domain.progress.history`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlmodel import Session, col

from cx_app.domain.progress.crowd import crowds, hidden_in
from cx_app.domain.progress.history import MOVED, OPEN, Histories, Stratum, checked
from cx_app.domain.progress.milestones import GRANTED, ends
from cx_app.domain.progress.table import Milestone
from cx_app.models import Case, CaseEvent, CaseOffice
from cx_app.services.progress.days import day_number, eastern_day

OUTCOMES: Final = 8
"""A day and what happened on it as one number: day times this, plus the outcome's place."""
ROWS_AT_ONCE: Final = 50_000


def histories(session: Session, milestone: Milestone) -> Histories:
    """Everything that is known now. Protected cases stand where they cannot be told apart (MP-28);
    a case that went to another office has a stay in each."""
    outcomes = tuple(sorted(set(ends(milestone).values())))
    rows = session.execute(counted(milestone, outcomes).execution_options(yield_per=ROWS_AT_ONCE))
    return gathered(outcomes, rows.partitions())


def counted(milestone: Milestone, outcomes: tuple[str, ...]) -> Select[Any]:
    """form, category, office, protected, received, entered, left, outcome and how many."""
    stays = _stays(milestone, outcomes)
    kept = [column for column in stays.c if column.name != "id"]
    return select(*kept, func.count().label("cases")).group_by(*kept)


def _stays(milestone: Milestone, outcomes: tuple[str, ...]) -> CTE:
    begun, ended, moved = _begun(milestone), _ended(milestone, outcomes), _moved()
    here = select(
        begun.c.id,
        *(begun.c[name] for name in ("form", "category", "office", "protected", "received")),
        begun.c.received.label("entered"),
        _day(ended).label("left"),
        _outcome(ended).label("outcome"),
    ).outerjoin_from(begun, ended, ended.c.case_id == begun.c.id)
    stayed = here.outerjoin(moved, moved.c.case_id == begun.c.id).where(moved.c.case_id.is_(None))
    return union_all(stayed, _in_each_office(begun, ended, moved)).cte("stays")


def _in_each_office(begun: CTE, ended: CTE, moved: CTE) -> Select[Any]:
    """Of cases that went to another office: a stay from each move to the next, or to the end."""
    turns = _turns(moved)
    first = turns.c.turn == 1
    over = _day(ended)
    ends_here = and_(over.is_not(None), or_(turns.c.following.is_(None), over <= turns.c.following))
    entered = case(
        (or_(first, turns.c.day < begun.c.received), begun.c.received), else_=turns.c.day
    )
    return (
        select(
            begun.c.id,
            begun.c.form,
            begun.c.category,
            turns.c.office,
            begun.c.protected,
            begun.c.received,
            entered.label("entered"),
            case((ends_here, over), else_=turns.c.following).label("left"),
            case((ends_here, _outcome(ended)), else_=None).label("outcome"),
        )
        .join_from(begun, turns, turns.c.case_id == begun.c.id)
        .outerjoin(ended, ended.c.case_id == begun.c.id)
        .where(or_(first, over.is_(None), over > turns.c.day))
        .where(or_(turns.c.following.is_(None), turns.c.following > begun.c.received))
    )


def _begun(milestone: Milestone) -> CTE:
    """Cases that wait for the milestone, or did, and from when: their receipt, or for the card the
    day on which it was granted."""
    facts = select(
        col(Case.id),
        col(Case.form),
        col(Case.category),
        col(Case.office),
        col(Case.protected),
    )
    if milestone is not Milestone.CARD:
        return facts.add_columns(day_number(col(Case.received_on)).label("received")).cte("begun")
    granted = (
        select(col(CaseEvent.case_id), func.min(eastern_day(col(CaseEvent.at))).label("day"))
        .where(col(CaseEvent.code).in_(GRANTED), col(CaseEvent.withdrawn).is_(False))
        .group_by(col(CaseEvent.case_id))
        .cte("granted")
    )
    return (
        facts.add_columns(granted.c.day.label("received"))
        .join(granted, granted.c.case_id == col(Case.id))
        .cte("begun")
    )


def _ended(milestone: Milestone, outcomes: tuple[str, ...]) -> CTE:
    """The first event that ended the wait. Of two of one day the first outcome by name counts, as
    in `history.one_case`."""
    codes = ends(milestone)
    place = case(
        {code: outcomes.index(outcome) for code, outcome in codes.items()},
        value=col(CaseEvent.code),
        else_=0,
    )
    first = func.min(eastern_day(col(CaseEvent.at)) * OUTCOMES + place)
    return (
        select(col(CaseEvent.case_id), first.label("first"))
        .where(col(CaseEvent.code).in_(codes), col(CaseEvent.withdrawn).is_(False))
        .group_by(col(CaseEvent.case_id))
        .cte("ended")
    )


def _moved() -> CTE:
    office = col(CaseOffice.office)
    return (
        select(col(CaseOffice.case_id))
        .group_by(col(CaseOffice.case_id))
        .having(func.min(office) != func.max(office))
        .cte("moved")
    )


def _turns(moved: CTE) -> CTE:
    """The offices of cases that moved, one after the other, each with the day of the next."""
    told = (
        select(
            col(CaseOffice.case_id),
            col(CaseOffice.office),
            eastern_day(col(CaseOffice.at)).label("day"),
            col(CaseOffice.at),
            func.lag(col(CaseOffice.office))
            .over(partition_by=col(CaseOffice.case_id), order_by=col(CaseOffice.at))
            .label("before"),
        )
        .join(moved, moved.c.case_id == col(CaseOffice.case_id))
        .cte("told")
    )
    case_id, at = told.c.case_id, told.c.at
    return (
        select(
            case_id,
            told.c.office,
            told.c.day,
            func.lead(told.c.day).over(partition_by=case_id, order_by=at).label("following"),
            func.row_number().over(partition_by=case_id, order_by=at).label("turn"),
        )
        .where(or_(told.c.before.is_(None), told.c.before != told.c.office))
        .cte("turns")
    )


def _day(ended: CTE) -> ColumnElement[Any]:
    return ended.c.first // literal(OUTCOMES, Integer)


def _outcome(ended: CTE) -> ColumnElement[Any]:
    return ended.c.first % literal(OUTCOMES, Integer)


def gathered(outcomes: tuple[str, ...], parts: Iterable[Any]) -> Histories:
    """Columns from the rows of the query, part by part."""
    kinds: dict[tuple[str, str, str, bool], int] = {}
    blocks = []
    for part in parts:
        block = [
            (
                kinds.setdefault((*row[:3], bool(row[3])), len(kinds)),
                row.received,
                row.entered,
                OPEN if row.left is None else row.left,
                MOVED if row.outcome is None else row.outcome,
                row.cases,
            )
            for row in part
        ]
        blocks.append(np.array(block, np.int64))
    columns = np.concatenate(blocks) if blocks else np.zeros((0, 6), np.int64)
    return _in_crowds(outcomes, list(kinds), columns)


def _in_crowds(
    outcomes: tuple[str, ...], kinds: list[tuple[str, str, str, bool]], columns: Any
) -> Histories:
    cases = np.bincount(columns[:, 0], columns[:, 5], len(kinds)).astype(np.int64)
    others: dict[Stratum, int] = {}
    for (*parts, protected), number in zip(kinds, cases, strict=True):
        if not protected:
            others[Stratum(*parts)] = int(number)
    everywhere = crowds(others)
    places = [
        hidden_in(Stratum(*parts), everywhere) if protected else Stratum(*parts)
        for *parts, protected in kinds
    ]
    strata = sorted({place for place in places if place is not None})
    index = np.array([-1 if p is None else strata.index(p) for p in places], np.int64)
    stratum = index[columns[:, 0]] if len(kinds) else columns[:, 0]
    counted_rows = stratum >= 0
    found = Histories(tuple(strata), outcomes, stratum, *columns[:, 1:].T)
    return checked(found.take(counted_rows))
