"""Link a paper filing with its online access code (OAC-1, OAC-7, OAC-8, OAC-20, design 7)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from cx_app.domain import access_codes as rules
from cx_app.domain.access_codes import Verdict
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Kind
from cx_app.domain.policy import Policy
from cx_app.domain.receipts import mask_email
from cx_app.gateways import clock
from cx_app.models import (
    AccessCode,
    Account,
    Case,
    CaseFollow,
    CaseLink,
    Party,
    Person,
    Representation,
)
from cx_app.security.crypto import fingerprints
from cx_app.services.access_codes.limits import Tried, begin_try, failed, locked_until, take_back
from cx_app.services.audit.record import record
from cx_app.services.cases.access import may_reach, on_protected_side
from cx_app.services.changes import case_topic, touch
from cx_app.services.messages.notify import notify
from cx_app.services.policy.current import policy
from cx_app.services.representation.tell import tell_of_code


@dataclass(frozen=True, slots=True)
class Claim:
    """What a person typed, already read: see `domain.receipts` and `domain.access_codes`."""

    receipt_number: str
    code: str
    birth_date: date


@dataclass(frozen=True, slots=True)
class Redeemed:
    """The case is linked; `again` when this account had linked it before."""

    case_id: UUID
    again: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """One answer for every failure; only a pause says until when it lasts."""

    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    case: Case | None
    code: AccessCode | None
    party: Party | None
    person: Person | None
    representation: Representation | None


def redeem(session: Session, actor: Actor, claim: Claim) -> Redeemed | Refused:
    """Use up the code and link its case, or refuse in the one way there is.

    Wrong, used, expired, foreign and protected differ only in the audit row: the same statements
    run, with the same hashing. Raises `LimitsAway` while tries can't be counted.
    """
    now = clock.business(session)
    in_force = policy(session, now)
    if until := locked_until(session, actor, now):
        record(session, actor, "access_code.redeem", Verdict.LOCKED)
        return Refused(locked_until=until)
    if had := _has_it(session, actor, claim.receipt_number):
        return Redeemed(had, again=True)
    tried = begin_try(session, actor, claim.receipt_number, now)
    found = _find(session, claim)
    verdict = _judge(found, actor, claim, in_force, now)
    if verdict is Verdict.LINKED and found.code and found.case and found.party:
        if _use_up(session, found.code, actor, now):
            _link(session, actor, found.case, found.party, found.code, now)
            take_back(session, tried)
            return Redeemed(found.case.id)
        verdict = Verdict.USED
    return _refuse(session, actor, tried, found, verdict, in_force)


def _has_it(session: Session, actor: Actor, receipt_number: str) -> UUID | None:
    """The case, if the account reaches it in full already: one look, however many cases it has."""
    this = aliased(Case)
    return session.exec(
        select(this.id).where(
            this.receipt_number == receipt_number, may_reach(actor.account_id, col(this.id))
        )
    ).first()


def _find(session: Session, claim: Claim) -> _Found:
    case = session.exec(select(Case).where(Case.receipt_number == claim.receipt_number)).first()
    row = session.exec(
        select(AccessCode, Party, Person, Representation)
        .outerjoin(Representation, col(Representation.id) == AccessCode.representation_id)
        .outerjoin(
            Party,
            (col(Party.id) == AccessCode.party_id)
            | (col(Party.id) == Representation.client_party_id),
        )
        .outerjoin(Person, col(Person.id) == Party.person_id)
        .where(col(AccessCode.code_hash).in_(fingerprints(claim.code, "access_code")))
    ).first()
    code, party, person, representation = row if row else (None, None, None, None)
    return _Found(case, code, party, person, representation)


def _judge(found: _Found, actor: Actor, claim: Claim, in_force: Policy, now: datetime) -> Verdict:
    born = fingerprints(claim.birth_date.isoformat(), "birth_date")
    on_file = (found.person.birth_date_hash if found.person else None) or ""
    same_birth_date = True in {hmac.compare_digest(one, on_file) for one in born}
    code = found.code
    if found.case is None:
        return Verdict.NO_CASE
    if code is not None and code.case_id != found.case.id:
        return Verdict.NO_CODE
    if code is not None and not _for_this_capacity(code, actor, found.case, in_force):
        return Verdict.OTHER_PARTY
    if found.representation is not None and found.representation.ended_at is not None:
        return Verdict.VOIDED
    return rules.judge(
        None if code is None else _facts(code), now=now, birth_date_matches=same_birth_date
    )


def _for_this_capacity(code: AccessCode, actor: Actor, case: Case, in_force: Policy) -> bool:
    """A party's code is for that party, a representative's for the representative (OAC-11);
    some forms are closed to representative accounts (OAC-16)."""
    if actor.role is Role.REPRESENTATIVE:
        excluded = case.form in in_force.representative_excluded_forms
        return code.representation_id is not None and not excluded
    return code.representation_id is None


def _facts(code: AccessCode) -> rules.Code:
    return rules.Code(
        id=code.id,
        party_id=code.party_id,
        representation_id=code.representation_id,
        valid_until=code.valid_until,
        redeemed=code.redeemed_at is not None,
        voided=code.voided_at is not None or code.returned_at is not None,
    )


def _use_up(session: Session, code: AccessCode, actor: Actor, now: datetime) -> bool:
    """Single use, decided by the database: of two at the same instant one wins. Codes of the same
    holder are held in one order first, so that two of them used at once don't wait for each other.
    """
    session.exec(
        select(AccessCode.id)
        .where(_same_holder(code))
        .order_by(col(AccessCode.id))
        .with_for_update()
    ).all()
    used = session.exec(
        update(AccessCode)
        .where(
            col(AccessCode.id) == code.id,
            col(AccessCode.redeemed_at).is_(None),
            col(AccessCode.voided_at).is_(None),
        )
        .values(redeemed_at=now, redeemed_by=actor.account_id, code_sealed=None)
    )
    return bool(used.rowcount == 1)


def _link(
    session: Session, actor: Actor, case: Case, party: Party, code: AccessCode, now: datetime
) -> None:
    if code.representation_id is not None:
        representation = session.get_one(Representation, code.representation_id)
        representation.account_id = actor.account_id
        session.add(representation)
        tell_of_code(session, representation, Kind.REPRESENTATIVE_JOINED, f"joined:{code.id}")
    else:
        _link_party(session, actor, case, party, now)
        _tell_the_same_party(session, actor, case, party, code)
    _void_others(session, code, now)
    record(
        session,
        actor,
        "access_code.redeem",
        Verdict.LINKED,
        case_id=case.id,
        subject_type="access_code",
        subject_id=code.id,
        details={"party_role": party.role},
    )
    notify(
        session,
        session.get_one(Account, actor.account_id),
        Kind.CASE_LINKED,
        dedupe_key=f"linked:{code.id}",
        case_id=case.id,
        protected=case.protected,
        receipt=case.receipt_number,
        form=case.form,
    )
    touch(session, case_topic(case.id))


def _link_party(session: Session, actor: Actor, case: Case, party: Party, now: datetime) -> None:
    link = session.exec(
        select(CaseLink)
        .where(CaseLink.account_id == actor.account_id, CaseLink.party_id == party.id)
        .with_for_update()
    ).first()
    link = link or CaseLink(
        account_id=actor.account_id, party_id=party.id, case_id=case.id, linked_at=now
    )
    link.linked_at, link.ended_at, link.end_reason, link.undo_until = now, None, None, None
    session.add(link)
    session.exec(
        update(CaseFollow)
        .where(
            col(CaseFollow.account_id) == actor.account_id,
            col(CaseFollow.case_id) == case.id,
            col(CaseFollow.ended_at).is_(None),
        )
        .values(ended_at=now)
    )


def _tell_the_same_party(
    session: Session, actor: Actor, case: Case, party: Party, code: AccessCode
) -> None:
    """Whoever has the case as the same person hears that another account has it now (CLAIM-1)."""
    others = session.exec(
        select(Account)
        .join(CaseLink, col(CaseLink.account_id) == Account.id)
        .join(Party, col(Party.id) == CaseLink.party_id)
        .join(Case, col(Case.id) == CaseLink.case_id)
        .where(
            CaseLink.party_id == party.id,
            CaseLink.account_id != actor.account_id,
            col(CaseLink.ended_at).is_(None),
            on_protected_side(),
        )
    ).all()
    joined = session.get_one(Account, actor.account_id)
    for other in others:
        notify(
            session,
            other,
            Kind.CASE_CLAIMED,
            dedupe_key=f"claimed:{code.id}",
            case_id=case.id,
            protected=case.protected,
            receipt=case.receipt_number,
            added_by=mask_email(joined.email or ""),
        )


def _void_others(session: Session, code: AccessCode, now: datetime) -> None:
    """Of two live codes the first used ends the other (design 7, two live codes)."""
    session.exec(
        update(AccessCode)
        .where(
            col(AccessCode.id) != code.id,
            _same_holder(code),
            col(AccessCode.redeemed_at).is_(None),
            col(AccessCode.voided_at).is_(None),
        )
        .values(voided_at=now, void_reason="another_was_used", code_sealed=None)
    )


def _same_holder(code: AccessCode) -> ColumnElement[bool]:
    if code.party_id is not None:
        return col(AccessCode.party_id) == code.party_id
    return col(AccessCode.representation_id) == code.representation_id


def _refuse(
    session: Session,
    actor: Actor,
    tried: Tried,
    found: _Found,
    verdict: Verdict,
    in_force: Policy,
) -> Refused:
    paused = failed(session, actor, tried, in_force.code_attempts)
    record(
        session,
        actor,
        "access_code.redeem",
        verdict,
        case_id=found.case.id if found.case else None,
        details={"paused": paused is not None},
    )
    return Refused(locked_until=paused)
