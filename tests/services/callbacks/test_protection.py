"""A case that becomes protected takes its requests for a call along, and lets them go with it."""

from __future__ import annotations

import pytest
import time_machine

from cx_app import database as db
from cx_app import migrate
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.models import Account, Case
from cx_app.services.callbacks.calling import take
from cx_app.services.callbacks.desk import Desk, desk
from cx_app.services.callbacks.moving import DESK
from cx_app.services.changes import versions
from tests import factories
from tests.services.callbacks.people import Someone, asks, officer, row, someone
from tests.services.feed.lines import flag

pytestmark = pytest.mark.usefixtures("database")


def about() -> tuple[Someone, Case, str]:
    """Somebody with a case, who asked for a call about it."""
    one = someone()
    with db.write() as session:
        filing = factories.filing(session)
        factories.link(session, session.get_one(Account, one.actor.account_id), filing.party)
    return one, filing.case, asks(one, case_id=str(filing.case.id), texts=False)


def sees(actor: Actor) -> Desk:
    with db.read() as session:
        return desk(session, actor)


def version() -> int:
    with db.read() as session:
        return versions(session, {DESK})[DESK]


def test_once_the_case_is_flagged_the_call_is_masked_and_for_the_narrow_role() -> None:
    _one, case, reference = about()
    anyone, supervisor = officer(), officer(Role.SUPERVISOR)
    assert [line.name for line in sees(supervisor).calls] == [row(reference).name]
    before = version()
    flag(case.id, protected=True)
    assert version() > before
    assert sees(anyone).calls == []
    with db.write() as session, pytest.raises(NotFound):
        take(session, anyone, row(reference).id)
    assert [line.name for line in sees(supervisor).calls] == ["Protected person"]


def test_with_the_flag_the_mask_goes_and_other_calls_stay_as_they_are(
    at_work: time_machine.Traveller,
) -> None:
    _one, case, reference = about()
    _other, _its, untouched = about()
    flag(case.id, protected=True)
    assert (row(reference).protected, row(untouched).protected) == (True, False)
    at_work.shift(60)
    flag(case.id, protected=False)
    assert not row(reference).protected
    before = version()
    flag(case.id, protected=False)
    assert version() == before


def test_what_was_open_before_anything_marked_it_is_masked() -> None:
    _one, case, reference = about()
    _other, _its, untouched = about()
    with db.write() as session:
        session.merge(case).protected = True
    assert not row(reference).protected
    migrate.downgrade("0042-1")
    migrate.upgrade()
    assert (row(reference).protected, row(untouched).protected) == (True, False)
