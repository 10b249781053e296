"""How long it takes until somebody is called, honestly: as it was for others in the last weeks
(TA-24)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from cx_app.domain.callbacks.expect import Expected, expected
from cx_app.domain.callbacks.standing import CallbackState
from cx_app.domain.callbacks.topics import CallbackTopic, urgency
from cx_app.gateways import clock
from cx_app.language import _, plural
from cx_app.models import Callback
from cx_app.services.policy.current import policy

NEWEST: Final = 500
"""First calls that count, at most."""
IN_LINE: Final = (
    CallbackState.QUEUED,
    CallbackState.SENDING,
    CallbackState.ASKED,
    CallbackState.PROMISED,
)


def place_of(session: Session, row: Callback) -> int:
    """In line, counted from 1; 0 for one that is not in line. Who came earlier goes first, among
    those who are as urgent."""
    if row.state not in IN_LINE:
        return 0
    before = session.exec(
        select(func.count())
        .select_from(Callback)
        .where(
            col(Callback.state).in_(IN_LINE),
            (col(Callback.urgency) < row.urgency)
            | (
                (col(Callback.urgency) == row.urgency)
                & (
                    (col(Callback.line_at) < row.line_at)
                    | ((col(Callback.line_at) == row.line_at) & (col(Callback.id) < row.id))
                )
            ),
        )
    ).one()
    return before + 1


def expected_for(session: Session, topic: CallbackTopic) -> Expected | None:
    """From asking to the first call, of topics that are as urgent; None while there are too few
    calls to say anything."""
    now = clock.business(session)
    rules = policy(session, now).callback_settings
    alike = [
        one for one in CallbackTopic if urgency(one, rules.urgent) == urgency(topic, rules.urgent)
    ]
    rows = session.exec(
        select(Callback.placed_at, Callback.first_call_at)
        .where(
            col(Callback.topic).in_(alike),
            col(Callback.first_call_at) > now - timedelta(weeks=rules.weeks),
        )
        .order_by(col(Callback.first_call_at).desc())
        .limit(NEWEST)
    ).all()
    return expected([called - placed for placed, called in rows if called], rules.least)


def expected_words(found: Expected | None, waited: timedelta = timedelta(0)) -> str:
    """What a person reads. Whoever waits longer than most is told so."""
    if found is None:
        return _("We can’t say yet how long it takes. Too few people were called lately.")
    if waited > found.most:
        return _(
            "It takes longer than for most people. 8 of 10 were called within {most}.",
            most=say_wait(found.most),
        )
    return _(
        "Half of the people were called within {half}, 8 of 10 within {most}.",
        half=say_wait(found.half),
        most=say_wait(found.most),
    )


def say_wait(wait: timedelta) -> str:
    """In the current language, rounded up: '40 minutes', '5 hours', '3 days'."""
    minutes = max(1, -(-wait // timedelta(minutes=1)))
    if minutes <= 90:
        return plural("1 minute", "{n} minutes", minutes)
    hours = -(-minutes // 60)
    if hours <= 36:
        return plural("1 hour", "{n} hours", hours)
    return plural("1 day", "{n} days", -(-hours // 24))


def waited(row: Callback, now: datetime) -> timedelta:
    return now - row.placed_at
