"""myProgress: the histories of all cases counted on PostgreSQL, and the estimate of a page.

`CX_BENCH_HISTORY_CASES` says of how many cases; the target for the counts shrinks with them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import numpy as np
from sqlalchemy import text
from sqlmodel import Session, select

from bench.linking import postgresql
from bench.runner import console, measure
from cx_app import database as db
from cx_app.domain.progress.milestones import FITTED
from cx_app.domain.progress.table import Milestone
from cx_app.models import Case
from cx_app.services.progress.histories import all_histories
from cx_app.services.progress.nightly import fitted, keep
from cx_app.services.progress.shown import progress_of
from cx_app.services.progress.tables import forget, newest_day

CASES: Final = int(os.environ.get("CX_BENCH_HISTORY_CASES", "10000000"))
WHOLE: Final = 10_000_000
MOVED: Final = 20
"""One case of so many went to another office."""
ASKED, WARM = 2_000, 100
"""Cases whose pages are made, and how many of them are not counted."""

FILED = """
INSERT INTO "case" (id, receipt_number, form, category, office, channel, received_on, protected,
    closed, status_code, hold_reason, updated_at, source_event)
SELECT gen_random_uuid(), 'MSC' || lpad(CAST(n AS text), 10, '0'),
    (ARRAY['I-90', 'I-130', 'I-131', 'I-485', 'I-765', 'N-400', 'I-751'])[1 + n % 7],
    (ARRAY['a', 'b', 'c'])[1 + n % 3], 'office ' || n % 90, 'paper',
    CURRENT_DATE - CAST(n % 720 AS int), n % 50 = 0, false, 'IAF', '', now(), ''
FROM generate_series(1, :cases) AS n
"""
STEPS = """
INSERT INTO case_event (id, feed_id, case_id, code, at, recorded_at, correction, withdrawn)
SELECT gen_random_uuid(), gen_random_uuid(), c.id, s.code, x.at, x.at, '', false
FROM "case" c
CROSS JOIN LATERAL (SELECT 40 + 320 * random() + 0 * length(c.form) AS wait) w
CROSS JOIN (VALUES ('IAF', 0.0), ('FNB', 0.2), ('DA', 1.0), ('LEA', 1.05)) AS s(code, share)
CROSS JOIN LATERAL (SELECT c.received_on + w.wait * s.share * interval '1 day' AS at) x
WHERE x.at < now()
"""
OFFICES = """
INSERT INTO case_office (id, case_id, office, at, source_event)
SELECT gen_random_uuid(), c.id, c.office, c.received_on, '' FROM "case" c
UNION ALL
SELECT gen_random_uuid(), c.id, 'office 7', c.received_on + interval '30 days', ''
FROM "case" c WHERE CAST(right(c.receipt_number, 6) AS int) % :moved = 0
"""


TABLES: Final = ("case", "case_event", "case_office")
KEYS = """
SELECT CAST(CAST(conrelid AS regclass) AS text), conname, pg_get_constraintdef(oid)
FROM pg_constraint
WHERE contype IN ('f', 'u', 'p')
    AND conrelid IN (SELECT oid FROM pg_class WHERE relname = ANY(:tables))
    AND oid NOT IN (SELECT k.oid FROM pg_constraint k JOIN pg_constraint f
                    ON f.contype = 'f' AND f.conindid = k.conindid WHERE k.contype IN ('u', 'p'))
"""
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename = ANY(:tables) AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


@dataclass(frozen=True)
class Measured:
    counts: float
    """Seconds."""
    pages: tuple[float, ...]
    """Milliseconds of processor time."""


@measure(
    f"Estimates: counts of all milestones, {CASES:,} cases", target=60 * CASES / WHOLE, unit="s"
)
def counts() -> Iterable[float]:
    return [measured().counts]


@measure("Estimates: what a case page shows, 99th percentile", target=10, unit="ms")
def page() -> Iterable[float]:
    """With the queries for the case's own events, moves and switch. Processor time."""
    return [float(np.percentile(measured().pages, 99))]


@cache
def measured() -> Measured:
    """Both on the same cases, which take longest to make."""
    with filled():
        with db.read() as session:
            assert newest_day(session, Milestone.DECISION) is None
        begun = time.perf_counter()
        with db.read() as session:
            known = all_histories(session)
        took = time.perf_counter() - begun
        rows = sum(len(one.cases) for one in known.values())
        console.print(f"{rows:,} rows for {len(FITTED)} milestones")
        for milestone, histories in known.items():
            table, figures = fitted(histories, milestone, _yesterday())
            with db.write() as session:
                assert keep(session, table, histories.set_aside, figures)
        forget()
        return Measured(took, tuple(pages()))


def pages() -> Iterator[float]:
    with db.read() as session:
        asked = session.exec(select(Case).limit(ASKED)).all()
        for number, case in enumerate(asked):
            begun = time.process_time()
            progress_of(session, case)
            if number >= WARM:
                yield (time.process_time() - begun) * 1_000


def _yesterday() -> date:
    with db.read() as session:
        found: date = session.execute(text("SELECT CURRENT_DATE - 1")).scalar_one()
    return found


@contextmanager
def filled() -> Iterator[None]:
    with postgresql():
        begun = time.perf_counter()
        with db.write() as session, without_indexes(session):
            session.execute(text(FILED), {"cases": CASES})
            session.execute(text(STEPS))
            session.execute(text(OFFICES), {"moved": MOVED})
        with db.engines().writer.connect() as connection:
            connection.execute(text("ANALYZE"))
            connection.commit()
        console.print(f"{CASES:,} cases made in {time.perf_counter() - begun:,.0f} s", style="dim")
        yield


@contextmanager
def without_indexes(session: Session) -> Iterator[None]:
    """Millions of rows come in three times faster without them, but for keys that other tables
    name. They are there again, with all keys checked, before anything is measured."""
    keys = session.execute(text(KEYS), {"tables": list(TABLES)}).all()
    indexes = session.execute(text(INDEXES), {"tables": list(TABLES)}).all()
    for table, name, _made in keys:
        session.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))
    for name, _made in indexes:
        session.execute(text(f'DROP INDEX "{name}"'))
    yield
    session.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
    for _name, made in indexes:
        session.execute(text(made))
    for table, name, made in keys:
        session.execute(text(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {made}'))
