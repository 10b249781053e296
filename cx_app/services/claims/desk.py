"""Officers decide disputes, two of them for each (CLAIM-4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, or_, select

from cx_app.domain.business_time import last_day
from cx_app.domain.code_claims import (
    DecisionAnswer,
    EndReason,
    Outcome,
    Reason,
    State,
    Word,
    hear,
    state_of,
)
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.domain.openings import OpeningReason
from cx_app.domain.receipts import mask_email
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import Account, Case, CaseLink, ClaimDispute, Party, Person
from cx_app.services.audit.record import record
from cx_app.services.cases.deciding import decidable, may_decide
from cx_app.services.changes import account_topic, touch
from cx_app.services.claims import words
from cx_app.services.claims.dispute import SUBJECT
from cx_app.services.claims.tell import tell
from cx_app.services.openings.opening import opened_for

PAGE: Final = 50
DESK: Final = "desk:disputes"
"""The topic of the open desks of all officers."""


@dataclass(frozen=True, slots=True)
class DisputeLine:
    id: str
    case_id: str
    receipt_number: str
    form: str
    role: str
    opened: str
    lapses: str
    state: str
    waits_for_me: bool
    """Whether this officer's word would count."""
    said: str = ""
    """What the first officer said, and who they are."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """An account of the party, as far as officers need it to ask its person."""

    account: str
    linked: str
    side: str


@dataclass(frozen=True, slots=True)
class DisputePage:
    line: DisputeLine
    person: str
    ground: str
    claimants: list[Claimant] = field(default_factory=list)


def disputes(session: Session, actor: Actor) -> list[DisputeLine]:
    """Open ones, what lapses first on top; protected cases for those who may know of them, and
    none on a case that the actor is on."""
    now = clock.business(session)
    query = (
        select(ClaimDispute, Case, Party)
        .where(
            ClaimDispute.case_id == Case.id,
            ClaimDispute.party_id == Party.id,
            col(ClaimDispute.decided_at).is_(None),
            col(ClaimDispute.lapses_at) > now,
            *may_decide(actor),
        )
        .order_by(col(ClaimDispute.lapses_at), col(ClaimDispute.id))
        .limit(PAGE)
    )
    return [_line(session, actor, *row, now) for row in session.exec(query)]


def look_at(session: Session, actor: Actor, dispute_id: UUID) -> DisputePage:
    """One dispute with who says what; looking opens its case, and is recorded as such (OPEN-1).
    Raises `NotFound`, and `Forbidden` for somebody who is on the case."""
    found = decidable(session, actor, ClaimDispute, dispute_id)
    case = session.get_one(Case, found.case_id)
    opened_for(session, actor, case, OpeningReason.REQUEST)
    party = session.get_one(Party, found.party_id)
    linked = session.exec(
        select(CaseLink, Account)
        .where(
            CaseLink.party_id == party.id,
            CaseLink.account_id == Account.id,
            or_(
                col(CaseLink.ended_at).is_(None),
                col(Account.id).in_([found.disputed_id, found.opened_by]),
            ),
        )
        .order_by(col(CaseLink.linked_at))
    )
    return DisputePage(
        line=_line(session, actor, found, case, party, clock.business(session)),
        person=session.get_one(Person, party.person_id).full_name,
        ground=words.GROUNDS[found.ground],
        claimants=[
            Claimant(
                mask_email(account.email or ""),
                say_date(link.linked_at),
                words.side(
                    opened=account.id == found.opened_by, disputed=account.id == found.disputed_id
                ),
            )
            for link, account in linked
        ],
    )


def decide(session: Session, actor: Actor, dispute_id: UUID, reason: Reason) -> DecisionAnswer:
    """An officer's word. The first one waits for a second officer who says the same; who says
    otherwise takes the place of the first. Raises `NotFound` and `Forbidden` as `look_at`."""
    found = decidable(session, actor, ClaimDispute, dispute_id, hold=True)
    now = clock.business(session)
    word = Word(actor.account_id, reason)
    answer = DecisionAnswer.OVER
    if _state(found, now) in (State.OPEN, State.HALF_DECIDED):
        answer = hear(_first(found), word)
    record(
        session,
        actor,
        "claim.decide",
        answer,
        case_id=found.case_id,
        subject_type=SUBJECT,
        subject_id=found.id,
        details={"reason": reason.value},
    )
    match answer:
        case DecisionAnswer.PROPOSED:
            found.first_by, found.first_at, found.first_reason = actor.account_id, now, reason
            session.add(found)
        case DecisionAnswer.DECIDED:
            _settle(session, actor, found, word, now)
    touch(session, DESK)
    return answer


def _settle(session: Session, actor: Actor, found: ClaimDispute, word: Word, now: datetime) -> None:
    found.decided_by, found.decided_at = actor.account_id, now
    found.outcome, found.reason = word.outcome, word.reason
    session.add(found)
    if word.outcome is Outcome.REMOVED:
        _take_away(session, found, now)
        tell(session, found, found.opened_by, Kind.DISPUTE_UPHELD)
        tell(session, found, found.disputed_id, Kind.CASE_TAKEN_AWAY)
    else:
        tell(session, found, found.opened_by, Kind.DISPUTE_DISMISSED)
        tell(session, found, found.disputed_id, Kind.ACTING_RESUMED)


def _take_away(session: Session, found: ClaimDispute, now: datetime) -> None:
    """The link ends for good, also one that its person removed and could take back. The code that
    made it stays used."""
    link = session.exec(
        select(CaseLink)
        .where(CaseLink.account_id == found.disputed_id, CaseLink.party_id == found.party_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if link is not None:
        link.ended_at = link.ended_at or now
        link.end_reason, link.undo_until = EndReason.DISPUTED, None
        session.add(link)
    touch(session, account_topic(found.disputed_id))


def _first(found: ClaimDispute) -> Word | None:
    if found.first_by is None or found.first_reason is None:
        return None
    return Word(found.first_by, Reason(found.first_reason))


def _state(found: ClaimDispute, now: datetime) -> State:
    return state_of(
        first=_first(found),
        outcome=Outcome(found.outcome) if found.outcome else None,
        lapses_at=found.lapses_at,
        now=now,
    )


def _line(
    session: Session, actor: Actor, found: ClaimDispute, case: Case, party: Party, now: datetime
) -> DisputeLine:
    first = _first(found)
    officer = session.get(Account, first.officer) if first else None
    said = ""
    if first is not None and officer is not None:
        outcome, why = words.OUTCOMES[first.outcome], words.REASONS[first.reason]
        said = f"{officer.name or 'An officer'}: {outcome} ({why})"
    return DisputeLine(
        id=str(found.id),
        case_id=str(case.id),
        receipt_number=case.receipt_number,
        form=case.form,
        role=party.role,
        opened=say_date(found.opened_at),
        lapses=say_date(last_day(found.lapses_at)),
        state=words.STATES[_state(found, now)],
        waits_for_me=first is None or first.officer != actor.account_id,
        said=said,
    )
