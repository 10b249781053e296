"""The desk of callbacks: who said yes, with what is left of the half hour; then plain calls, the
urgent and the oldest first; and the pace of texts. In English."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, func, select

from cx_app.domain.callbacks.pace import pace
from cx_app.domain.callbacks.standing import CallbackState
from cx_app.domain.callbacks.topics import URGENT, CallbackTopic
from cx_app.domain.identity import Actor
from cx_app.domain.references import shown
from cx_app.gateways import clock
from cx_app.language import say_age, say_clock
from cx_app.models import Account, Callback, CallbackCall
from cx_app.services.callbacks.access import KEEPS_THE_DESK, may_see
from cx_app.services.callbacks.countdown import counts_to
from cx_app.services.callbacks.desk_words import LANGUAGES, MASKED_NAME, STATES, TOPICS
from cx_app.services.callbacks.moving import Next, rules_now
from cx_app.services.callbacks.texting import load
from cx_app.services.cases.staff import require_staff

PAGE: Final = 40
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DeskRow:
    id: str
    reference: str
    path: str
    name: str
    topic: str
    language: str
    """With the language of an interpreter, where one is needed."""
    state: str
    age: str
    urgent: bool
    call_by: str
    """Eastern; empty for a plain call."""
    call_by_iso: str
    """For the countdown."""
    left: str
    tone: str
    """`ok`, `soon` (10 minutes or less) or `none`."""
    relay: bool
    calls: int
    """That reached nobody."""
    who: str
    """The officer who has it; `You`."""


@dataclass(frozen=True, slots=True)
class PaceLine:
    """The formula with its figures (TA-20)."""

    officers: int
    ahead: int
    """Minutes."""
    call_takes: str
    calls: int
    promised: int
    calling: int
    asked: int
    texts: int
    formula: str


@dataclass(frozen=True, slots=True)
class Desk:
    promised: list[DeskRow] = field(default_factory=list)
    calls: list[DeskRow] = field(default_factory=list)
    mine: list[DeskRow] = field(default_factory=list)
    """That the officer has now."""
    asked: int = 0
    in_line: int = 0
    waiting: int = 0
    disputes: int = 0
    """For supervisors; 0 for others."""
    pace: PaceLine | None = None
    may_keep: bool = False
    """Whether the officer sets hours and staffing."""


def desk(session: Session, actor: Actor) -> Desk:
    """Nothing about the actor's own; protected ones only for those who may know of them, masked."""
    require_staff(actor)
    now = clock.business(session)
    seen = may_see(actor)
    keeps = actor.role in KEEPS_THE_DESK
    promised = _rows(
        session,
        [col(Callback.state) == CallbackState.PROMISED, col(Callback.call_by) >= now, *seen],
        [col(Callback.call_by), col(Callback.id)],
    )
    calls = _rows(
        session,
        [
            col(Callback.state) == CallbackState.QUEUED,
            col(Callback.next) == Next.CALL,
            col(Callback.ready_at) <= now,
            col(Callback.ready_until) > now,
            *seen,
        ],
        [col(Callback.urgency), col(Callback.line_at), col(Callback.id)],
    )
    own = _rows(
        session,
        [
            col(Callback.state) == CallbackState.CALLING,
            col(Callback.claimed_by) == actor.account_id,
            *seen,
        ],
        [col(Callback.claimed_until), col(Callback.id)],
    )
    states = _counts(session, seen)
    return Desk(
        promised=[_row(session, row, actor, who, now) for row, who in promised],
        calls=[_row(session, row, actor, who, now) for row, who in calls],
        mine=[_row(session, row, actor, who, now) for row, who in own],
        asked=states.get(CallbackState.ASKED, 0) + states.get(CallbackState.SENDING, 0),
        in_line=states.get(CallbackState.QUEUED, 0),
        waiting=states.get(CallbackState.WAITING, 0),
        disputes=_disputes(session) if keeps else 0,
        pace=pace_line(session, now),
        may_keep=keeps,
    )


def pace_line(session: Session, now: datetime) -> PaceLine:
    found = load(session, now)
    rules = rules_now(session, now)
    allowed = pace(found, rules)
    ahead = int(min(found.ahead or rules.call_within, rules.call_within) / MINUTE)
    takes = max(1, round(found.call_takes / MINUTE))
    return PaceLine(
        officers=found.officers,
        ahead=ahead,
        call_takes=f"{takes} min",
        calls=allowed.calls,
        promised=found.promised,
        calling=found.calling,
        asked=found.asked,
        texts=allowed.texts,
        formula=(
            f"{found.officers} officers × {ahead} min ÷ {takes} min a call = "
            f"{allowed.calls} calls; "
            f"{allowed.calls} − {found.promised} promised − {found.calling} calling − "
            f"{found.asked} asked = {allowed.texts} texts now"
        ),
    )


def _rows(
    session: Session, where: list[Any], order: list[Any]
) -> list[tuple[Callback, str | None]]:
    rows = session.exec(
        select(Callback, Account.name)
        .outerjoin(Account, col(Account.id) == Callback.claimed_by)
        .where(*where)
        .order_by(*order)
        .limit(PAGE)
    ).all()
    return [(row, who) for row, who in rows]


def _row(session: Session, row: Callback, actor: Actor, who: str | None, now: datetime) -> DeskRow:
    left = row.call_by - now if row.call_by else None
    if row.claimed_by == actor.account_id:
        who = "You"
    return DeskRow(
        id=str(row.id),
        reference=shown(row.reference),
        path=f"/officer/callbacks/{row.reference}",
        name=MASKED_NAME if row.protected else row.name,
        topic=TOPICS[CallbackTopic(row.topic)],
        language=language_of(row),
        state=STATES[CallbackState(row.state)],
        age=say_age(now - row.placed_at),
        urgent=row.urgency == URGENT,
        call_by=say_clock(row.call_by) if row.call_by else "",
        call_by_iso=counts_to(session, row.call_by),
        left=_left(left),
        tone="none" if left is None else "soon" if left <= 10 * MINUTE else "ok",
        relay=row.relay,
        calls=row.calls,
        who=who or "",
    )


def language_of(row: Callback) -> str:
    spoken = LANGUAGES.get(row.language, row.language)
    return f"{spoken}; interpreter for {row.spoken}" if row.spoken else spoken


def _left(left: timedelta | None) -> str:
    if left is None:
        return ""
    minutes = max(0, int(left / MINUTE))
    return f"{minutes} min left" if minutes else "less than a minute left"


def _counts(session: Session, seen: list[Any]) -> dict[str, int]:
    rows = session.exec(
        select(Callback.state, func.count())
        .where(col(Callback.state).in_([one for one in CallbackState if one.is_open]), *seen)
        .group_by(Callback.state)
    ).all()
    return dict(rows)


def _disputes(session: Session) -> int:
    return session.exec(
        select(func.count())
        .select_from(CallbackCall)
        .where(col(CallbackCall.disputed_at).is_not(None), col(CallbackCall.settled_at).is_(None))
    ).one()
