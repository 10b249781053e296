"""What the agency does not answer goes out again, more and more rarely; then people ask."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from cx_app import database as db
from cx_app.models import OutboundEvent
from cx_app.services.biometrics.reschedule import Moved
from cx_app.services.feed_out.acknowledge import acknowledge
from cx_app.services.feed_out.chase import chase
from cx_app.services.feed_out.pull import pull
from tests.services.biometrics.people import Comes, events, moves, somebody
from tests.services.offices.places import later

pytestmark = pytest.mark.usefixtures("database")


def moved() -> Comes:
    one = somebody()
    assert isinstance(moves(one), Moved)
    return one


def pulls(after: int = 0) -> list[str]:
    with db.write() as session:
        lines = pull(session, after, 100)
    assert isinstance(lines, list)
    return [json.loads(line)["event_id"] for line in lines]


def chases() -> int:
    with db.write() as session:
        return chase(session)


def event(one: Comes) -> OutboundEvent:
    return events(one)[0]


def test_a_move_that_nobody_confirms_goes_out_again() -> None:
    one = moved()
    first = pulls()
    assert chases() == 0
    later(minutes=15)
    assert chases() == 1
    assert (event(one).position, event(one).chased) == (None, 1)
    assert pulls(1) == first
    assert chases() == 0


def test_each_time_after_twice_as_long_and_five_times_at_most() -> None:
    one = moved()
    waited = timedelta()
    while event(one).chased < 5:
        pulls()
        later(minutes=5)
        waited += timedelta(minutes=5)
        assert chases() in (0, 1)
        assert waited < timedelta(days=1)
    assert waited >= timedelta(minutes=15) * 2**4
    pulls()
    later(days=9)
    assert chases() == 0


def test_what_is_confirmed_refused_or_was_never_pulled_is_not_chased() -> None:
    one, refused = moved(), moved()
    later(days=1)
    assert chases() == 0
    pulls()
    for whose, outcome in ((one, "accepted"), (refused, "refused")):
        said = {
            "v": 1,
            "kind": "acknowledgement",
            "event_id": str(event(whose).id),
            "agency_id": f"A-{outcome}",
            "outcome": outcome,
        }
        with db.write() as session:
            acknowledge(session, [json.dumps(said).encode()])
    later(days=1)
    assert chases() == 0
