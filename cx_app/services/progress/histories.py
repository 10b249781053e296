"""What happened to all cases, read by one query for all milestones.

The shape of its rows is that of `domain.progress.history`. The database finds for each case when
each wait ended, and sends whole numbers, stratum by stratum; stays are told apart and counted
here. That is one pass over the events, and rows of text would cost more than all the rest."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

import numpy as np
from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Engine,
    Select,
    case,
    func,
    or_,
    select,
    text,
    true,
)
from sqlmodel import Session, col

from cx_app.domain.progress.ages import Ints
from cx_app.domain.progress.crowd import crowds, hidden_in
from cx_app.domain.progress.history import MOVED, OPEN, Histories, Stratum, checked
from cx_app.domain.progress.milestones import FITTED, GRANTED, REACHED, ends
from cx_app.domain.progress.table import Milestone
from cx_app.models import Case, CaseEvent, CaseOffice
from cx_app.services.progress.days import day_number, eastern_day, in_a_line

PLACES: Final = tuple(
    sorted({outcome for milestone in FITTED for outcome in ends(milestone).values()})
)
"""Outcomes by name: of two of one day the first counts, as in `history.one_case`."""
OUTCOMES: Final = 8
"""A day and what happened on it as one number: day times this, plus the outcome's place."""
NUMBERS: Final = ("since", "until", "received", "granted", *FITTED)
"""Of a case in an office, in the order in which they are sent."""
FAR: Final = 2**19
"""Days from 1970 further than which no date goes; the feed takes none near it."""
ROOM: Final = 2 * FAR
STRATA_AT_ONCE: Final = 50
PARTS: Final = 2
"""Halves of all cases, counted at the same time by connections of their own, since PostgreSQL does
not share such a query among its workers. A power of two."""
FOR_ALL_CASES: Final = (
    "work_mem = '256MB'",
    "enable_sort = off",
    "enable_indexscan = off",
    "enable_nestloop = off",
    "jit = off",
)
"""Settings of PostgreSQL for the one transaction: room, so that sums of all cases are not written
to disk; groups found by hash, where it would sort all cases by five texts, four times slower;
tables read from end to end, not row by row in the order of an index or for each other; and no
compiling of a query that runs once."""
Counted = tuple[list[tuple[Stratum, bool]], dict[Milestone, list[Ints]]]
"""Strata, and by milestone the stays of each; the same stratum may come more than once."""


def histories(session: Session, milestone: Milestone) -> Histories:
    return all_histories(session, (milestone,))[milestone]


def all_histories(
    session: Session, milestones: Sequence[Milestone] = FITTED
) -> dict[Milestone, Histories]:
    """Everything that is known now: what was committed, and on PostgreSQL nothing that this session
    has yet to commit. Protected cases stand where they cannot be told apart (MP-28); a case that
    went to another office has a stay in each."""
    bind = session.get_bind()
    if bind.dialect.name != "postgresql":
        return _in_crowds([_counted_by(session.connection(), milestones)], milestones)
    snapshot = session.execute(select(func.pg_export_snapshot())).scalar_one()
    half = partial(_half, bind.engine, str(snapshot), milestones)
    with ThreadPoolExecutor(PARTS) as pool:
        return _in_crowds(list(pool.map(half, range(PARTS))), milestones)


