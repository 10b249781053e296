"""Accounts that found an appointment without a code: who hears of them, and how that ends
(BIO-33)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.biometrics_desk import DeskAnswer
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.receipts import mask_email
from cx_app.gateways import clock
from cx_app.language import known, say_date
from cx_app.models import Account, BiometricsFollow, Case, CaseLink, Party, Person
from cx_app.services.audit.record import record
from cx_app.services.biometrics.access import Capacity, Mine, find
from cx_app.services.biometrics.decide import appointment_for_staff, is_open_to
from cx_app.services.biometrics.tell import show_change
from cx_app.services.biometrics.views import MatchLine
from cx_app.services.messages.notify import notify
from cx_app.services.messages.outbox import enqueue


def tell_matched(session: Session, case: Case, party: Party, follow: BiometricsFollow) -> None:
    """Accounts of the very same party; where there is none, the person at the home on file.
    Protected cases are never matched. Nobody else hears of it (CLAIM-1)."""
    finder = session.get_one(Account, follow.account_id)
    key = f"biometrics-matched:{follow.id}"
    found_by = mask_email(finder.email or "")
    linked = session.exec(
        select(Account)
        .join(CaseLink, col(CaseLink.account_id) == Account.id)
        .where(CaseLink.party_id == party.id, col(CaseLink.ended_at).is_(None))
        .order_by(col(Account.id))
    ).all()
    for account in linked:
        notify(
            session,
            account,
            Kind.BIOMETRICS_MATCHED,
            dedupe_key=key,
            case_id=case.id,
            protected=case.protected,
            receipt=case.receipt_number,
            added_by=found_by,
        )
    if not linked:
        person = session.get_one(Person, party.person_id)
        enqueue(
            session,
            Kind.BIOMETRICS_MATCHED,
            Channel.LETTER,
            dedupe_key=key,
            language=known(person.language),
            person_id=person.id,
            case_id=case.id,
            facts={"receipt": case.receipt_number, "added_by": found_by},
        )
    show_change(session, case, list(linked))


def matches_of(session: Session, party: Party) -> list[MatchLine]:
    """For the party's own accounts and for staff."""
    rows = session.exec(
        select(BiometricsFollow, Account)
        .where(
            BiometricsFollow.party_id == party.id,
            BiometricsFollow.account_id == Account.id,
            col(BiometricsFollow.ended_at).is_(None),
        )
        .order_by(col(BiometricsFollow.matched_at), col(BiometricsFollow.id))
    )
    return [
        MatchLine(str(follow.id), mask_email(account.email or ""), say_date(follow.matched_at))
        for follow, account in rows
    ]


def end_match(session: Session, actor: Actor, appointment_id: UUID, follow_id: UUID) -> bool:
    """By whoever has the case as the same person; False when there is nothing to end any more.
    Raises `NotFound`."""
    mine = find(session, actor, appointment_id)
    if mine.capacity is not Capacity.PARTY or not mine.may_act:
        return False
    return _end(session, actor, mine, follow_id)


def end_match_as_staff(
    session: Session, actor: Actor, appointment_id: UUID, follow_id: UUID
) -> DeskAnswer:
    """For somebody who called. Raises as `appointment_for_staff`."""
    mine = appointment_for_staff(session, actor, appointment_id)
    if not is_open_to(session, actor, mine.case):
        return DeskAnswer.NOT_OPENED
    done = _end(session, actor, mine, follow_id)
    return DeskAnswer.DONE if done else DeskAnswer.TOO_LATE


def was_ended(session: Session, actor: Actor, party_id: UUID) -> bool:
    """An account that was sent away does not come back by the same three facts."""
    query = select(BiometricsFollow.id).where(
        BiometricsFollow.account_id == actor.account_id,
        BiometricsFollow.party_id == party_id,
        col(BiometricsFollow.ended_at).is_not(None),
    )
    return session.exec(query.limit(1)).first() is not None


def _end(session: Session, actor: Actor, mine: Mine, follow_id: UUID) -> bool:
    follow = session.exec(
        select(BiometricsFollow)
        .where(
            BiometricsFollow.id == follow_id,
            BiometricsFollow.party_id == mine.party.id,
            col(BiometricsFollow.ended_at).is_(None),
        )
        .with_for_update()
    ).first()
    if follow is None:
        return False
    follow.ended_at = clock.business(session)
    session.add(follow)
    record(
        session,
        actor,
        "biometrics.end_match",
        case_id=mine.case.id,
        subject_type="biometrics_follow",
        subject_id=follow.id,
    )
    finder = session.get_one(Account, follow.account_id)
    show_change(session, mine.case, [finder])
    return True
