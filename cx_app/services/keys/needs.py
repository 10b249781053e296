"""Which rows still need which key, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, null, true
from sqlmodel import Session, col, select

from cx_app.domain.policy import Policy
from cx_app.gateways import clock
from cx_app.models import (
    AccessCode,
    Attempt,
    CaseOpening,
    CodeRequest,
    ContactCode,
    FeedbackTurn,
    InboundText,
    Lock,
    OutboxMessage,
    PortalSession,
    VisitorPass,
)
from cx_app.services.keys.columns import ENCRYPTION, HASH, Kept, kept, under
from cx_app.services.keys.use import known, rings
from cx_app.services.policy.current import policy

UNKNOWN: Final = "unknown"
"""Stands for keys that neither settings nor the table of keys name."""
OPEN_PAGES: Final = "portal_session (open pages)"
NOTHING: Final = timedelta(0)
A_DAY: Final = timedelta(days=1)
A_MONTH: Final = timedelta(days=30)
"""Longer than any provider takes to report that a message came back."""


@dataclass(frozen=True, slots=True)
class Ends:
    """A row needs its key until `at` plus `after`, while `still` holds."""

    at: Any
    after: timedelta = NOTHING
    still: ColumnElement[bool] = field(default_factory=true)


@dataclass(frozen=True, slots=True)
class Need:
    """Rows of one column that need one key."""

    ring: str
    key_id: str
    column: str
    rows: int
    until: datetime | None = None
    """Business clock; None where the rows wait to be renewed, or never end."""


def ends(in_force: Policy) -> dict[str, Ends]:
    """Hashes that nobody can make again, and when the rules stop looking them up. A column that
    is not here needs its key while its row is there."""
    limits = in_force.code_attempts
    live = col(AccessCode.redeemed_at).is_(None) & col(AccessCode.voided_at).is_(None)
    return {
        "access_code.code_hash": Ends(AccessCode.valid_until, still=live),
        "attempt.subject_hash": Ends(Attempt.at, max(limits.counted_for, limits.alert_window)),
        "case_opening.address_hash": Ends(CaseOpening.at, A_DAY),
        "case_opening.name_hash": Ends(CaseOpening.at, A_DAY),
        "code_request.receipt_hash": Ends(CodeRequest.requested_at, in_force.code_request_interval),
        "contact_code.code_hash": Ends(ContactCode.expires_at),
        "contact_code.value_hash": Ends(ContactCode.expires_at, A_DAY),
        "feedback_turn.subject_hash": Ends(FeedbackTurn.asked_at, in_force.feedback.again),
        "inbound_text.phone_hash": Ends(InboundText.at, A_MONTH),
        "outbox_message.to_hash": Ends(OutboxMessage.created_at, A_MONTH),
        "lock.subject_hash": Ends(Lock.until),
        "visitor_pass.code_hash": Ends(VisitorPass.code_expires_at),
        "visitor_pass.value_hash": Ends(VisitorPass.made_at, A_DAY),
    }


def needs(session: Session) -> list[Need]:
    """Counts every column once; on a large database this takes its time."""
    now = clock.business(session)
    until = ends(policy(session, now))
    ids = {ring: _key_ids(session, ring) for ring in rings()}
    found = [need for one in kept() for need in _in_table(session, one, ids, until, now)]
    return [need for need in [*found, *_in_open_pages(session)] if need.rows]


def _key_ids(session: Session, ring: str) -> list[str]:
    noted = [use.key_id for use in known(session) if use.ring == ring]
    return list(dict.fromkeys([*rings()[ring].by_id, *noted]))


def _in_table(
    session: Session, one: Kept, ids: dict[str, list[str]], until: dict[str, Ends], now: datetime
) -> Iterator[Need]:
    columns = [(ENCRYPTION, name) for name in one.sealed] + [(HASH, name) for name in one.hashed]
    for ring, name in columns:
        where = f"{one.table.name}.{name}"
        counts = _counts(session, one.table.c[name], ids[ring], until.get(where), now)
        for key_id, (rows, last) in counts.items():
            yield Need(ring, key_id, where, rows, last)


def _counts(
    session: Session, column: Any, ids: list[str], end: Ends | None, now: datetime
) -> dict[str, tuple[int, datetime | None]]:
    """By key id: how many rows need it, and when the last of them ends."""
    needed = column.is_not(None) & (column != "")
    if end is not None:
        needed = needed & (end.at > now - end.after) & end.still
    wanted: list[Any] = [func.count(case((needed, 1)))]
    for key_id in ids:
        here = needed & under(column, key_id)
        wanted.append(func.count(case((here, 1))))
        wanted.append(func.max(case((here, end.at))) if end else null())
    total, *figures = session.execute(select(*wanted).select_from(column.table)).one()
    found: dict[str, tuple[int, datetime | None]] = {}
    for key_id, rows, last in zip(ids, figures[::2], figures[1::2], strict=True):
        found[key_id] = (rows, last + end.after if end and last else None)
    found[UNKNOWN] = (total - sum(rows for rows, _last in found.values()), None)
    return found


def _in_open_pages(session: Session) -> Iterator[Need]:
    """A page that is open since before a key was overtaken posts a form under it (`csrf`)."""
    front = [(u.newest_since, u.key_id) for u in known(session) if u.ring == HASH]
    in_order = sorted((since, key_id) for since, key_id in front if since)
    for (_since, key_id), (overtaken, _next) in pairwise(in_order):
        rows, last = session.exec(
            select(func.count(), func.max(PortalSession.expires_at)).where(
                col(PortalSession.ended_at).is_(None),
                col(PortalSession.expires_at) > clock.wall(),
                col(PortalSession.created_at) < overtaken,
            )
        ).one()
        yield Need(HASH, key_id, OPEN_PAGES, rows, last)
