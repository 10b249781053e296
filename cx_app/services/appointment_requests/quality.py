"""Look again at decisions that nobody chose: draw a sample, say what was found (AP-42)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, func, select

from cx_app.domain.appointment_requests import DECISIONS, By, RequestMove
from cx_app.domain.business_days import DAY
from cx_app.domain.business_time import eastern_date, end_of_day
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.quality import (
    NOTE_LENGTH,
    SIZES,
    QualityAnswer,
    Verdict,
    days_are_right,
    draw,
    needs_note,
)
from cx_app.domain.references import shown
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import (
    Account,
    AppointmentRequest,
    Office,
    QualityCheck,
    QualitySample,
    RequestStep,
)
from cx_app.services.appointment_requests import reason_words
from cx_app.services.appointment_requests.access import reached
from cx_app.services.appointment_requests.outcomes import is_reversal
from cx_app.services.audit.record import record
from cx_app.services.offices.access import require_keeper

SHOWN: Final = 20
REVERSALS: Final = 50
Request, Step, Check = AppointmentRequest, RequestStep, QualityCheck


@dataclass(frozen=True, slots=True)
class SampleLine:
    id: str
    drawn: str
    by: str
    days: str
    reason: str
    size: int
    among: int
    looked_at: int
    wrong: int


@dataclass(frozen=True, slots=True)
class CheckLine:
    id: str
    place: int
    reference: str
    reason: str
    office: str
    decision: str
    outcome: str
    decided: str
    by: str
    taken_back: bool
    verdict: str
    note: str
    checked_by: str
    mine: bool
    """Their own decision: a colleague looks at it."""


@dataclass(frozen=True, slots=True)
class SamplePage:
    sample: SampleLine
    lines: list[CheckLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReversalLine:
    reference: str
    reason: str
    what: str
    when: str
    by: str


def draw_sample(
    session: Session,
    actor: Actor,
    first: date | None,
    last: date | None,
    reason: str,
    size: int,
) -> UUID | QualityAnswer:
    """Of the decisions of these days, chosen by chance alone. Raises `Forbidden` for anyone but
    supervisors and administrators."""
    require_keeper(actor)
    now = clock.business(session)
    if not days_are_right(first, last, eastern_date(now)) or first is None or last is None:
        return QualityAnswer.NO_DAYS
    query = (
        select(Step.id)
        .join(Request, col(Request.id) == Step.request_id)
        .where(
            *_may_look(actor),
            Step.at >= end_of_day(first - DAY),
            Step.at < end_of_day(last),
        )
    )
    if reason:
        query = query.where(Request.reason == reason)
    decisions = session.exec(query).all()
    if not decisions:
        return QualityAnswer.NOTHING
    sample = QualitySample(
        drawn_at=now,
        drawn_by=actor.account_id,
        first_day=first,
        last_day=last,
        reason=reason,
        seed=secrets.token_hex(16),
        among=len(decisions),
    )
    session.add(sample)
    session.flush()
    drawn = draw(sample.seed, decisions, size if size in SIZES else SIZES[0])
    session.add_all(
        Check(sample_id=sample.id, step_id=step, place=n) for n, step in enumerate(drawn, 1)
    )
    session.flush()
    record(
        session,
        actor,
        "quality.draw",
        subject_type="quality_sample",
        subject_id=sample.id,
        details={"size": len(drawn), "among": sample.among},
    )
    return sample.id


def give_verdict(
    session: Session, actor: Actor, check_id: UUID, verdict: Verdict | None, note: str
) -> QualityAnswer:
    """Raises `Forbidden`, and `NotFound` for what they may not look at: their own decisions and
    requests are a colleague's."""
    require_keeper(actor)
    query = (
        select(Check)
        .join(Step, col(Step.id) == Check.step_id)
        .join(Request, col(Request.id) == Step.request_id)
        .where(Check.id == check_id, *_may_look(actor))
        .with_for_update(of=Check.__table__)  # type: ignore[attr-defined]
    )
    check = session.exec(query).first()
    if check is None:
        raise NotFound("no such decision to look at")
    if verdict is None:
        return QualityAnswer.NO_VERDICT
    if check.verdict:
        return QualityAnswer.ALREADY
    if needs_note(verdict) and not note.strip():
        return QualityAnswer.NO_NOTE
    check.verdict = verdict
    check.note = note.strip()[:NOTE_LENGTH] or None
    check.checked_by, check.checked_at = actor.account_id, clock.business(session)
    session.add(check)
    record(
        session,
        actor,
        "quality.look",
        subject_type="quality_check",
        subject_id=check.id,
        details={"verdict": verdict.value},
    )
    return QualityAnswer.DONE


