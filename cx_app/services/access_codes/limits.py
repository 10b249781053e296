"""Counts failed tries and pauses those who fail too often (design 7, 3.3-5).

Accounts and networks are locked; cases are only counted, so that nobody can lock someone else
out. The counters live in the same transaction as the try: if they can't be kept, nothing counts.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import update
from sqlmodel import Session, col, select

from cx_app.domain.access_codes import AttemptLimits, Scope, pause_after
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
    instant are judged one after the other.
    """
    subjects = {
        (scope, hashed)
        for scope, subject in _lockable(actor)
        for hashed in fingerprints(subject, f"attempt.{scope}")
    }
    rows = [{"id": uuid7(), "scope": s, "subject_hash": h, "until": NEVER} for s, h in subjects]
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
    )
    return max((lock.until for lock in held if lock.until > now), default=None)


def count_failure(
    session: Session, actor: Actor, receipt_number: str, limits: AttemptLimits, now: datetime
) -> datetime | None:
    """Record one failed try; the end of the pause when it was one too many.

    The same statements run for every kind of failure and for receipt numbers that don't exist.
    """
    limit = {Scope.ACCOUNT: limits.per_account, Scope.NETWORK: limits.per_network}
    pauses = []
    for scope, subject in _lockable(actor):
        failures = _add(session, scope, subject, limits.window, now)
        if until := pause_after(failures, limit[scope], limits, now):
            _lock(session, scope, subject, until)
            pauses.append(until)
    on_case = _add(session, Scope.CASE, receipt_number, limits.alert_window, now)
    if len(on_case) == limits.alert_after:
        case_id = session.exec(select(Case.id).where(Case.receipt_number == receipt_number)).first()
        record(session, actor, "access_code.alert", "many_failures", case_id=case_id)
    return max(pauses, default=None)


def _lockable(actor: Actor) -> list[tuple[Scope, str]]:
    return [
        (Scope.ACCOUNT, str(actor.account_id)),
        (Scope.NETWORK, actor.network or UNKNOWN_NETWORK),
    ]


def _add(
    session: Session, scope: Scope, subject: str, window: timedelta, now: datetime
) -> list[datetime]:
    """When it failed within the window, this time included; also under a key of before."""
    hashes = fingerprints(subject, f"attempt.{scope}")
    session.add(Attempt(scope=scope, subject_hash=hashes[0], at=now))
    session.flush()
    return list(
        session.exec(
            select(Attempt.at).where(
                Attempt.scope == scope,
                col(Attempt.subject_hash).in_(hashes),
                col(Attempt.at) > now - window,
            )
        )
    )


def _lock(session: Session, scope: Scope, subject: str, until: datetime) -> None:
    hashed = fingerprint(subject, f"attempt.{scope}")
    session.exec(
        update(Lock)
        .where(col(Lock.scope) == scope, col(Lock.subject_hash) == hashed)
        .values(until=until)
    )
