"""How the desk of callbacks does: who answers texts, who is reached, and how long people wait
(TA-24). For supervisors, in English. No figure names a person."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from cx_app.domain.callbacks.expect import expected
from cx_app.domain.callbacks.standing import Answer, CallOutcome
from cx_app.domain.callbacks.topics import CallbackTopic
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_age
from cx_app.models import Callback, CallbackCall, CallbackText
from cx_app.services.callbacks.access import require_desk
from cx_app.services.callbacks.desk_words import LANGUAGES, TOPICS
from cx_app.services.callbacks.timers import LET_GO

PERIODS: Final = (7, 28, 90)
"""Days that can be looked at, up to now."""
USUAL: Final = 28
REACHED: Final = [one.value for one in CallOutcome if one.is_reached]


@dataclass(frozen=True, slots=True)
class ShareLine:
    """For tables: each share as a number, of how many, and in percent."""

    label: str
    count: int
    of: int
    percent: str


@dataclass(frozen=True, slots=True)
class WaitLine:
    label: str
    calls: int
    half: str
    most: str
    """8 of 10."""
    longest: str


@dataclass(frozen=True, slots=True)
class CallbackFigures:
    days: int
    yes: ShareLine
    """Texts that the provider took and that were answered with yes."""
    answers: list[ShareLine] = field(default_factory=list)
    """Of those texts: yes, not now, later, silent."""
    reached: list[ShareLine] = field(default_factory=list)
    """Calls after a yes, and without one."""
    in_time: ShareLine | None = None
    """Of those who said yes: called inside the half hour."""
    by_topic: list[WaitLine] = field(default_factory=list)
    by_language: list[WaitLine] = field(default_factory=list)
    disputed: ShareLine | None = None
    """Of the summaries."""


def figures(session: Session, actor: Actor, days: int = USUAL) -> CallbackFigures:
    """Raises `Forbidden` for anyone but supervisors and administrators."""
    require_desk(actor)
    days = days if days in PERIODS else USUAL
    since = clock.business(session) - timedelta(days=days)
    answers = _answers(session, since)
    sent = sum(answers.values())
    said_yes = answers[Answer.YES]
    by_topic, by_language = _waits(session, since)
    return CallbackFigures(
        days,
        _line("Said yes to a text", said_yes, sent),
        [
            _line("Yes", said_yes, sent),
            _line("Not now", answers[Answer.NO], sent),
            _line("Later", answers[Answer.LATER], sent),
            _line("No answer", answers[""], sent),
        ],
        _reached(session, since),
        _in_time(session, since),
        [_wait(TOPICS[CallbackTopic(one)], waits) for one, waits in sorted(by_topic.items())],
        [_wait(LANGUAGES.get(one, one), waits) for one, waits in sorted(by_language.items())],
        _disputed(session, since),
    )


def _answers(session: Session, since: datetime) -> Counter[str]:
    rows = session.exec(
        select(CallbackText.answer, func.count())
        .where(col(CallbackText.sent_at) > since, CallbackText.outcome == "accepted")
        .group_by(CallbackText.answer)
    ).all()
    return Counter(dict(rows))


def _reached(session: Session, since: datetime) -> list[ShareLine]:
    rows = session.exec(
        select(CallbackCall.promised, CallbackCall.outcome, func.count())
        .where(col(CallbackCall.ended_at) > since, CallbackCall.outcome != LET_GO)
        .group_by(col(CallbackCall.promised), col(CallbackCall.outcome))
    ).all()
    lines = []
    for promised, label in ((True, "After a yes"), (False, "Without a yes")):
        mine = [(outcome, count) for was, outcome, count in rows if was == promised]
        got = sum(count for outcome, count in mine if outcome in REACHED)
        lines.append(_line(label, got, sum(count for _outcome, count in mine)))
    return lines


def _in_time(session: Session, since: datetime) -> ShareLine:
    """A call after a yes begins in time or not at all: who was not called is the rest."""
    said = session.exec(
        select(func.count())
        .select_from(CallbackText)
        .where(
            col(CallbackText.sent_at) > since,
            CallbackText.outcome == "accepted",
            CallbackText.answer == Answer.YES,
        )
    ).one()
    called = session.exec(
        select(func.count())
        .select_from(CallbackCall)
        .where(
            col(CallbackCall.ended_at) > since,
            col(CallbackCall.promised),
            CallbackCall.outcome != LET_GO,
        )
    ).one()
    return _line("Called inside the half hour", min(called, said), said)


Waits = dict[str, list[timedelta]]


def _waits(session: Session, since: datetime) -> tuple[Waits, Waits]:
    """From asking to the first call."""
    rows = session.exec(
        select(Callback.topic, Callback.language, Callback.placed_at, Callback.first_call_at).where(
            col(Callback.first_call_at) > since
        )
    ).all()
    by_topic: Waits = defaultdict(list)
    by_language: Waits = defaultdict(list)
    for topic, language, placed, called in rows:
        if called is not None:
            by_topic[topic].append(called - placed)
            by_language[language].append(called - placed)
    return by_topic, by_language


def _wait(label: str, waits: list[timedelta]) -> WaitLine:
    found = expected(waits, 1)
    if found is None:
        return WaitLine(label, 0, "", "", "")
    half, most = say_age(found.half), say_age(found.most)
    return WaitLine(label, found.of, half, most, say_age(max(waits)))


def _disputed(session: Session, since: datetime) -> ShareLine:
    summaries, disputed = session.exec(
        select(func.count(), func.count(col(CallbackCall.disputed_at))).where(
            col(CallbackCall.ended_at) > since, col(CallbackCall.summary_at).is_not(None)
        )
    ).one()
    return _line("Summaries disputed", disputed, summaries)


def _line(label: str, count: int, of: int) -> ShareLine:
    return ShareLine(label, count, of, f"{round(100 * count / of)} %" if of else "")
