"""kill -9 at a worker in the middle of a batch of texts: nobody is lost, nobody is texted twice."""

from __future__ import annotations

import os
import signal
from collections import Counter
from contextlib import ExitStack
from datetime import datetime, time
from pathlib import Path
from uuid import UUID

from sqlmodel import col, func, select

from cx_app import database as db
from cx_app.domain.business_days import DAY, is_business_day
from cx_app.domain.business_time import EASTERN
from cx_app.domain.callbacks.standing import CallbackState
from cx_app.domain.identity import Role
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import Callback, CallbackHours, DemoDelivery, OutboxMessage
from tests.services.callbacks.people import asks, officer, someone
from tests.tasks import killed

OFFICERS = 500
"""So that the pace lets everybody be asked at once."""


def test_nobody_is_lost_and_nobody_is_texted_twice(
    database: str, tmp_path: Path, soak: bool
) -> None:
    people, kills = (600, 12) if soak else (60, 2)
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONHASHSEED"},
        "CX_DATA_DIR": os.environ["CX_DATA_DIR"],
        "DATABASE_URL": db.engines().writer.url.render_as_string(hide_password=False),
    }
    morning()
    for _ in range(people):
        asks(someone())
    with ExitStack() as stack:
        if database == "postgresql":
            environment["REDIS_URL"] = stack.enter_context(killed.redis(tmp_path))
        for kill in range(1, kills + 1):
            goal = people * kill // (kills + 1)
            with killed.worker(environment) as process:
                killed.until(lambda goal=goal: sum(texted().values()) >= goal, process)
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            killed.leases_run_out()
        with killed.worker(environment) as process:
            killed.until(lambda: under_way() == 0, process)
    seen = texted()
    assert set(seen.values()) == {1}
    rows = callbacks()
    assert len(rows) == people
    for row in rows:
        asked = row.state == CallbackState.ASKED
        assert asked or (row.state == CallbackState.QUEUED and row.next == "call")
        assert not asked or seen[row.account_id] == 1
    assert sum(row.state != CallbackState.ASKED for row in rows) <= kills * killed.WINDOW


def morning() -> None:
    """The next business day at ten, with officers enough."""
    boss = officer(Role.SUPERVISOR)
    with db.write() as session:
        now = clock.business(session)
        day = now.astimezone(EASTERN).date() + DAY
        while not is_business_day(day):
            day += DAY
        clock.advance(session, datetime.combine(day, time(10), EASTERN) - now)
        session.add(
            CallbackHours(
                from_day=day,
                opens=time(7),
                closes=time(18, 30),
                officers=OFFICERS,
                ahead_minutes=30,
                set_by=boss.account_id,
                set_at=now,
            )
        )


def texted() -> Counter[UUID | None]:
    """How often each account was asked, as the far end saw it."""
    with db.read() as session:
        return Counter(
            session.exec(
                select(OutboxMessage.account_id)
                .join(DemoDelivery, col(DemoDelivery.message_id) == OutboxMessage.id)
                .where(OutboxMessage.kind == Kind.CALLBACK_ASK)
            )
        )


def under_way() -> int:
    """Whom a text is still to reach, or with whom it is."""
    with db.read() as session:
        return session.exec(
            select(func.count())
            .select_from(Callback)
            .where((Callback.state == CallbackState.SENDING) | (Callback.next == "text"))
        ).one()


def callbacks() -> list[Callback]:
    with db.read() as session:
        return list(session.exec(select(Callback)))
