"""Counts failed tries and pauses those who fail too often (design 7, 3.3-5).

Accounts and networks are locked; cases are only counted, so that nobody can lock someone else
out. The counters live in the same transaction as the try: if they can't be kept, nothing counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from cx_app.domain.access_codes import AttemptLimits, Scope, account_pause, pause_after
from cx_app.domain.errors import LimitsAway
from cx_app.domain.identity import Actor
from cx_app.models import Attempt, Case, Lock
from cx_app.models.base import insert, uuid7
from cx_app.security.crypto import fingerprint, fingerprints
from cx_app.services.audit.record import record

UNKNOWN_NETWORK: Final = "unknown"
NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The pause of somebody who has none."""


def locked_until(session: Session, actor: Actor, now: datetime) -> datetime | None:
    """The end of the pause of this account or network; None when there is none.

    Whoever asks holds the two counters until the transaction ends, so that tries sent at the same
    instant are judged one after the other. Raises `LimitsAway` when they can't be read or kept.
    """
    subjects = {
        (scope, hashed)
        for scope, subject in _lockable(actor)
        for hashed in fingerprints(subject, f"attempt.{scope}")
    }
    rows = [{"id": uuid7(), "scope": s, "subject_hash": h, "until": NEVER} for s, h in subjects]
    with _store():
        session.execute(
            insert(session, Lock)
            .values(sorted(rows, key=lambda row: str(row["subject_hash"])))
            .on_conflict_do_nothing(index_elements=["scope", "subject_hash"])
        )
        held = session.exec(
            select(Lock)
            .where(col(Lock.subject_hash).in_([hashed for _scope, hashed in subjects]))
            .order_by(col(Lock.subject_hash))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
    return max((lock.until for lock in held if lock.until > now), default=None)


@dataclass(frozen=True, slots=True)
class Tried:
    """One try as it stands in the counters."""

    receipt_number: str
    at: datetime
    rows: tuple[UUID, ...]


def begin_try(session: Session, actor: Actor, receipt_number: str, now: datetime) -> Tried:
    """Count a try before anything is looked at, so that nothing is looked at uncounted (3.3-12)."""
    subjects = [*_lockable(actor), (Scope.CASE, receipt_number)]
    rows = [
        Attempt(scope=scope, subject_hash=fingerprint(subject, f"attempt.{scope}"), at=now)
        for scope, subject in subjects
    ]
    with _store():
        session.add_all(rows)
        session.flush()
    return Tried(receipt_number, now, tuple(row.id for row in rows))


def take_back(session: Session, tried: Tried) -> None:
    """It was no failure."""
    session.exec(delete(Attempt).where(col(Attempt.id).in_(tried.rows)))


def failed(session: Session, actor: Actor, tried: Tried, limits: AttemptLimits) -> datetime | None:
    """The end of the pause when this failure was one too many.

    The same statements run for every kind of failure and for receipt numbers that don't exist.
    """
    now, pauses = tried.at, []
    for scope, subject in _lockable(actor):
        if scope is Scope.ACCOUNT:
            counted = _failures(session, scope, subject, limits.counted_for, now)
            until = account_pause(counted, limits, now)
        else:
            counted = _failures(session, scope, subject, limits.window, now)
            until = pause_after(counted, limits.per_network, limits, now)
        if until:
            _lock(session, scope, subject, until)
            pauses.append(until)
    receipt_number = tried.receipt_number
    on_case = _failures(session, Scope.CASE, receipt_number, limits.alert_window, now)
    if len(on_case) == limits.alert_after:
        case_id = session.exec(select(Case.id).where(Case.receipt_number == receipt_number)).first()
        record(session, actor, "access_code.alert", "many_failures", case_id=case_id)
    return max(pauses, default=None)


def many_failures(
    session: Session, receipt_number: str, limits: AttemptLimits, now: datetime
) -> bool:
    """Whether as many tries at a case failed lately as alert staff."""
    on_case = _failures(session, Scope.CASE, receipt_number, limits.alert_window, now)
    return len(on_case) >= limits.alert_after


def _lockable(actor: Actor) -> list[tuple[Scope, str]]:
    return [
        (Scope.ACCOUNT, str(actor.account_id)),
        (Scope.NETWORK, actor.network or UNKNOWN_NETWORK),
    ]


def _failures(
    session: Session, scope: Scope, subject: str, window: timedelta, now: datetime
) -> list[datetime]:
    """When it failed within the window; also under a key of before."""
    return list(
        session.exec(
            select(Attempt.at).where(
                Attempt.scope == scope,
                col(Attempt.subject_hash).in_(fingerprints(subject, f"attempt.{scope}")),
                col(Attempt.at) > now - window,
            )
        )
    )


@contextmanager
def _store() -> Iterator[None]:
    """Raises `LimitsAway` when the counters can't be read or kept; the try is rolled back with all
    that it did, so that it does not count (3.3-12)."""
    try:
        yield
    except DBAPIError as error:
        raise LimitsAway from error


def _lock(session: Session, scope: Scope, subject: str, until: datetime) -> None:
    hashed = fingerprint(subject, f"attempt.{scope}")
    session.exec(
        update(Lock)
        .where(col(Lock.scope) == scope, col(Lock.subject_hash) == hashed)
        .values(until=until)
    )
