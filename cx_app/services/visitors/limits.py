"""Counts what visitors do, by contact and by network (VIS-2). The counters live in the transaction
of the act: where they can't be kept, nothing happens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlmodel import Session, col, func, select

from cx_app.domain.visitors import Counted, VisitorRules
from cx_app.gateways import clock
from cx_app.models import Attempt, Lock
from cx_app.models.base import insert, uuid7
from cx_app.security.crypto import fingerprint, fingerprints

UNKNOWN_NETWORK: Final = "unknown"


def within(session: Session, subjects: Mapping[Counted, str], rules: VisitorRules) -> bool:
    """Whether each of them may do it once more. Whoever asks holds the counters until the
    transaction ends, so that acts of the same instant are judged one after the other."""
    hold(session, subjects)
    return all(
        _lately(session, counted, subject, rules) < rules.limits[counted]
        for counted, subject in subjects.items()
    )


def count(session: Session, subjects: Mapping[Counted, str]) -> None:
    """One more of each."""
    now = clock.wall()
    session.add_all(
        Attempt(scope=counted, subject_hash=fingerprint(subject, f"attempt.{counted}"), at=now)
        for counted, subject in subjects.items()
    )
    session.flush()


def hold(session: Session, subjects: Mapping[Counted, str]) -> None:
    """Until the transaction ends, nobody else judges about these."""
    hashes = sorted(
        (fingerprint(subject, f"attempt.{counted}"), counted)
        for counted, subject in subjects.items()
    )
    now = clock.wall()
    rows = [{"id": uuid7(), "scope": c, "subject_hash": h, "until": now} for h, c in hashes]
    session.execute(
        insert(session, Lock)
        .values(rows)
        .on_conflict_do_nothing(index_elements=["scope", "subject_hash"])
    )
    session.exec(
        select(Lock.id)
        .where(col(Lock.subject_hash).in_([hashed for hashed, _counted in hashes]))
        .order_by(col(Lock.subject_hash))
        .with_for_update()
    ).all()


def _lately(session: Session, counted: Counted, subject: str, rules: VisitorRules) -> int:
    """Also under a key of before. By the wall clock, which nobody moves."""
    return int(
        session.exec(
            select(func.count())
            .select_from(Attempt)
            .where(
                Attempt.scope == counted,
                col(Attempt.subject_hash).in_(fingerprints(subject, f"attempt.{counted}")),
                col(Attempt.at) > clock.wall() - rules.window,
            )
        ).one()
    )
