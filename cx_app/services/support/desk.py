"""Staff work on what support was asked: look, take, answer. Supervisors see what became of it
(SUP-5, SUP-6). In English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from cx_app.domain.business_time import last_day
from cx_app.domain.decisions import Kind
from cx_app.domain.identity import Actor
from cx_app.domain.openings import OpeningReason
from cx_app.domain.references import shown
from cx_app.domain.support import AnswerFlaw, Cause, SupportKind, SupportState, answer_flaw
from cx_app.gateways import clock
from cx_app.language import NAMES, known, say_age, say_date
from cx_app.models import Account, Case, SupportRequest
from cx_app.services.audit.record import record
from cx_app.services.changes import touch
from cx_app.services.decisions.hold import hold
from cx_app.services.decisions.pending import NOTHING, Pending, pending
from cx_app.services.drafts.keep import drop_draft, load_draft
from cx_app.services.openings.opening import opened_for
from cx_app.services.policy.current import policy
from cx_app.services.support import words
from cx_app.services.support.access import SUBJECT, one, watches, workable
from cx_app.services.support.asking import DESK
from cx_app.services.support.held import FIELDS, draft_of

PAGE: Final = 25


class Tab(StrEnum):
    QUESTIONS = "questions"
    COMPLAINTS = "complaints"
    CORRECTIONS = "corrections"
    MINE = "mine"
    ANSWERED = "answered"


TABS: Final = {
    Tab.QUESTIONS: "Questions",
    Tab.COMPLAINTS: "Complaints",
    Tab.CORRECTIONS: "Corrections",
    Tab.MINE: "Mine",
    Tab.ANSWERED: "Answered",
}


@dataclass(frozen=True, slots=True)
class Queue:
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SupportLine:
    id: str
    reference: str
    kind: str
    topic: str
    age: str
    """Since it was asked, or for answered ones until the answer; never pauses."""
    due: str
    late: bool
    owner: str
    cause: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    queues: list[Queue] = field(default_factory=list)
    lines: list[SupportLine] = field(default_factory=list)
    total: int = 0
    watches: bool = False


@dataclass(frozen=True, slots=True)
class SupportPage:
    line: SupportLine
    note: str = ""
    asked: str = ""
    who: str = ""
    language: str = ""
    case_id: str = ""
    receipt: str = ""
    mine: bool = False
    answered: bool = False
    answer: str = ""
    shown: str = ""
    """How what is not right stood on their page."""
    typed: dict[str, str] = field(default_factory=dict)
    """Where the form of the answer starts from: what was undone, or not sent."""
    undo: Pending = NOTHING


def desk(session: Session, actor: Actor, tab: Tab, first: int = 1) -> Desk:
    """One queue from its `first` row on; what is due first stands on top, what was answered last
    among the answered."""
    total = _count(session, actor, tab)
    order: Sequence[Any] = (col(SupportRequest.due_at), col(SupportRequest.id))
    if tab is Tab.ANSWERED:
        order = (col(SupportRequest.answered_at).desc(), col(SupportRequest.id))
    rows = session.exec(
        select(SupportRequest)
        .where(*workable(actor), *_in(tab, actor))
        .order_by(*order)
        .offset(max(0, first - 1))
        .limit(PAGE)
    ).all()
    return Desk(
        queues=[Queue(str(t), TABS[t], _count(session, actor, t)) for t in _tabs(actor)],
        lines=[_line(session, actor, row) for row in rows],
        total=total,
        watches=watches(actor),
    )


def look(session: Session, actor: Actor, request_id: UUID) -> SupportPage:
    """One request, and whose it is. Looking is recorded; with a case it opens the case (OPEN-1).
    Raises `NotFound`."""
    row = one(session, actor, request_id)
    case = session.get(Case, row.case_id) if row.case_id else None
    if case is not None:
        opened_for(session, actor, case, OpeningReason.REQUEST)
    record(
        session,
        actor,
        "support.look",
        case_id=row.case_id,
        subject_type=SUBJECT,
        subject_id=row.id,
    )
    account = session.get(Account, row.account_id) if row.account_id else None
    typed = load_draft(session, actor, draft_of(row.id))
    return SupportPage(
        line=_line(session, actor, row),
        note=row.note or "",
        asked=say_date(row.asked_at),
        who=account.name if account else "Somebody without an account",
        language=NAMES[known(row.language)],
        case_id=str(case.id) if case else "",
        receipt=case.receipt_number if case else "",
        mine=row.owner_id == actor.account_id,
        answered=row.answered_at is not None,
        answer=row.answer or "",
        shown=row.shown or "",
        typed={name: typed.get(name, "") for name in FIELDS},
        undo=pending(session, actor, [row.id]).get(row.id, NOTHING),
    )


def take(session: Session, actor: Actor, request_id: UUID) -> bool:
    """From now on it is theirs; False where somebody has it or it is answered. Whoever watches may
    take it from somebody. Raises `NotFound`."""
    row = one(session, actor, request_id, hold=True)
    free = row.owner_id is None or row.owner_id == actor.account_id or watches(actor)
    if row.answered_at is not None or not free:
        _note(session, actor, row, "support.take", "taken")
        return False
    row.owner_id, row.taken_at = actor.account_id, clock.business(session)
    session.add(row)
    _note(session, actor, row, "support.take")
    return True


def give_back(session: Session, actor: Actor, request_id: UUID) -> bool:
    """Back into the queue; False where it is not theirs. Raises `NotFound`."""
    row = one(session, actor, request_id, hold=True)
    if row.owner_id != actor.account_id or row.answered_at is not None:
        return False
    row.owner_id = row.taken_at = None
    session.add(row)
    _note(session, actor, row, "support.give_back")
    return True


def answer(
    session: Session, actor: Actor, request_id: UUID, cause: str, said: str, changed: str
) -> AnswerFlaw | None:
    """By whoever has taken it, once. The person reads it where they asked, and hears in a minute
    that it is there, unless it is undone (UNDO-1). Raises `NotFound`."""
    row = one(session, actor, request_id, hold=True)
    if row.answered_at is not None:
        return AnswerFlaw.ANSWERED
    if row.owner_id != actor.account_id:
        return AnswerFlaw.NOT_TAKEN
    now = clock.business(session)
    rules = policy(session, now).support
    flaw = answer_flaw(SupportKind(row.kind), cause, said, changed, rules)
    if flaw is not None:
        return flaw
    row.answer, row.changed = said.strip(), changed.strip() or None
    row.cause, row.state = Cause(cause), SupportState.ANSWERED
    row.answered_at, row.answered_by = now, actor.account_id
    session.add(row)
    _note(session, actor, row, "support.answer", details={"cause": cause})
    drop_draft(session, actor, draft_of(row.id))
    hold(session, actor, Kind.SUPPORT_ANSWERED, row.id)
    return None


def _note(
    session: Session,
    actor: Actor,
    row: SupportRequest,
    action: str,
    outcome: str = "done",
    details: dict[str, Any] | None = None,
) -> None:
    record(
        session,
        actor,
        action,
        outcome,
        case_id=row.case_id,
        subject_type=SUBJECT,
        subject_id=row.id,
        details=details,
    )
    touch(session, DESK)


def _tabs(actor: Actor) -> list[Tab]:
    return [tab for tab in Tab if tab is not Tab.ANSWERED or watches(actor)]


def _in(tab: Tab, actor: Actor) -> list[ColumnElement[bool]]:
    state, kind = col(SupportRequest.state), col(SupportRequest.kind)
    match tab:
        case Tab.QUESTIONS:
            return [state == SupportState.OPEN, kind == SupportKind.QUESTION]
        case Tab.COMPLAINTS:
            return [state == SupportState.OPEN, kind == SupportKind.COMPLAINT]
        case Tab.CORRECTIONS:
            return [state == SupportState.OPEN, kind == SupportKind.CORRECTION]
        case Tab.MINE:
            return [
                state == SupportState.OPEN,
                col(SupportRequest.owner_id) == actor.account_id,
            ]
        case Tab.ANSWERED:
            nothing = [] if watches(actor) else [col(SupportRequest.id).is_(None)]
            return [state == SupportState.ANSWERED, *nothing]


def _count(session: Session, actor: Actor, tab: Tab) -> int:
    query = select(func.count()).select_from(SupportRequest)
    return session.exec(query.where(*workable(actor), *_in(tab, actor))).one()


def _line(session: Session, actor: Actor, row: SupportRequest) -> SupportLine:
    now = clock.business(session)
    until = row.answered_at or now
    owner = session.get(Account, row.owner_id) if row.owner_id else None
    seen = watches(actor) and row.answered_at is not None
    return SupportLine(
        id=str(row.id),
        reference=shown(row.reference),
        kind=words.STAFF_KINDS[SupportKind(row.kind)],
        topic=words.topic_words(row.kind, row.topic),
        age=say_age(until - row.asked_at),
        due=say_date(last_day(row.due_at)),
        late=until >= row.due_at,
        owner=(owner.name or "An officer") if owner else "",
        cause=words.CAUSES[row.cause] if seen and row.cause else "",  # type: ignore[index]
        changed=(row.changed or "") if seen else "",
    )
