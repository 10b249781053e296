"""The audit trail at the size of years: searching it, sealing it, checking it, on PostgreSQL.

Rows are made by the database itself. CX_BENCH_AUDIT_ROWS makes it smaller for a short run; the
targets hold for ten million.
"""

from __future__ import annotations

import contextlib
import os
import random
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from bench.linking import postgresql
from bench.runner import measure
from cx_app import database
from cx_app.domain.identity import Actor, Role
from cx_app.services.audit.filters import Filters
from cx_app.services.audit.query import Cursor
from cx_app.services.audit.seal import seal
from cx_app.services.audit.search import search
from cx_app.services.audit.verify import verify

ROWS = int(os.environ.get("CX_BENCH_AUDIT_ROWS", 10_000_000))
CASES = max(ROWS // 50, 100)
ACCOUNTS = max(ROWS // 100, 100)
STAFF = 500
SEALED = max(ROWS // 50, 1_000)
SAMPLES = 60
"""Of each kind of search, each with other values."""
NOW = "timestamptz '2026-06-30 12:00+00'"
LAST_DAY = date(2026, 6, 30)
INDEXES = {
    "ix_audit_entry_at": "at",
    "ix_audit_case_at": "case_id, at",
    "ix_audit_account_at": "account_id, at",
    "ix_audit_action_at": "action, at",
    "ix_audit_outcome_at": "outcome, at",
    "ix_audit_network_at": "network, at",
    "ix_audit_session_at": "session_id, at",
}
NUMBERED = "lpad(to_hex({kind}), 8, '0') || lpad(to_hex({number}), 24, '0')"
"""Ids that a number makes: kind 1 accounts, 2 cases, 3 sessions, 4 entries."""


def made_id(kind: int, number: int) -> UUID:
    return UUID(f"{kind:08x}{number:024x}")


def sql_id(kind: int, number: str) -> str:
    return f"({NUMBERED.format(kind=kind, number=number)})::uuid"


# Two years of it: people and the system, and a fifth by 500 staff, some of them most of that.
FILL = f"""
INSERT INTO account (id, issuer, subject, name, email_verified, language, created_at)
SELECT {sql_id(1, "n")}, 'bench', 'subject-' || n, 'Name' || n || ' Family' || n % 997, true, 'en',
  {NOW} FROM generate_series(1, {ACCOUNTS}) n;
INSERT INTO role_grant (id, account_id, role, granted_by, granted_at)
SELECT {sql_id(5, "n")}, {sql_id(1, "n")}, 'officer', 'bench', {NOW}
  FROM generate_series(1, {STAFF}) n;
INSERT INTO "case" (id, receipt_number, form, category, office, channel, received_on, protected,
  closed, status_code, updated_at)
SELECT {sql_id(2, "n")}, 'IOE' || lpad(n::text, 10, '0'), 'N-400', '', '', 'paper', '2026-01-01',
  n % 50 = 0, false, 'IAF', {NOW} FROM generate_series(1, {CASES}) n;
INSERT INTO audit_entry (id, at, recorded_at, action, outcome, account_id, role, session_id,
  network, case_id, subject_type, subject_id, details)
SELECT {sql_id(4, "n")}, at, at, action, outcome,
  CASE who WHEN 'staff' THEN {sql_id(1, "staff")} WHEN 'people' THEN {sql_id(1, "person")} END,
  CASE who WHEN 'staff' THEN 'officer' WHEN 'people' THEN 'applicant' ELSE 'system' END,
  CASE WHEN who <> 'system' THEN {sql_id(3, "n / 8")} END,
  CASE WHEN who = 'system' THEN '' ELSE '10.' || person % 200 || '.' || person % 250 || '.1' END,
  CASE WHEN n % 3 > 0 THEN {sql_id(2, "1 + n % " + str(CASES))} END,
  '', NULL, '{{"by": "receipt", "found": 1}}'::json
FROM (
  SELECT n, {NOW} - ({ROWS} - n)::float8 / {ROWS} * interval '730 days' AS at,
    (ARRAY['staff', 'people', 'people', 'system', 'system'])[1 + n % 5] AS who,
    1 + (power(random(), 4) * ({STAFF} - 1))::int AS staff,
    {STAFF} + 1 + (random() * ({ACCOUNTS} - {STAFF} - 1))::int AS person,
    CASE n % 5 WHEN 0 THEN CASE WHEN random() < 0.7 THEN 'case.open_by_staff' ELSE 'case.search' END
      WHEN 3 THEN 'feed.import' WHEN 4 THEN 'access_code.issue'
      ELSE (ARRAY['session.open', 'session.end', 'access_code.redeem', 'case.follow'])
        [1 + (random() * 3)::int] END AS action,
    CASE WHEN random() < 0.97 THEN 'done'
      ELSE (ARRAY['locked', 'no_case', 'expired'])[1 + (random() * 2)::int] END AS outcome
  FROM generate_series(1, {ROWS}) n
) rows;
"""


# As if all of it had been sealed; the hashes are none, so that only what comes after is checked.
SEAL = f"""
INSERT INTO audit_seal (seq, entry_id, hash)
SELECT n, {sql_id(4, "n")}, '' FROM generate_series(1, {ROWS}) n;
INSERT INTO audit_batch (number, form, first_seq, last_seq, sealed_at, previous, chain)
VALUES (1, 1, 1, {ROWS}, {NOW}, '', '');
"""
MORE = f"""
INSERT INTO audit_entry (id, at, recorded_at, action, outcome, role, network, subject_type, details)
SELECT {sql_id(6, "n")}, at, at, 'case.search', 'done', 'officer', '10.1.1.1', '',
  '{{"by": "receipt", "found": 1}}'::json
FROM (SELECT n, now() + n * interval '1 microsecond' AS at FROM generate_series(1, {SEALED}) n) new;
"""


@contextlib.contextmanager
def filled() -> Iterator[None]:
    """Loaded without indexes and triggers, as a restore would."""
    with postgresql():
        run("SET session_replication_role = replica", *[f"DROP INDEX {name}" for name in INDEXES])
        run("SET session_replication_role = replica", *filter(str.strip, FILL.split(";\n")))
        made = [f"CREATE INDEX {name} ON audit_entry ({what})" for name, what in INDEXES.items()]
        run("SET maintenance_work_mem = '1GB'", *made)
        run(*filter(str.strip, SEAL.split(";\n")), "VACUUM ANALYZE")
        yield


def run(*statements: str) -> None:
    """Past SQLAlchemy, which would read the signs in them."""
    connection = database.engines().writer.raw_connection()
    driver = connection.driver_connection
    assert driver is not None
    driver.autocommit = True
    for statement in statements:
        driver.execute(statement)
    connection.invalidate()


Kind = Callable[[random.Random], Filters]
WEEK = {"first_day": LAST_DAY - timedelta(days=6), "last_day": LAST_DAY}
KINDS: dict[str, Kind] = {
    "last week": lambda _r: Filters(**WEEK),
    "since ever": lambda _r: Filters(),
    "one case": lambda r: Filters(case=receipt(r)),
    "one officer": lambda r: Filters(who=f"subject-{r.randint(1, STAFF)}"),
    "officers by name": lambda r: Filters(who=f"name{r.randint(1, 49)}", **WEEK),
    "one action": lambda r: Filters(what=r.choice(["case.search", "session.open", "audit.export"])),
    "a noun": lambda r: Filters(what=r.choice(["case", "session", "access_code", "staff"])),
    "an outcome": lambda r: Filters(outcome=r.choice(["locked", "expired", "capped", "done"])),
    "a network": lambda r: Filters(network=network(r)),
    "a session": lambda r: Filters(session=made_id(3, r.randint(1, ROWS) // 8)),
    "the system": lambda _r: Filters(who="system"),
    "officer and action": lambda r: Filters(
        who=f"subject-{r.randint(1, STAFF)}", what="case.open_by_staff"
    ),
    "officer and outcome": lambda r: Filters(
        who=f"subject-{r.randint(1, STAFF)}", outcome="expired"
    ),
    "a month long ago": lambda r: Filters(**month(r)),
    "action in a month": lambda r: Filters(what="case.open_by_staff", **month(r)),
}


def receipt(r: random.Random) -> str:
    return f"IOE{r.randint(1, CASES):010d}"


def network(r: random.Random) -> str:
    person = r.randint(STAFF + 1, ACCOUNTS)
    return f"10.{person % 200}.{person % 250}.1"


def month(r: random.Random) -> dict[str, date]:
    first = LAST_DAY - timedelta(days=r.randint(60, 700))
    return {"first_day": first, "last_day": first + timedelta(days=30)}


@cache
def took() -> dict[str, list[float]]:
    """Every measure of one database, since filling it takes minutes."""
    found: dict[str, list[float]] = {}
    with filled():
        for role in (Role.OFFICER, Role.SUPERVISOR):
            actor = Actor(made_id(1, 1), role)
            for name, kind in KINDS.items():
                found.setdefault(name, []).extend(searches(actor, kind))
            found.setdefault("older pages", []).extend(pages(actor))
        found["seal"] = list(sealing())
        scan = verifying(datetime(2100, 1, 1, tzinfo=UTC))
        found["scan"] = [scan]
        whole = verifying(datetime(2026, 7, 1, tzinfo=UTC))
        found["verify"] = [(whole - scan) * 1_000_000 / SEALED]
    return found


def searches(actor: Actor, kind: Kind) -> Iterator[float]:
    r = random.Random(7)
    for sample in range(SAMPLES + 3):
        begun = time.perf_counter()
        with database.write() as session:
            search(session, actor, kind(r))
        if sample >= 3:
            yield (time.perf_counter() - begun) * 1000


def pages(actor: Actor) -> Iterator[float]:
    place: Cursor | None = None
    filters = Filters(what="case.open_by_staff")
    for page in range(1, SAMPLES + 2):
        begun = time.perf_counter()
        with database.write() as session:
            found = search(session, actor, filters, before=place, page=page)
        if place is not None:
            yield (time.perf_counter() - begun) * 1000
        place = found.older


def sealing() -> Iterator[float]:
    """Milliseconds for a thousand rows, while millions lie there."""
    run(MORE)
    while True:
        begun = time.perf_counter()
        with database.write() as session:
            count = seal(session)
        if not count:
            return
        yield (time.perf_counter() - begun) * 1_000_000 / count


def verifying(since: datetime) -> float:
    """Seconds. What is not in the chain is looked for in all of the trail."""
    begun = time.perf_counter()
    assert verify(since=since).intact
    return time.perf_counter() - begun


def checked(kind: str) -> Callable[[], Iterable[float]]:
    return lambda: took()[kind]


for name in [*KINDS, "older pages"]:
    measure(f"Audit search: {name}", target=100, unit="ms")(checked(name))
measure("Audit: seal 1,000 rows", target=250, unit="ms")(checked("seal"))
measure("Audit: check 1,000 rows", target=50, unit="ms")(checked("verify"))
measure("Audit: look for rows without a seal", target=60, unit="s")(checked("scan"))
