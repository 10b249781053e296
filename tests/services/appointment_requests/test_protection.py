"""A case that becomes protected takes its requests along, and lets them go with the flag."""

from __future__ import annotations

import pytest

from cx_app import database as db
from cx_app.domain.appointment_requests import By, RequestMove
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Role
from cx_app.domain.representation.board import Asked, Tab
from cx_app.services.appointment_requests.claim import claim
from cx_app.services.appointment_requests.decide import find_unneeded
from cx_app.services.appointment_requests.moves import DESK
from cx_app.services.appointment_requests.queue_where import Filters
from cx_app.services.appointment_requests.submit import OpenAlready, Submitted
from cx_app.services.appointment_requests.views import request_page, requests_of
from cx_app.services.attachments.staff import files_for_staff
from cx_app.services.changes import versions
from cx_app.services.representation.board import board
from cx_app.services.representation.dates import dates
from tests import factories
from tests.services.appointment_requests.asking import (
    Asker,
    asked_back,
    asker,
    asks,
    booked,
    moved,
    sends,
    stored,
    told,
    typed,
)
from tests.services.appointment_requests.desk import claims, sees, staff
from tests.services.feed.lines import flag

pytestmark = pytest.mark.usefixtures("database")


def agency_flags(one: Asker, *, protected: bool) -> None:
    flag(one.filing.case.id, protected=protected)


def by_name(one: Asker) -> Filters:
    return Filters(text=one.filing.person.family_name)


def desk() -> int:
    with db.read() as session:
        return versions(session, {DESK})[DESK]


def test_once_the_case_is_flagged_its_request_is_masked_and_for_the_narrow_role() -> None:
    one = asker()
    reference = asks(one)
    officer = staff()
    claims(officer, reference)
    agency_flags(one, protected=True)
    assert stored(reference).protected
    assert sees(officer, filters=by_name(one)).rows == []
    assert sees(officer).counts["mine"] == 0
    for act in (
        lambda session: claim(session, officer, stored(reference).id),
        lambda session: find_unneeded(session, officer, stored(reference).id, "settled"),
        lambda session: files_for_staff(session, officer, stored(reference).id),
    ):
        with db.write() as session, pytest.raises(NotFound):
            act(session)
    [row] = sees(staff(Role.SUPERVISOR), filters=Filters(text=reference)).rows
    assert (row.name, row.reason) == ("Protected person", "Protected")
    assert sees(staff(Role.SUPERVISOR), filters=by_name(one)).rows == []


def test_with_the_flag_the_mask_goes_but_not_of_a_reason_that_is_protected() -> None:
    one = asker()
    usual, inquiry = asks(one), asks(one, "form-2", reason="protected_inquiry")
    agency_flags(one, protected=True)
    agency_flags(one, protected=False)
    assert (stored(usual).protected, stored(inquiry).protected) == (False, True)


def test_open_desks_follow_at_once_and_other_cases_stay_as_they_are() -> None:
    one, other = asker(), asker()
    asks(one)
    untouched = asks(other)
    before = desk()
    agency_flags(one, protected=True)
    assert desk() > before
    assert not stored(untouched).protected
    before = desk()
    agency_flags(one, protected=True)
    assert desk() == before


def test_a_protected_reason_is_known_to_whoever_asked_alone() -> None:
    one = asker()
    with db.write() as session:
        other, attorney = factories.account(session), factories.account(session)
        factories.link(session, other, one.filing.party)
        factories.representation(session, one.filing.party, account=attorney)
    usual = asks(one, "form-1")
    hidden = asks(one, "form-2", reason="protected_inquiry")
    for account in (other, attorney):
        actor = factories.actor_for(account)
        with db.read() as session:
            assert [card.reference for card in requests_of(session, actor)] == [usual]
            with pytest.raises(NotFound):
                request_page(session, actor, hidden)
        assert told(actor) == ["visit_asked"]
        again = sends(actor, typed(one.whom, reason="protected_inquiry"), "theirs")
        assert isinstance(again, Submitted)  # that there is another one is not told
    with db.read() as session:
        assert {card.reference for card in requests_of(session, one.actor)} == {usual, hidden}
    assert told(one.actor) == ["visit_asked", "visit_asked"]
    assert sends(one.actor, typed(one.whom, reason="protected_inquiry"), "3") == OpenAlready(hidden)


def test_a_representative_s_board_and_dates_show_nothing_of_it() -> None:
    one = asker()
    with db.write() as session:
        attorney = factories.account(session, roles=(Role.REPRESENTATIVE,))
        factories.representation(session, one.filing.party, account=attorney)
    rosa = factories.actor_for(attorney, Role.REPRESENTATIVE)

    def seen() -> tuple[int, bool, bool, int]:
        """Clients with a date ahead, whether one is named, a deadline, and entries of the dates."""
        with db.read() as session:
            (row,) = (its := board(session, rosa, Asked())).rows
            return (
                its.counts[Tab.COMING],
                row.next != "",
                row.deadline != "",
                len(dates(session, rosa).rows),
            )

    hidden = asks(one, reason="protected_inquiry")
    asked_back(hidden)
    assert seen() == (0, False, False, 0)
    moved(hidden, RequestMove.ANSWER, one.actor, By.PERSON, words="Yes.")
    booked(hidden, one.office_id)
    assert seen() == (0, False, False, 0)
    usual = asks(one, "form-2")
    asked_back(usual)
    assert seen() == (0, False, True, 1)
    moved(usual, RequestMove.ANSWER, one.actor, By.PERSON, words="Yes.")
    booked(usual, one.office_id, 1)
    assert seen() == (1, True, False, 1)
