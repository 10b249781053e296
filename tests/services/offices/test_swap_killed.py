"""A move that dies between any two of its statements leaves exactly one appointment."""

from __future__ import annotations

import pytest

from cx_app import database as db
from cx_app.domain.slots import Refused
from cx_app.services.offices.bookings import Booked
from cx_app.services.offices.swap import swap
from tests.killed import Killed, killed_at
from tests.services.offices.places import (
    active,
    applicant,
    appointment,
    check,
    held,
    office,
    somebody,
    taken,
    times,
)
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")


STATEMENTS = 14
"""More than a move has."""


@pytest.mark.parametrize("when", ["before_cursor_execute", "after_cursor_execute"])
def test_killed_between_any_two_statements_it_is_the_old_or_the_new_one(when: str) -> None:
    old, new = (one.slot_id for one in times(office())[:2])
    me = somebody()
    mine = appointment(old, me).booking_id
    hold_id = held(new, me).hold_id

    def move(key: str) -> Booked | Refused:
        with db.write() as session:
            return swap(session, applicant(), me, mine, hold_id, key, cause="travel")

    def dies_at(step: int) -> None:
        with killed_at(step, when), db.write() as session:
            swap(session, applicant(), me, mine, hold_id, f"k{step}", cause="travel")
            session.flush()
            raise Killed  # after the last statement, before the commit

    for step in range(STATEMENTS):
        with pytest.raises(Killed):
            dies_at(step)
        assert [row.id for row in active(me)] == [mine]
        assert (taken(old), taken(new)) == (1, 0)
    with statements() as of_a_move:
        again = move("k")
    assert len([one for one in of_a_move if not one.startswith("BEGIN")]) < STATEMENTS
    assert isinstance(again, Booked)
    assert [row.id for row in active(me)] == [again.booking_id]
    assert (taken(old), taken(new)) == (0, 1)
    check()
