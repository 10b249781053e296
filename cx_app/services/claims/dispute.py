"""Dispute that another account has a case as the same person (CLAIM-3 to CLAIM-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.code_claims import ClaimRules, DisputeAnswer, Ground, may_dispute
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import CaseLink, ClaimDispute, Party
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.cases.access import links_of, may_act, refuse
from cx_app.services.claims.tell import tell
from cx_app.services.policy.current import policy

SUBJECT: Final = "claim_dispute"


@dataclass(frozen=True, slots=True)
class Disputed:
    """What came of it, and from which instant on the dispute is over at the latest."""

    answer: DisputeAnswer
    until: datetime | None = None


def dispute(
    session: Session, actor: Actor, case_id: UUID, link_id: UUID, ground: Ground
) -> Disputed:
    """From now on the other account only reads and meets deadlines, until two officers decide or
    the dispute lapses. Raises `NotFound` unless both have the case as the same party.

    Whoever is disputed can't dispute in turn, a party has one open dispute, and each of two
    accounts disputes the other once in a period: nobody can be kept out by asking again and again.
    """
    other = _other(session, actor, case_id, link_id)
    _one_at_a_time(session, other.party_id)
    now = clock.business(session)
    rules = policy(session, now).claims
    answer = _may(session, actor, other, rules, now)
    record(
        session,
        actor,
        "claim.dispute",
        answer,
        case_id=case_id,
        subject_type="case_link",
        subject_id=other.id,
        details={"ground": ground.value},
    )
    if answer is not DisputeAnswer.OPENED:
        return Disputed(answer)
    opened = ClaimDispute(
        case_id=case_id,
        party_id=other.party_id,
        disputed_id=other.account_id,
        opened_by=actor.account_id,
        ground=ground,
        opened_at=now,
        lapses_at=now + rules.dispute_lasts,
    )
    session.add(opened)
    session.flush()
    tell(session, opened, opened.opened_by, Kind.DISPUTE_OPENED)
    tell(session, opened, opened.disputed_id, Kind.ACTING_PAUSED)
    return Disputed(answer, opened.lapses_at)


def tell_lapsed(session: Session, limit: int = 50) -> int:
    """Tell both sides of disputes that have lapsed; run by a task. That they lapse needs nobody:
    they count as over from their instant on (CLAIM-5). Returns how many."""
    now = clock.business(session)
    lapsed = session.exec(
        select(ClaimDispute)
        .where(
            col(ClaimDispute.decided_at).is_(None),
            col(ClaimDispute.lapse_told_at).is_(None),
            col(ClaimDispute.lapses_at) <= now,
        )
        .order_by(col(ClaimDispute.lapses_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for one in lapsed:
        one.lapse_told_at = now
        session.add(one)
        record(
            session,
            SYSTEM_ACTOR,
            "claim.lapse",
            case_id=one.case_id,
            subject_type=SUBJECT,
            subject_id=one.id,
        )
        tell(session, one, one.opened_by, Kind.DISPUTE_LAPSED)
        tell(session, one, one.disputed_id, Kind.ACTING_RESUMED)
    return len(lapsed)


def _other(session: Session, actor: Actor, case_id: UUID, link_id: UUID) -> CaseLink:
    """The other account's living link as a party that the actor is, too."""
    links = links_of(session, actor.account_id)
    mine = {link.party_id for link, case in links if case.id == case_id}
    other = session.get(CaseLink, link_id)
    if (
        other is None
        or other.party_id not in mine
        or other.ended_at is not None
        or other.account_id == actor.account_id
    ):
        raise refuse()
    return other


def _one_at_a_time(session: Session, party_id: UUID) -> None:
    """Two accounts that dispute each other at the same instant are heard one after the other."""
    session.exec(select(Party.id).where(Party.id == party_id).with_for_update()).one()


def _may(
    session: Session, actor: Actor, other: CaseLink, rules: ClaimRules, now: datetime
) -> DisputeAnswer:
    of_party = session.exec(
        select(ClaimDispute).where(ClaimDispute.party_id == other.party_id)
    ).all()
    return may_dispute(
        [
            one.opened_at
            for one in of_party
            if one.opened_by == actor.account_id and one.disputed_id == other.account_id
        ],
        open_on_party=any(one.decided_at is None and one.lapses_at > now for one in of_party),
        paused=not may_act(session, actor, other.case_id, other.party_id),
        now=now,
        rules=rules,
    )
