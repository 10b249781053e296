"""Claims: two officers never have one request, and a bulk says what came of each (domain 2.4-3)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest

from cx_app import database as db
from cx_app.domain.appointment_requests import RequestRefusal, RequestState
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.references import shown
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests.claim import (
    Taken,
    assign_many,
    claim,
    claim_many,
    officers,
    put_back,
)
from cx_app.services.appointment_requests.moves import Made
from cx_app.services.appointment_requests.queue import Tab
from tests import factories
from tests.factories import actor_for
from tests.services.appointment_requests.asking import asker, asks, booked, stored
from tests.services.appointment_requests.desk import (
    claim_runs_out,
    claims,
    does,
    names,
    sees,
    staff,
)
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


def ids(*references: str) -> list[UUID]:
    return [stored(one).id for one in references]


def test_of_two_officers_at_the_same_instant_one_has_it() -> None:
    for _ in range(5):
        reference = asks(asker())
        one, other = staff(), staff()
        [which] = ids(reference)
        answers = together(partial(does, claim, one, which), partial(does, claim, other, which))
        assert [isinstance(answer, Made) for answer in answers].count(True) == 1
        assert RequestRefusal.CLAIMED in answers


def test_a_claim_can_be_renewed_put_back_and_taken_once_it_ran_out() -> None:
    reference = asks(asker())
    officer, colleague = staff(), staff()
    which = claims(officer, reference)
    first = stored(reference).claimed_until
    claims(officer, reference)
    again = stored(reference).claimed_until
    assert first is not None
    assert again is not None
    assert again > first
    assert does(put_back, colleague, which) is RequestRefusal.CLAIMED
    claim_runs_out(reference)
    claims(colleague, reference)
    assert does(put_back, officer, which) is RequestRefusal.CLAIMED
    assert isinstance(does(put_back, colleague, which), Made)
    assert stored(reference).state == RequestState.SUBMITTED


def test_each_of_several_has_its_own_answer() -> None:
    one = asker()
    free, taken, done, protected = (
        asks(one),
        asks(asker()),
        asks(asker()),
        asks(asker(), reason="protected_inquiry"),
    )
    booked(done, stored(done).office_id)
    officer = staff()
    claims(staff(), taken)
    which = ids(free, taken, done, protected)
    answers = does(claim_many, officer, [*which, uuid7(), which[0]])
    assert isinstance(answers, list)
    told = {answer.reference: answer.answer for answer in answers if answer.there}
    assert told == {
        shown(free): None,
        shown(taken): RequestRefusal.CLAIMED,
        shown(done): RequestRefusal.NOT_FROM_HERE,
    }
    hidden = [answer for answer in answers if not answer.there]
    assert Taken(str(which[3]), "", RequestRefusal.OVER, there=False) in hidden
    assert len(hidden) == 2


def test_a_supervisor_hands_requests_to_an_officer_and_nobody_else_does() -> None:
    reference = asks(asker())
    supervisor, officer = staff(Role.SUPERVISOR), staff()
    with db.read() as session:
        assert str(officer.account_id) in {one for one, _name in officers(session, supervisor)}
        assert officers(session, officer) == []
    for actor, to in ((officer, officer.account_id), (supervisor, asker().actor.account_id)):
        with pytest.raises(NotFound):
            does(assign_many, actor, ids(reference), to)
    [taken] = does(assign_many, supervisor, ids(reference), officer.account_id)  # type: ignore[misc]
    assert taken.answer is None
    assert names(sees(officer, Tab.MINE)) == [reference]
    assert names(sees(supervisor, Tab.MINE)) == []


def test_nobody_is_handed_their_own_or_what_they_may_not_see() -> None:
    one = asker()
    reference, protected = asks(one), asks(asker(), reason="protected_inquiry")
    supervisor, officer = staff(Role.SUPERVISOR), staff()
    with db.write() as session:
        theirs = factories.account(session, roles=(Role.OFFICER,))
        factories.link(session, theirs, one.filing.party)
    for which, to in ((reference, theirs.id), (protected, officer.account_id)):
        [taken] = does(assign_many, supervisor, ids(which), to)  # type: ignore[misc]
        assert taken.answer is RequestRefusal.NOT_THEIRS
        assert stored(which).state == RequestState.SUBMITTED


def test_claims_are_for_staff_and_never_on_their_own() -> None:
    one = asker()
    [which] = ids(asks(one))
    with pytest.raises(Forbidden):
        does(claim, one.actor, which)
    own: Actor = actor_for(one.filing.account, Role.OFFICER)
    for actor in (own, staff()):
        with pytest.raises(NotFound):
            does(claim, actor, which if actor is own else uuid7())
