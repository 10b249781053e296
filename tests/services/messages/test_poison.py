"""A message that cannot be made neither stops the others nor is tried for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.messages import OutboxState
from cx_app.gateways import clock
from cx_app.models import AccessCode, DemoDelivery, OutboxMessage
from cx_app.services.access_codes.issue import issue
from tasks.messages import sweep
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def two_letters_of_which_the_first_cannot_be_opened() -> None:
    with db.write() as session:
        for _ in range(2):
            filing = factories.filing(session)
            issue(
                session,
                case=filing.case,
                party_id=filing.party.id,
                now=clock.business(session),
            )
    with db.write() as session:
        broken = session.exec(select(OutboxMessage).order_by(OutboxMessage.due_at)).first()
        assert broken is not None
        code = session.get_one(AccessCode, broken.code_id)
        code.code_sealed = "gone:AAAA"
        session.add(code)


def test_the_others_go_out() -> None:
    two_letters_of_which_the_first_cannot_be_opened()
    sweep()
    with db.read() as session:
        assert len(session.exec(select(DemoDelivery)).all()) == 1


def test_in_the_end_it_is_dead_and_staff_can_see_why() -> None:
    two_letters_of_which_the_first_cannot_be_opened()
    start = clock.wall()
    for hour in range(74):  # letters are tried for three days
        with time_machine.travel(start + timedelta(hours=hour), tick=False):
            sweep()
    with db.read() as session:
        states = session.exec(select(OutboxMessage.state)).all()
    assert sorted(states) == [OutboxState.DEAD, OutboxState.SENT]
