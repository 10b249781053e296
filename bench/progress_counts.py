"""myProgress: the histories of all cases counted on PostgreSQL, and the estimate of a page.

`CX_BENCH_HISTORY_CASES` says of how many cases; the target for the counts shrinks with them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np
from sqlalchemy import text
from sqlmodel import select

from bench.linking import postgresql
from bench.runner import console, measure
from cx_app import database as db
from cx_app.domain.progress.milestones import FITTED
from cx_app.domain.progress.table import Milestone
from cx_app.models import Case
from cx_app.services.progress.histories import all_histories
from cx_app.services.progress.nightly import fit_days
from cx_app.services.progress.shown import progress_of
from cx_app.services.progress.tables import forget, newest_day

CASES: Final = int(os.environ.get("CX_BENCH_HISTORY_CASES", "10000000"))
WHOLE: Final = 10_000_000
MOVED: Final = 20
"""One case of so many went to another office."""
ASKED: Final = 2_000

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


@measure(
    f"Estimates: counts of all milestones, {CASES:,} cases", target=60 * CASES / WHOLE, unit="s"
)
def counts() -> Iterable[float]:
    with filled():
        begun = time.perf_counter()
        with db.read() as session:
            rows = sum(len(known.cases) for known in all_histories(session).values())
        took = time.perf_counter() - begun
        console.print(f"{rows:,} rows for {len(FITTED)} milestones")
        return [took]


@measure("Estimates: what a case page shows, 99th percentile", target=10, unit="ms")
def page() -> Iterable[float]:
    """With the queries for the case's own events, moves and switch. Processor time."""
    with filled():
        with db.read() as session:
            assert newest_day(session, Milestone.DECISION) is None
        fit_days(db.read, db.write, [_yesterday()])
        forget()
        took = []
        with db.read() as session:
            asked = session.exec(select(Case).limit(ASKED)).all()
            for case in asked:
                begun = time.process_time()
                progress_of(session, case)
                took.append((time.process_time() - begun) * 1_000)
        return [float(np.percentile(took[100:], 99))]


def _yesterday() -> object:
    with db.read() as session:
        return session.execute(text("SELECT CURRENT_DATE - 1")).scalar_one()


@contextmanager
def filled() -> Iterator[None]:
    with postgresql():
        with db.write() as session:
            session.execute(text(FILED), {"cases": CASES})
            session.execute(text(STEPS))
            session.execute(text(OFFICES), {"moved": MOVED})
        with db.engines().writer.connect() as connection:
            connection.execute(text("ANALYZE"))
            connection.commit()
        yield
