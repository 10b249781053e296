"""A decision that can't leave holds nothing else up, and staff see that nobody has heard of it
(UNDO-5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.appointment_decisions import Question, Unneeded
from cx_app.domain.decisions import LATE, Held, again_in
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.models import HeldDecision
from cx_app.services.appointment_requests.decide import ask, find_unneeded
from cx_app.services.changes import versions
from cx_app.services.decisions.leave import due
from cx_app.services.decisions.stuck import StuckLine, needs_a_look, stuck
from cx_app.services.messages.outbox import DEAD_TOPIC
from tasks.decisions import leave as let_leave
from tests.factories import actor_for
from tests.services.appointment_requests.asking import asker, asks, later, stored, told
from tests.services.appointment_requests.desk import claims, does, staff

pytestmark = pytest.mark.usefixtures("database")


def decided() -> tuple[str, Actor, Actor]:
    """The reference number, who asked, and who found that nobody has to come."""
    one = asker()
    reference = asks(one, reason="certified_copy")
    officer = staff(Role.SUPERVISOR)
    which = claims(officer, reference)
    does(find_unneeded, officer, which, Unneeded.SETTLED)
    return reference, one.actor, officer


def breaks(reference: str, *, mended: bool = False) -> None:
    """What undoing would put back can't be read: as a fault of ours would be."""
    with db.write() as session:
        held = session.exec(
            select(HeldDecision).where(HeldDecision.subject_id == stored(reference).id)
        ).one()
        held.before = held.before.removeprefix("!") if mended else "!" + held.before
        session.add(held)


def held(reference: str) -> HeldDecision:
    with db.read() as session:
        return session.exec(
            select(HeldDecision).where(HeldDecision.subject_id == stored(reference).id)
        ).one()


def sees(actor: Actor) -> list[StuckLine]:
    with db.read() as session:
        return stuck(session, actor)


def look(actor: Actor) -> int:
    with db.read() as session:
        return needs_a_look(session, actor)


def heard() -> int:
    with db.read() as session:
        return versions(session, {DEAD_TOPIC}).get(DEAD_TOPIC, 0)


def test_what_can_t_leave_is_tried_ever_later_and_holds_nothing_else_up() -> None:
    reference, _asked, _officer = decided()
    breaks(reference)
    other, theirs, _colleague = decided()
    later(seconds=60)
    assert let_leave() == 1
    assert told(theirs)[-1] == "visit_not_needed_settled"
    assert (held(other).state, held(reference).state) == (Held.LEFT, Held.HELD)
    assert held(reference).failures == 1
    with db.read() as session:
        assert due(session) == []
    later(seconds=2)
    assert let_leave() == 0
    assert held(reference).failures == 2


def test_waits_grow_to_five_minutes_and_no_further() -> None:
    assert [again_in(n) for n in (1, 2, 3)] == [timedelta(seconds=n) for n in (2, 4, 8)]
    assert again_in(9) == again_in(10_000) == timedelta(minutes=5)


def test_staff_see_it_once_it_is_late_and_no_more_once_it_has_left() -> None:
    reference, asked, officer = decided()
    breaks(reference)
    later(seconds=60)
    let_leave()
    assert (sees(officer), look(officer)) == ([], 0)
    before = heard()
    later(seconds=LATE.total_seconds())
    let_leave()
    assert heard() > before
    [line] = sees(staff())
    assert (line.kind, line.failures) == ("No visit is needed", 2)
    assert line.path == f"/officer/appointments/{reference}"
    assert look(staff()) == 1
    breaks(reference, mended=True)
    later(seconds=4)
    before = heard()
    assert let_leave() == 1
    assert heard() > before
    assert told(asked)[-1] == "visit_not_needed_settled"
    assert (sees(officer), look(officer)) == ([], 0)


def test_where_no_worker_runs_it_is_seen_as_well() -> None:
    _reference, _asked, officer = decided()
    later(seconds=60 + LATE.total_seconds())
    [line] = sees(officer)
    assert line.failures == 0


def test_protected_ones_and_the_officer_s_own_are_not_shown() -> None:
    one = asker()
    reference = asks(one, reason="protected_inquiry")
    supervisor = staff(Role.SUPERVISOR)
    does(ask, supervisor, claims(supervisor, reference), Question.IDENTITY)
    later(seconds=60 + LATE.total_seconds())
    assert [line.kind for line in sees(supervisor)] == ["A question about a visit"]
    assert sees(actor_for(one.filing.account, Role.SUPERVISOR)) == []
    assert sees(staff()) == []
    assert look(staff()) == 0
    with pytest.raises(Forbidden):
        sees(one.actor)
