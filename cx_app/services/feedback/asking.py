"""Ask people how a task went, once in a while, and take what they say (CX-7, CX-12, CX-10).

Whoever answers is known only as long as it takes to see that they may. What they say is kept
without them, and neither the audit nor the row says when or by whom it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.feedback import (
    WAYS,
    Said,
    Task,
    Turn,
    Way,
    may_ask,
    month_of,
    read,
)
from cx_app.domain.identity import Actor, Role
from cx_app.domain.visitors import Counted
from cx_app.gateways import clock
from cx_app.language import language
from cx_app.models import Feedback, FeedbackOffer, FeedbackTurn
from cx_app.models.base import insert_new
from cx_app.security.crypto import fingerprint, fingerprints
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.feedback import words
from cx_app.services.policy.current import policy
from cx_app.services.visitors.limits import UNKNOWN_NETWORK, count, within
from cx_app.services.visitors.passes import own_pass


@dataclass(frozen=True, slots=True)
class Thanked:
    """It is kept."""


@dataclass(frozen=True, slots=True)
class Flawed:
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class TooMany:
    said: str


THANKED: Final = Thanked()


def offer(session: Session, actor: Actor, task: Task) -> bool:
    """Whether this person is asked about this task now. Asking is counted, and who was asked is
    left in peace for 90 days (CX-7). Staff are not asked, nor is anybody whom nobody knows."""
    who = _whose(session, actor)
    if not who:
        return False
    now = clock.business(session)
    rules = policy(session, now).feedback
    turn = _turn(session, who)
    if not may_ask(_as_rule(turn), task, now, rules):
        return False
    if turn is None:
        made = FeedbackTurn(subject_hash=fingerprint(who, "feedback"), asked_at=now, task=task)
        if not insert_new(session, made, "subject_hash"):
            return False  # another page of theirs asks at this instant
    elif now >= turn.asked_at + rules.again:
        turn.asked_at, turn.task, turn.over = now, task, False
        session.add(turn)
    else:
        return True
    session.add(FeedbackOffer(month=_month(session), task=task, way=WAYS.get(task, Way.ONLINE)))
    return True


def decline(session: Session, actor: Actor) -> None:
    """They put the question away."""
    _over(session, _whose(session, actor))


def give(session: Session, actor: Actor, typed: Mapping[str, str]) -> Thanked | Flawed | TooMany:
    """Keep what somebody says, with or without an account; a visitor needs no pass. It is limited
    by person and by network, since nobody has to say who they are (CX-10)."""
    now = clock.business(session)
    rules = policy(session, now)
    said = read(typed, rules.feedback)
    if not isinstance(said, Said):
        return Flawed({name: words.say_flaw(flaw, rules.feedback) for name, flaw in said.items()})
    who = _whose(session, actor)
    subjects = {Counted.SAYS_FROM: actor.network or UNKNOWN_NETWORK}
    if who:
        subjects[Counted.SAYS] = who
    if not within(session, subjects, rules.visitors):
        return TooMany(words.say_too_many())
    count(session, subjects)
    kept = Feedback(
        month=_month(session),
        task=said.task,
        way=said.way,
        outcome=said.outcome,
        language=language(),
        trust=said.trust,
        drivers=" ".join(sorted(said.drivers)),
    )
    kept.comment = said.comment or None
    session.add(kept)
    _over(session, who)
    record(session, SYSTEM_ACTOR, "feedback.give")
    return THANKED


def _whose(session: Session, actor: Actor) -> str:
    """Under which name somebody is asked once in a while: the account, or the contact that a
    visitor has proven. Empty where nobody can be known, and for staff."""
    if actor.role.is_staff:
        return ""
    if actor.role is not Role.VISITOR:
        return actor.account_id.hex
    return (own_pass(session, actor).value or "") if actor.session_id else ""


def _turn(session: Session, who: str) -> FeedbackTurn | None:
    """The newest, should a change of keys have left two."""
    return session.exec(
        select(FeedbackTurn)
        .where(col(FeedbackTurn.subject_hash).in_(fingerprints(who, "feedback")))
        .order_by(col(FeedbackTurn.asked_at).desc())
        .with_for_update()
    ).first()


def _as_rule(turn: FeedbackTurn | None) -> Turn | None:
    return Turn(turn.asked_at, turn.task, turn.over) if turn else None


def _over(session: Session, who: str) -> None:
    turn = _turn(session, who) if who else None
    if turn is not None and not turn.over:
        turn.over = True
        session.add(turn)


def _month(session: Session) -> date:
    return month_of(eastern_date(clock.business(session)))
