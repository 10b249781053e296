"""Many failed tries at one case reach staff, and lock nobody else out."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from cx_app import database as db
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.services.access_codes.redeem import Claim, redeem
from cx_app.services.audit.alerts import alerts
from tests import factories
from tests.factories import actor_for

pytestmark = pytest.mark.usefixtures("database")


def many_fail(session: Session, receipt: str) -> None:
    """Ten tries in a day, by three accounts, none of which is paused before it alerts."""
    for _account in range(3):
        actor = actor_for(factories.account(session), Role.APPLICANT)
        for _try in range(4):
            redeem(session, actor, Claim(receipt, "AAAABBBBCCCC", date(1990, 1, 1)))


def seen_by(role: Role) -> list[str]:
    with db.write() as session:
        staff: Actor = actor_for(factories.account(session), role)
        return [line.receipt_number for line in alerts(session, staff)]


def test_staff_see_a_case_that_is_tried_again_and_again() -> None:
    with db.write() as session:
        receipt = factories.filing(session).case.receipt_number
        many_fail(session, receipt)
    assert seen_by(Role.OFFICER) == [receipt]


def test_a_protected_case_is_for_supervisors() -> None:
    with db.write() as session:
        case = factories.filing(session).case
        case.protected = True
        session.add(case)
        session.flush()
        many_fail(session, case.receipt_number)
        receipt = case.receipt_number
    assert seen_by(Role.OFFICER) == []
    assert seen_by(Role.SUPERVISOR) == [receipt]


def test_a_number_without_a_case_shows_nothing() -> None:
    with db.write() as session:
        many_fail(session, "IOE0999999999")
    assert seen_by(Role.OFFICER) == []


def test_people_see_no_alerts() -> None:
    with pytest.raises(Forbidden):
        seen_by(Role.APPLICANT)
