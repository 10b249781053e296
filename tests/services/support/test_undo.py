"""An answer stands at once, is told a minute later, and is undone until then (UNDO-1)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import CaseLink, HeldDecision, InboxMessage
from cx_app.services.decisions.stuck import stuck
from cx_app.services.decisions.undo import UndoAnswer, take_longer, undo
from cx_app.services.support.asking import mine
from cx_app.services.support.desk import Tab, look
from tests.services.support.test_support import (
    REPLY,
    a_minute_passes,
    answers,
    filing,
    lines,
    person,
    sends,
    stored,
    takes,
)

pytestmark = pytest.mark.usefixtures("database")


def answered(who: Actor, **typed: str) -> Actor:
    officer = person(Role.OFFICER)
    sends(who, **typed)
    assert takes(officer, stored())
    assert answers(officer, stored()) is None
    return officer


def held() -> UUID:
    with db.read() as session:
        return session.exec(select(HeldDecision.id)).one()


def undone(actor: Actor) -> UndoAnswer:
    with db.write() as session:
        return undo(session, actor, held())


def heard() -> int:
    with db.read() as session:
        return len(session.exec(select(InboxMessage)).all())


def test_it_waits_again_and_what_was_written_is_in_the_form() -> None:
    who = person()
    officer = answered(who)
    with db.write() as session:
        page = look(session, officer, stored().id)
    assert page.answered
    assert (page.undo.id, page.undo.mine) == (str(held()), True)
    assert undone(officer) is UndoAnswer.DONE
    a_minute_passes()
    assert heard() == 0
    assert lines(officer, Tab.MINE)
    with db.write() as session:
        page = look(session, officer, stored().id)
        [line] = mine(session, who)
    assert page.typed == {"cause": "ours", "reply": REPLY, "changed": "The number."}
    assert (page.answered, page.mine, line.answered, line.answer) == (False, True, False, "")
    assert answers(officer, stored()) is None
    a_minute_passes()
    assert heard() == 1


def test_a_supervisor_undoes_it_for_its_owner_and_no_colleague_does() -> None:
    officer = answered(person())
    with db.write() as session, pytest.raises(NotFound):
        undo(session, person(Role.OFFICER), held())
    assert undone(person(Role.SUPERVISOR)) is UndoAnswer.DONE
    with db.write() as session:
        assert look(session, officer, stored().id).typed["reply"] == REPLY


def test_after_its_minute_it_is_too_late_but_it_can_be_held_longer() -> None:
    officer = answered(person())
    with db.write() as session:
        assert take_longer(session, officer, held()) is UndoAnswer.DONE
    a_minute_passes()
    assert heard() == 0
    a_minute_passes()
    assert heard() == 1
    assert undone(officer) is UndoAnswer.TOO_LATE


def test_nobody_hears_of_an_answer_that_went_with_the_case() -> None:
    one = filing()
    answered(one.actor, case=str(one.case.id))
    with db.write() as session:
        link = session.exec(select(CaseLink).where(CaseLink.account_id == one.account.id)).one()
        link.ended_at = clock.business(session)
        session.add(link)
    a_minute_passes()
    assert heard() == 0


def test_one_that_did_not_leave_is_shown_to_staff() -> None:
    officer = answered(person())
    with db.write() as session:
        clock.advance(session, timedelta(minutes=10))
    with db.read() as session:
        [line] = stuck(session, officer)
    assert (line.kind, line.path) == ("Support was answered", "/officer/support")