def samples(session: Session, actor: Actor) -> list[SampleLine]:
    """The newest first. Raises `Forbidden`."""
    require_keeper(actor)
    rows = session.exec(
        select(QualitySample, Account.name)
        .join(Account, col(Account.id) == QualitySample.drawn_by)
        .order_by(col(QualitySample.drawn_at).desc(), col(QualitySample.id).desc())
        .limit(SHOWN)
    ).all()
    counts = _counts(session, [sample.id for sample, _name in rows])
    return [_sample(sample, name, counts.get(sample.id, {})) for sample, name in rows]


def sample(session: Session, actor: Actor, sample_id: UUID) -> SamplePage:
    """In the order in which they were drawn. Raises `Forbidden` and `NotFound`."""
    require_keeper(actor)
    row = session.get(QualitySample, sample_id)
    if row is None:
        raise NotFound("no such sample")
    drawer = session.get(Account, row.drawn_by)
    return SamplePage(
        _sample(row, drawer.name if drawer else "", _counts(session, [row.id]).get(row.id, {})),
        _lines(session, actor, sample_id),
    )


def reversals(session: Session, actor: Actor) -> list[ReversalLine]:
    """Decisions that were taken back, the newest first. Raises `Forbidden`."""
    require_keeper(actor)
    rows = session.exec(
        select(Step, Request, Account.name)
        .join(Request, col(Request.id) == Step.request_id)
        .join(Account, col(Account.id) == Step.account_id, isouter=True)
        .where(is_reversal(), ~reached(actor.account_id))
        .order_by(col(Step.at).desc(), col(Step.id).desc())
        .limit(REVERSALS)
    )
    return [
        ReversalLine(
            shown(request.reference),
            reason_words.in_list(request),
            "Undone within a minute"
            if step.move == RequestMove.UNDO
            else "Opened or decided again",
            say_date(step.at),
            name or "The system",
        )
        for step, request, name in rows
    ]


def _may_look(actor: Actor) -> list[Any]:
    """Decisions of others, about requests that are not their own."""
    return [
        col(Step.move).in_(DECISIONS),
        Step.by == By.OFFICER,
        Step.account_id != actor.account_id,
        ~reached(actor.account_id),
    ]


def _counts(session: Session, ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    counts: dict[UUID, dict[str, int]] = {}
    for sample_id, verdict, count in session.exec(
        select(Check.sample_id, Check.verdict, func.count())
        .where(col(Check.sample_id).in_(ids))
        .group_by(col(Check.sample_id), col(Check.verdict))
    ):
        counts.setdefault(sample_id, {})[verdict] = count
    return counts


def _sample(row: QualitySample, by: str, counts: dict[str, int]) -> SampleLine:
    size = sum(counts.values())
    return SampleLine(
        str(row.id),
        say_date(row.drawn_at),
        by or "Without a name",
        f"{say_date(row.first_day)} to {say_date(row.last_day)}",
        reason_words.reason(row.reason) if row.reason else "All reasons",
        size,
        row.among,
        size - counts.get("", 0),
        counts.get(Verdict.WRONG, 0),
    )


def _lines(session: Session, actor: Actor, sample_id: UUID) -> list[CheckLine]:
    rows = session.exec(
        select(Check, Step, Request, Office.name)
        .join(Step, col(Step.id) == Check.step_id)
        .join(Request, col(Request.id) == Step.request_id)
        .join(Office, col(Office.id) == Request.office_id)
        .where(Check.sample_id == sample_id, ~reached(actor.account_id))
        .order_by(col(Check.place))
    ).all()
    people = {one for check, step, *_rest in rows for one in (check.checked_by, step.account_id)}
    names = dict(
        session.exec(
            select(Account.id, Account.name).where(
                col(Account.id).in_([one for one in people if one is not None])
            )
        ).all()
    )
    back = set(
        session.exec(
            select(Step.corrects_id).where(
                is_reversal(), col(Step.corrects_id).in_([step.id for _c, step, *_r in rows])
            )
        )
    )
    return [
        CheckLine(
            str(check.id),
            check.place,
            shown(request.reference),
            reason_words.in_list(request),
            office,
            reason_words.DECISIONS[RequestMove(step.move)],
            step.outcome.replace("_", " "),
            say_date(step.at),
            names.get(step.account_id, "") if step.account_id else "",
            step.id in back,
            check.verdict,
            check.note or "",
            names.get(check.checked_by, "") if check.checked_by else "",
            step.account_id == actor.account_id,
        )
        for check, step, request, office in rows
    ]
