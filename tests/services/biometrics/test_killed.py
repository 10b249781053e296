"""A whole move dies between any two of its statements: one appointment, the old or the new."""

from __future__ import annotations

from uuid import UUID

import pytest

from cx_app import database as db
from cx_app.services.biometrics.reschedule import Moved, NotMoved, Wish, reschedule
from tests.killed import Killed, killed_at
from tests.services.biometrics.people import (
    booking,
    events,
    free,
    moves,
    offered,
    page,
    requests,
    somebody,
)
from tests.services.offices.places import check, office, taken

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def stride(soak: bool) -> int:
    """From one death to the next: every statement, or some of them by default."""
    return 1 if soak else 4


@pytest.mark.parametrize("when", ["before_cursor_execute", "after_cursor_execute"])
def test_killed_between_any_two_statements_of_a_move(when: str, stride: int) -> None:
    one = somebody(office_id=office(capacity=1))
    old, new = (slot.slot_id for slot in free(one.office_id, one.actor)[:2])
    assert isinstance(moves(one, offer=offered(one, slot=old)), Moved)
    before, told = booking(one).id, len(events(one))
    offer = offered(one, slot=new)
    wish = Wish(UUID(page(one).booking_id), UUID(offer.hold_id), "travel")

    def move() -> Moved | NotMoved:
        with db.write() as session:
            return reschedule(session, one.actor, one.appointment_id, wish)

    step = 0
    while True:
        try:
            with killed_at(step, when):
                came = move()
        except Killed:
            assert booking(one).id == before
            assert (taken(old), taken(new)) == (1, 0)
            assert (len(requests(one)), len(events(one))) == (1, told)
            step += stride
            continue
        break
    assert step > 20
    assert isinstance(came, Moved)
    assert booking(one).id == came.booking_id
    assert (taken(old), taken(new)) == (0, 1)
    assert (len(requests(one)), len(events(one))) == (2, told + 1)
    again = move()
    assert isinstance(again, Moved)
    assert (again.booking_id, again.again) == (came.booking_id, True)
    check()
