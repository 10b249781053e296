"""What an officer decided about another time is undone for a minute, or overtaken by its person."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from cx_app import database as db
from cx_app.domain.biometrics import RescheduleState
from cx_app.domain.biometrics_desk import DeskAnswer
from cx_app.domain.identity import Actor
from cx_app.services.biometrics.reschedule import Moved
from cx_app.services.decisions.undo import UndoAnswer, undo
from tests.services.biometrics.desk import agrees, asks, inbox, let_leave, opens, refuses
from tests.services.biometrics.people import Comes, events, moves, page, requests, somebody
from tests.services.offices.places import officer

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("decide", [agrees, refuses])
def test_within_a_minute_it_is_undone_and_nothing_has_left(
    decide: Callable[[Comes, Actor], DeskAnswer],
) -> None:
    one, staff = somebody(), officer()
    asks(one)
    opens(one, staff)
    decide(one, staff)
    held = opens(one, staff).undo
    assert held.mine
    with db.write() as session:
        assert undo(session, staff, UUID(held.id)) is UndoAnswer.DONE
    assert let_leave() == 0
    assert [r.state for r in requests(one)] == [RescheduleState.ASKED]
    assert page(one).request.state == "asked"
    assert [kind for kind, _body in inbox(one)] == ["biometrics_asked"]
    assert [event.kind for event in events(one)] == ["reschedule_request"]
    assert refuses(one, staff) is DeskAnswer.DONE
    assert let_leave() == 1


def test_who_chooses_a_time_within_the_minute_has_overtaken_the_decision() -> None:
    one, staff = somebody(), officer()
    asks(one)
    opens(one, staff)
    agrees(one, staff)
    held = opens(one, staff).undo
    assert isinstance(moves(one), Moved)
    with db.write() as session:
        assert undo(session, staff, UUID(held.id)) is UndoAnswer.TOO_LATE
    assert let_leave() == 0
    assert "biometrics_approved" not in [kind for kind, _body in inbox(one)]


def test_who_moved_after_a_no_is_not_told_that_the_appointment_stays() -> None:
    one, staff = somebody(), officer()
    asks(one)
    opens(one, staff)
    refuses(one, staff)
    assert isinstance(moves(one), Moved)
    assert let_leave() == 1
    assert "biometrics_refused" not in [kind for kind, _body in inbox(one)]
    assert [event.kind for event in events(one)][-2:] == ["move", "reschedule_request"]
