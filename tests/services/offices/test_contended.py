"""Many at the same instant: exactly as many win as there are seats, whatever they do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from uuid import UUID

import pytest

from cx_app import database as db
from cx_app.domain.slots import Refused, SlotRefusal
from cx_app.models.base import uuid7
from cx_app.services.offices.bookings import Booked, Subject
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.hold import Held, hold
from cx_app.services.offices.swap import swap
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
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def clients(soak: bool) -> int:
    return 64 if soak else 16


@pytest.fixture
def rounds(soak: bool) -> int:
    return 200 if soak else 3


def hold_and_confirm(slot_id: UUID, subject: Subject) -> Callable[[], Booked | Refused]:
    """Two steps, as a person takes them."""

    def act() -> Booked | Refused:
        with db.write() as session:
            mine = hold(session, applicant(), slot_id, subject.id)
        if isinstance(mine, Refused):
            return mine
        with db.write() as session:
            return confirm(session, applicant(), subject, mine.hold_id, "k")

    return act


def test_of_many_on_one_slot_as_many_win_as_it_has_seats(clients: int, rounds: int) -> None:
    free = {capacity: times(office(capacity=capacity, closes=time(16))) for capacity in (1, 2, 5)}
    for number in range(rounds):
        capacity = (1, 2, 5)[number % 3]
        slot = free[capacity][number].slot_id
        answers = together(*(hold_and_confirm(slot, somebody()) for _ in range(clients)))
        refused = {answer.reason for answer in answers if isinstance(answer, Refused)}
        assert sum(isinstance(answer, Booked) for answer in answers) == capacity
        assert refused == {SlotRefusal.FULL}
        assert taken(slot) == capacity
    check()


def test_one_person_in_many_tabs_holds_one_time(clients: int) -> None:
    free = times(office())[:clients]
    me = somebody()

    def take(slot_id: UUID) -> Callable[[], Held | Refused]:
        def act() -> Held | Refused:
            with db.write() as session:
                return hold(session, applicant(), slot_id, me.id)

        return act

    answers = together(*(take(one.slot_id) for one in free))
    won = [answer for answer in answers if isinstance(answer, Held)]
    refused = {answer.reason for answer in answers if isinstance(answer, Refused)}
    assert won
    assert refused <= {SlotRefusal.HELD_MEANWHILE}
    with db.write() as session:
        booked = [confirm(session, applicant(), me, one.hold_id, str(uuid7())) for one in won]
    assert sum(isinstance(answer, Booked) for answer in booked) == 1


def test_everybody_changes_places_and_nobody_waits_forever(clients: int, rounds: int) -> None:
    """Each moves into a slot that another one leaves at the same time: no two may wait for each
    other, and afterwards everybody has exactly one appointment."""
    free = times(office(capacity=2))[:clients]
    people = [somebody() for _ in free]
    for person, one in zip(people, free, strict=True):
        appointment(one.slot_id, person)
    for number in range(rounds):
        shift = 1 + number % (len(free) - 1)
        holds = [
            held(free[(n + shift * (number + 1)) % len(free)].slot_id, person).hold_id
            for n, person in enumerate(people)
        ]

        def move(person: Subject, hold_id: UUID) -> Callable[[], Booked | Refused]:
            def act() -> Booked | Refused:
                with db.write() as session:
                    old = active(person)[0].id
                    return swap(session, applicant(), person, old, hold_id, str(uuid7()), cause="x")

            return act

        answers = together(*map(move, people, holds))
        assert all(isinstance(answer, Booked) for answer in answers)
        assert [len(active(person)) for person in people] == [1] * len(people)
    check()
