"""A supervisor orders the letters that wait; a task makes them, whoever dies meanwhile (MAIL-1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.domain.mailroom import Ordered
from cx_app.domain.messages import Channel
from cx_app.gateways import clock
from cx_app.models import AuditEntry, PostOrder
from cx_app.services.mailroom import produce as making
from cx_app.services.mailroom.desk import Room, mailroom
from cx_app.services.mailroom.order import make_ordered, order_post
from cx_app.services.messages import outbox
from cx_app.services.messages.switch import pause
from cx_app.settings import Settings
from tasks.mailroom import make_post
from tests.services.mailroom.post import batches, clerk, letters, with_code
from tests.services.messages.people import staff
from tests.tasks.killed import leases_run_out

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def outside_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where letters wait for the morning."""
    monkeypatch.setattr(making, "settings", Settings(CX_DEMO=False))


def orders(who: Actor | None = None) -> Ordered:
    with db.write() as session:
        return order_post(session, who or clerk())


def room() -> Room:
    with db.read() as session:
        return mailroom(session, clerk())


def test_what_waits_is_made_now_and_not_in_the_morning() -> None:
    for _ in range(3):
        with_code()
    make_post()
    assert batches() == []
    assert orders() is Ordered.DONE
    assert room().ordered
    assert batches() == []
    assert make_ordered() == 3
    assert len(letters()) == 3
    assert not room().ordered
    [line] = room().ready
    assert (line.leaves, line.in_file) == ("3 letters, 3 sheets", "6 pages in the file, 0 spoilt")
    assert make_ordered() == 0


def test_one_letter_is_one_letter() -> None:
    with_code()
    orders()
    make_ordered()
    assert room().ready[0].leaves == "1 letter, 1 sheet"


def test_a_letter_of_after_the_order_waits_for_the_next() -> None:
    with_code()
    orders()
    with db.write() as session:
        clock.advance(session, timedelta(minutes=1))
    with_code()
    assert make_ordered() == 1
    assert len(letters()) == 1


def test_an_order_outlives_a_worker_that_dies_with_letters_in_its_hands() -> None:
    with_code()
    orders()
    with db.write() as session:
        assert outbox.claim_letters(session, 10, clock.business(session))
    assert make_ordered() == 0
    assert room().ordered
    leases_run_out()
    assert make_ordered() == 1
    assert not room().ordered


def test_why_nothing_is_ordered() -> None:
    assert orders() is Ordered.NONE_WAIT
    with_code()
    assert orders() is Ordered.DONE
    assert orders() is Ordered.UNDER_WAY
    make_ordered()
    with_code()
    with db.write() as session:
        assert pause(session, staff(Role.ADMIN), Channel.LETTER, "printer")
    assert orders() is Ordered.PAUSED
    with db.read() as session:
        assert len(session.exec(select(PostOrder)).all()) == 1
        said = session.exec(
            select(AuditEntry.outcome)
            .where(AuditEntry.action == "mailroom.order")
            .order_by(AuditEntry.at, AuditEntry.id)
        ).all()
    assert said == ["none_wait", "done", "under_way", "letters_paused"]


def test_officers_order_nothing() -> None:
    with pytest.raises(Forbidden):
        orders(staff(Role.OFFICER))
