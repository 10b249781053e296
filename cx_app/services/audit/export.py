"""The audit trail as a table to take away: for supervisors and administrators.

Officers read it page by page, which leaves a row for each page. A file leaves the portal and its
rules behind, so that taking one is for those who answer for it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Final
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import AuditEntry
from cx_app.services.audit.filters import Filters
from cx_app.services.audit.outcome_words import outcome_words
from cx_app.services.audit.query import Cursor, conditions, count, newest
from cx_app.services.audit.record import record
from cx_app.services.audit.search import names_of, receipts_of, seals_of
from cx_app.services.audit.words import SYSTEM, action_words, details_words

MAY_EXPORT: Final = frozenset({Role.SUPERVISOR, Role.ADMIN})
LIMIT: Final = 100_000
CHUNK: Final = 1_000
COLUMNS: Final = (
    "Time (UTC)",
    "Who",
    "Role",
    "What",
    "Outcome",
    "Receipt number",
    "From",
    "Seal number",
    "Action code",
    "Outcome code",
    "Details",
    "About",
    "Account id",
    "Case id",
    "Session id",
    "Entry id",
)
RUNS_IN_A_SPREADSHEET: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LAST_ID: Final = UUID(int=(1 << 128) - 1)
Chunk = tuple[str, int, Cursor | None]


@dataclass(frozen=True, slots=True)
class Export:
    start: Cursor
    """Nothing newer is in the file, so that it holds as many rows as were recorded."""
    rows: int
    cut: bool


def begin_export(session: Session, actor: Actor, filters: Filters) -> Export:
    """Counts and records what is about to leave. Raises `Forbidden` for officers."""
    require_export(actor)
    start = Cursor(clock.business(session), LAST_ID)
    where = conditions(session, actor, filters)
    rows = count(session, where, LIMIT + 1) if where is not None else 0
    export = Export(start, min(rows, LIMIT), rows > LIMIT)
    record(
        session,
        actor,
        "audit.export",
        details={"by": filters.kinds, "rows": export.rows, "cut": export.cut},
    )
    return export


def export_chunk(
    session: Session, actor: Actor, filters: Filters, before: Cursor, limit: int = CHUNK
) -> Chunk:
    """The next lines of the file, how many, and where the rest begins."""
    require_export(actor)
    where = conditions(session, actor, filters)
    rows = newest(session, where, before, limit) if where is not None else []
    older = Cursor(rows[-1].at, rows[-1].id) if len(rows) == limit else None
    return written(_cells(session, rows)), len(rows), older


def require_export(actor: Actor) -> None:
    if actor.role not in MAY_EXPORT:
        raise Forbidden("the audit is exported by supervisors and administrators")


def written(rows: Iterable[Iterable[str]]) -> str:
    """CSV that a spreadsheet shows and does not run: a cell that could be a formula begins with
    an apostrophe."""
    sheet = io.StringIO()
    csv.writer(sheet).writerows([_harmless(cell) for cell in row] for row in rows)
    return sheet.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(RUNS_IN_A_SPREADSHEET) else cell


def _cells(session: Session, rows: list[AuditEntry]) -> Iterable[list[str]]:
    names = names_of(session, {row.account_id for row in rows if row.account_id})
    receipts = receipts_of(session, {row.case_id for row in rows if row.case_id})
    seals = seals_of(session, {row.id for row in rows})
    for row in rows:
        yield [
            row.at.astimezone(UTC).isoformat(),
            names.get(row.account_id, "") if row.account_id else SYSTEM,
            row.role,
            action_words(row.action),
            outcome_words(row.outcome),
            receipts.get(row.case_id, "") if row.case_id else "",
            row.network,
            str(seals.get(row.id, "not yet")),
            row.action,
            row.outcome,
            details_words(row.details),
            f"{row.subject_type} {row.subject_id or ''}".strip(),
            str(row.account_id or ""),
            str(row.case_id or ""),
            str(row.session_id or ""),
            str(row.id),
        ]