def _half(engine: Engine, snapshot: str, milestones: Sequence[Milestone], part: int) -> Counted:
    """One of `PARTS`, as the session that exported the snapshot sees it."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text(f"SET TRANSACTION SNAPSHOT '{snapshot}'"))
        for setting in FOR_ALL_CASES:
            connection.execute(text(f"SET LOCAL {setting}"))
        return _counted_by(connection, milestones, part)


def _counted_by(
    connection: Connection, milestones: Sequence[Milestone], part: int | None = None
) -> Counted:
    kinds: list[tuple[Stratum, bool]] = []
    found: dict[Milestone, list[Ints]] = {milestone: [] for milestone in milestones}
    rows = connection.execute(_packed(part), execution_options={"yield_per": STRATA_AT_ONCE})
    for form, category, office, designation, protected, numbers in rows:
        columns = np.fromstring(numbers, np.int64, sep=" ").reshape(-1, len(NUMBERS)).T
        told = dict(zip(NUMBERS, columns, strict=True))
        for milestone in milestones:
            found[milestone].append(_stays(told, milestone, len(kinds)))
        kinds.append((Stratum(form, category, office, designation=designation), protected))
    return kinds, found


def _packed(part: int | None = None) -> Select[*tuple[Any, ...]]:
    """A row for each stratum: its cases' numbers, one after the other. Of all cases, or of a part
    of them on PostgreSQL."""
    ended, turns = _ended(part), _turns(part)
    facts: dict[str, ColumnElement[Any]] = {
        "since": func.coalesce(turns.c.since, -OPEN),
        "until": func.coalesce(turns.c.until, OPEN),
        "received": day_number(col(Case.received_on)),
        "granted": func.coalesce(ended.c.granted, OPEN),
        **{name: func.coalesce(ended.c[name], OPEN * OUTCOMES) for name in FITTED},
    }
    office = func.coalesce(turns.c.office, col(Case.office))
    stratum = (
        *(col(Case.form), col(Case.category), office),
        *(col(Case.designation), col(Case.protected)),
    )
    line = in_a_line(*(facts[name] for name in NUMBERS))
    return (
        select(*stratum, func.aggregate_strings(line, " "))
        .outerjoin_from(Case, ended, ended.c.case_id == col(Case.id))
        .outerjoin(turns, turns.c.case_id == col(Case.id))
        .where(_among(col(Case.id), part))
        .group_by(*stratum)
    )


def _among(case_id: Any, part: int | None) -> ColumnElement[bool]:
    """Whether a case is of the part; the same for all of its rows."""
    if part is None:
        return true()
    return func.uuid_hash(case_id).op("&")(PARTS - 1) == part


def _ended(part: int | None = None) -> CTE:
    """For each case, the first day (with its outcome) on which each milestone was reached, and the
    first on which it was granted. What a decision ends beside itself is seen to in `_stays`.

    A card's event tells of an approval, too; so an outcome depends on the milestone. The subquery
    stays one (`OFFSET 0`), so that the day and kind of an event are made out once, not often."""
    codes = sorted({code for milestone in FITTED for code in REACHED[milestone]} | GRANTED)
    kinds = {code: number for number, code in enumerate(codes)}
    told = (
        select(
            col(CaseEvent.case_id),
            eastern_day(col(CaseEvent.at)).label("day"),
            case(kinds, value=col(CaseEvent.code)).label("kind"),
        )
        .where(
            col(CaseEvent.code).in_(codes),
            col(CaseEvent.withdrawn).is_(False),
            _among(col(CaseEvent.case_id), part),
        )
        .offset(0)
        .subquery("told")
    )

    def first(milestone: Milestone) -> ColumnElement[int]:
        days = {
            kinds[code]: told.c.day * OUTCOMES + PLACES.index(outcome)
            for code, outcome in sorted(REACHED[milestone].items())
        }
        return func.min(case(days, value=told.c.kind))

    granted = {kinds[code]: told.c.day for code in sorted(GRANTED)}
    return (
        select(
            told.c.case_id,
            func.min(case(granted, value=told.c.kind)).label("granted"),
            *(first(milestone).label(milestone) for milestone in FITTED),
        )
        .group_by(told.c.case_id)
        .cte("ended")
    )


def _turns(part: int | None = None) -> CTE:
    """The offices of cases that moved, one after the other: since which day, but for the first,
    and until the day of the next.

    Most cases have one row and never moved; they are left out first (`OFFSET 0`, as above), so that
    only the others are put in order."""
    row = (col(CaseOffice.case_id), col(CaseOffice.office), col(CaseOffice.at))
    mine = _among(row[0], part)
    twice = select(row[0]).where(mine).group_by(row[0]).having(func.count() > 1)
    few = select(*row).where(mine, row[0].in_(twice)).offset(0).subquery("few")
    before = func.lag(few.c.office).over(partition_by=few.c.case_id, order_by=few.c.at)
    told = select(*few.c, before.label("before")).subquery("told_offices")
    day = eastern_day(told.c.at)
    following = func.lead(day).over(partition_by=told.c.case_id, order_by=told.c.at)
    turns = (
        select(
            told.c.case_id,
            told.c.office,
            case((told.c.before.is_not(None), day)).label("since"),
            following.label("until"),
            func.count().over(partition_by=told.c.case_id).label("turns"),
        )
        .where(or_(told.c.before.is_(None), told.c.before != told.c.office))
        .subquery("all_turns")
    )
    return select(turns).where(turns.c.turns > 1).cte("turns")


def _stays(told: dict[Any, Ints], milestone: Milestone, kind: int) -> Ints:
    """[row] kind, received, entered, left, outcome and how many: the stays of one stratum. A card
    is waited for from the day on which it was granted; a decision ends all waits before it."""
    card = milestone is Milestone.CARD
    begun, since, until = told["granted" if card else "received"], told["since"], told["until"]
    first = told[milestone]
    if ends(milestone) != REACHED[milestone]:
        first = np.minimum(first, told[Milestone.DECISION])
    over = first // OUTCOMES
    ended_here = (over < OPEN) & (over <= until)
    here = (begun < OPEN) & (over > since) & (until > begun)
    stays = (
        begun,
        np.maximum(begun, since),
        np.where(ended_here, over, until),
        np.where(ended_here, first % OUTCOMES, MOVED),
    )
    return _counted(kind, *(column[here] for column in stays))


def _counted(kind: int, begun: Ints, entered: Ints, left: Ints, outcome: Ints) -> Ints:
    """Stays alike as one row. Each is one number for that: days in 20 bits, the outcome in 3."""
    key = np.zeros(len(begun), np.int64)
    for day in (begun, entered, left):
        key = key * ROOM + np.clip(day, -FAR, FAR - 1) + FAR
    key, cases = np.unique(key * OUTCOMES + (outcome % OUTCOMES), return_counts=True)
    parts = [key // OUTCOMES // ROOM**power % ROOM - FAR for power in (2, 1, 0)]
    parts[-1] = np.where(parts[-1] == FAR - 1, OPEN, parts[-1])
    ended = key % OUTCOMES
    ended = np.where(ended == MOVED % OUTCOMES, MOVED, ended)
    return np.stack([np.full(len(key), kind), *parts, ended, cases], axis=1)


def _in_crowds(
    parts: Sequence[Counted], milestones: Sequence[Milestone]
) -> dict[Milestone, Histories]:
    return {
        milestone: _together([(kinds, found[milestone]) for kinds, found in parts])
        for milestone in milestones
    }


def _together(parts: Sequence[tuple[list[tuple[Stratum, bool]], list[Ints]]]) -> Histories:
    """Of one milestone. Whether there is a crowd is asked of all parts together."""
    kinds = [kind for of_part, _blocks in parts for kind in of_part]
    blocks, before = [np.zeros((0, 6), np.int64)], 0
    for of_part, found in parts:
        blocks += [block + np.array([before, 0, 0, 0, 0, 0]) for block in found]
        before += len(of_part)
    columns = np.concatenate(blocks)
    cases = np.bincount(columns[:, 0], columns[:, 5], len(kinds)).astype(np.int64)
    others: dict[Stratum, int] = {}
    for (kind, protected), number in zip(kinds, cases, strict=True):
        if not protected:
            others[kind] = others.get(kind, 0) + int(number)
    everywhere = crowds(others)
    places = [hidden_in(kind, everywhere) if protected else kind for kind, protected in kinds]
    strata = sorted({place for place in places if place is not None})
    place_of = {kind: index for index, kind in enumerate(strata)}
    index = np.array([-1 if place is None else place_of[place] for place in places], np.int64)
    stratum = index[columns[:, 0]] if len(kinds) else columns[:, 0]
    counted_rows = stratum >= 0
    found_all = Histories(tuple(strata), PLACES, stratum, *columns[:, 1:].T)
    return checked(found_all.take(counted_rows))
