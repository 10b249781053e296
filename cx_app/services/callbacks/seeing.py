"""What a person sees of their callbacks: place in line, the honest expected time, every step, and
the words by which they know that a caller is genuine."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.callbacks.phrases import in_words
from cx_app.domain.callbacks.standing import CallbackState, CallOutcome
from cx_app.domain.callbacks.topics import CallbackTopic
from cx_app.domain.contacts import mask_phone
from cx_app.domain.identity import Actor
from cx_app.domain.references import shown
from cx_app.gateways import clock
from cx_app.language import say_clock, say_moment
from cx_app.models import Callback, CallbackCall, CallbackStep, Case
from cx_app.services.callbacks import words
from cx_app.services.callbacks.access import callback_of, mine
from cx_app.services.callbacks.consenting import against_texts, is_wrong, wording
from cx_app.services.callbacks.expecting import expected_for, expected_words, place_of, waited
from cx_app.services.callbacks.moving import Next, rules_now
from cx_app.services.callbacks.views import CallbackRow, CallbackView, Mine, StepLine, SummaryLine
from cx_app.services.policy.current import policy

ANSWERABLE: Final = (CallbackState.ASKED, CallbackState.PROMISED, CallbackState.QUEUED)
"""Within the hour; beside what waits for its person after a no."""
SHOWN: Final = 50


def my_callbacks(session: Session, actor: Actor, *, many: int = SHOWN) -> Mine:
    """What is open comes first: the ended ones of many clients must not push it out."""
    rows = session.exec(
        select(Callback)
        .where(mine(actor.account_id))
        .order_by(col(Callback.ended_at).is_not(None), col(Callback.placed_at).desc())
        .limit(many)
    ).all()
    standing_now = [row for row in rows if row.ended_at is None]
    rules = policy(session, clock.business(session)).callback_settings
    return Mine(
        open=[_view(session, row) for row in standing_now],
        ended=[_line(row) for row in rows if row.ended_at is not None],
        may_ask=len(standing_now) < rules.open_at_once,
    )


def one_callback(session: Session, actor: Actor, reference: str) -> CallbackView:
    """Raises `NotFound` for one that is not theirs."""
    return _view(session, callback_of(session, actor, reference))


def _view(session: Session, row: Callback) -> CallbackView:
    now = clock.business(session)
    zone = ZoneInfo(row.zone)
    state, is_open = CallbackState(row.state), row.ended_at is None
    wrong = is_wrong(session, row, row.phone or "", proven=row.proven)
    title, following = words.state_words(
        state, texting=row.next == Next.TEXT, call_by=row.call_by, zone=zone, wrong=wrong
    )
    answer_by = _answer_by(session, row, now)
    against = against_texts(session, row)
    consent = wording()
    place = place_of(session, row)
    case = session.get(Case, row.case_id) if row.case_id else None
    return CallbackView(
        reference=shown(row.reference),
        path=f"/account/callbacks/{row.reference}",
        topic=words.topic_words(row.topic),
        case=case.receipt_number if case else "",
        state=state,
        title=title,
        next=following,
        asked=say_moment(row.placed_at, zone),
        phone=mask_phone(row.phone or ""),
        zone=row.zone,
        hours=row.hours,
        language=row.language,
        is_open=is_open,
        texting=row.texting,
        may_text=against is None,
        why_no_texts=against or "",
        place=place,
        expected=_expected(session, row, now) if place else "",
        may_answer=answer_by is not None,
        answer_by=say_clock(answer_by, zone) if answer_by else "",
        answer_by_iso=answer_by.isoformat() if answer_by else "",
        call_by=say_clock(row.call_by, zone) if row.call_by else "",
        call_by_iso=row.call_by.isoformat() if row.call_by else "",
        may_put_back=state is CallbackState.WAITING and not wrong,
        keeps_place=not row.kept_place,
        may_withdraw=is_open and state is not CallbackState.CALLING,
        phrase=in_words(row.phrase, row.language) if is_open and row.phrase else "",
        consent=consent.text,
        consent_version=consent.version,
        steps=_steps(session, row, zone),
        summaries=_summaries(session, row, now),
    )


def _answer_by(session: Session, row: Callback, now: datetime) -> datetime | None:
    """The end of the hour, while an answer still counts: also another one than before."""
    if row.asked_at is None or row.ended_at is not None:
        return None
    until = row.asked_at + rules_now(session, now).answer_within
    open_to_it = row.state in ANSWERABLE or row.answered_no
    return until if now <= until and open_to_it else None


def _expected(session: Session, row: Callback, now: datetime) -> str:
    return expected_words(expected_for(session, CallbackTopic(row.topic)), waited(row, now))


def _steps(session: Session, row: Callback, zone: ZoneInfo) -> list[StepLine]:
    rows = session.exec(
        select(CallbackStep)
        .where(CallbackStep.callback_id == row.id)
        .order_by(col(CallbackStep.number))
    ).all()
    return [
        StepLine(
            say_moment(step.at, zone),
            words.step_words(step.what, step.outcome, step.to_state, step.told),
            words.told_words(step.told),
        )
        for step in rows
    ]


def _summaries(session: Session, row: Callback, now: datetime) -> list[SummaryLine]:
    rules = policy(session, now).callback_settings
    calls = session.exec(
        select(CallbackCall)
        .where(
            CallbackCall.callback_id == row.id,
            col(CallbackCall.outcome).in_([one.value for one in CallOutcome]),
        )
        .order_by(col(CallbackCall.began_at))
    ).all()
    return [
        SummaryLine(
            str(call.id),
            say_moment(call.began_at, ZoneInfo(row.zone)),
            words.step_words("call", call.outcome, ""),
            call.summary or "",
            bool(call.summary)
            and call.disputed_at is None
            and call.summary_at is not None
            and now < call.summary_at + rules.dispute,
            call.dispute or "",
            call.answer or "",
        )
        for call in calls
    ]


def _line(row: Callback) -> CallbackRow:
    zone = ZoneInfo(row.zone)
    title, _next = words.state_words(
        CallbackState(row.state), texting=False, call_by=row.call_by, zone=zone
    )
    return CallbackRow(
        shown(row.reference),
        f"/account/callbacks/{row.reference}",
        words.topic_words(row.topic),
        title,
        say_moment(row.placed_at, zone),
        is_open=row.ended_at is None,
    )
