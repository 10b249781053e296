"""The agency says that somebody did not come, who had asked for another time before: they read of
it once that is decided, and not sooner (BIO-8, BIO-21)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from cx_app import database as db
from cx_app.domain.biometrics import RescheduleRefusal, RescheduleState
from cx_app.domain.biometrics_desk import DayPart, DeskAnswer, HomePlan, HomeReason, HomeState
from cx_app.domain.cases import MISSED, Turn
from cx_app.domain.identity import Actor
from cx_app.domain.openings import OpeningReason
from cx_app.domain.representation.board import Asked, Tab
from cx_app.gateways import clock
from cx_app.models import Account, Appointment, Case, Office, Party, Person
from cx_app.services.biometrics.home import ask_for_home, change_home
from cx_app.services.cases.overview import my_cases
from cx_app.services.cases.page import case_page
from cx_app.services.cases.views import CasePage
from cx_app.services.messages.inbox import inbox
from cx_app.services.progress.shown import progress_of
from cx_app.services.representation.board import board
from tests import factories
from tests.services.biometrics.desk import opens
from tests.services.biometrics.people import (
    Comes,
    another,
    decide,
    events,
    finds_without_a_code,
    page,
    representative,
    somebody,
)
from tests.services.biometrics.test_ask_other import asks, withdraws
from tests.services.feed.lines import line
from tests.services.feed.test_import_lines import _import
from tests.services.offices.places import later, officer

pytestmark = pytest.mark.usefixtures("database")
SAID = "Missed appointment recorded"
NOT_YET = "New time not settled yet"


def says_missed(one: Comes) -> None:
    """The agency's records after the appointment, as its feed brings them."""
    later(days=10)
    with db.read() as session:
        row = session.get_one(Appointment, one.appointment_id)
        party = session.get_one(Party, one.party_id)
        now = clock.business(session).isoformat()
        of_case = {"case": one.receipt}
        visit: dict[str, Any] = of_case | {
            "kind": "appointment",
            "id": row.feed_id,
            "as_of": now,
            "person": session.get_one(Person, party.person_id).feed_id,
            "role": party.role,
            "appointment_kind": "biometrics",
            "office": session.get_one(Office, row.office_id).feed_id,
            "starts": row.starts_at.isoformat(),
            "status": "missed",
        }
    event = of_case | {"kind": "event", "code": MISSED, "at": now}
    tally, rejects = _import(line(visit, f"v-{one.receipt}"), line(event, f"e-{one.receipt}"))
    assert (rejects, tally.waiting) == ([], 0)
    with db.read() as session:
        assert session.get_one(Appointment, one.appointment_id).state == "missed"
        assert session.get_one(Case, one.case_id).status_code == MISSED


def case_of(one: Comes, actor: Actor | None = None) -> CasePage:
    with db.read() as session:
        return case_page(session, actor or one.actor, one.case_id)


def titles(one: Comes) -> list[str]:
    """Of the card on the list, on the page, and of the newest line of what happened."""
    with db.read() as session:
        (listed,) = my_cases(session, one.actor).cards
    shown = case_of(one)
    return [listed.status_title, shown.card.status_title, shown.history[0].title]


def subjects(one: Comes) -> list[str]:
    with db.read() as session:
        return [message.subject for message in inbox(session, one.actor).lines]


def test_until_it_is_decided_no_page_and_no_message_says_that_they_did_not_come() -> None:
    one = somebody()
    assert asks(one) is None
    says_missed(one)
    assert titles(one) == [NOT_YET] * 3
    assert case_of(one).card.turn is Turn.AGENCY
    assert SAID not in subjects(one)
    shown = page(one)
    assert (shown.rule.code, shown.request.state) == ("", RescheduleState.ASKED)
    assert "you are not recorded as missing it" in shown.request.text
    assert "If you can go" not in shown.request.text
    with db.read() as session:
        said = progress_of(session, session.get_one(Case, one.case_id)).sentences
    assert not [sentence for sentence in said if "missed" in sentence]


def test_whoever_represents_them_does_not_read_it_either() -> None:
    one = somebody()
    attorney = representative(one)
    assert asks(one) is None
    says_missed(one)
    assert case_of(one, attorney).card.status_title == NOT_YET


def test_on_the_board_of_whoever_represents_them_it_is_not_the_client_s_turn_either() -> None:
    asked, other = somebody(), somebody(a_number="012345679")
    attorney = representative(asked)
    with db.write() as session:
        account = session.get_one(Account, attorney.account_id)
        party = session.get_one(Party, other.party_id)
        factories.representation(session, party, account=account)
    assert asks(asked) is None
    for one in (asked, other):
        says_missed(one)
    with db.read() as session:
        theirs = board(session, attorney, Asked(tab=Tab.YOU))
    assert [row.receipt for row in theirs.rows] == [other.receipt]
    assert (theirs.counts[Tab.ALL], theirs.counts[Tab.YOU]) == (2, 1)
    assert withdraws(asked)
    with db.read() as session:
        assert board(session, attorney, Asked()).counts[Tab.YOU] == 2


@pytest.mark.parametrize("taken_back", [True, False])
def test_decided_it_says_what_the_record_says(taken_back: bool) -> None:
    one = somebody()
    asks(one)
    says_missed(one)
    if taken_back:
        assert withdraws(one)
    else:
        decide(one, RescheduleState.REFUSED)
    assert titles(one) == [SAID] * 3
    assert page(one).rule.code == RescheduleRefusal.UNTIMELY


def at_home(one: Comes, staff: Actor, *steps: HomeState) -> None:
    with db.write() as session:
        came = ask_for_home(session, staff, one.appointment_id, HomeReason.HEALTH, "")
        assert came is DeskAnswer.DONE
    for to in steps:
        with db.write() as session:
            plan = HomePlan(clock.business(session).date() + timedelta(days=3), DayPart.MORNING)
            came = change_home(session, staff, one.appointment_id, to, plan)
            assert came is DeskAnswer.DONE


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((), "we arrange a visit"),
        ((HomeState.ARRANGED,), "the visit is arranged"),
        ((HomeState.ARRANGED, HomeState.DONE), "the visit took place"),
    ],
)
def test_who_is_seen_at_home_did_not_miss_the_center(
    steps: tuple[HomeState, ...], said: str
) -> None:
    one, staff = somebody(), officer()
    opens(one, staff, OpeningReason.CONTACT)
    at_home(one, staff, *steps)
    assert said in page(one).home.title
    says_missed(one)
    assert titles(one) == [NOT_YET] * 3
    assert SAID not in subjects(one)
    assert page(one).rule.code == ""
    states = [json.loads(event.payload or "")["what"].get("state") for event in events(one)]
    assert states == ["asked", "approved"][: 1 + len(steps)]


def test_a_visit_at_home_that_comes_to_nothing_spares_nobody() -> None:
    one, staff = somebody(), officer()
    opens(one, staff, OpeningReason.CONTACT)
    at_home(one, staff, HomeState.ENDED)
    assert page(one).home.title == ""
    assert [event.kind for event in events(one)] == ["reschedule_request", "withdrawal"]
    says_missed(one)
    assert titles(one) == [SAID] * 3


def test_a_visit_at_home_that_was_asked_for_afterwards_spares_nobody() -> None:
    one, staff = somebody(), officer()
    says_missed(one)
    opens(one, staff, OpeningReason.CONTACT)
    at_home(one, staff)
    assert titles(one) == [SAID] * 3


def test_who_found_the_case_without_a_code_does_not_read_who_is_at_home() -> None:
    one, staff, who = somebody(linked=False), officer(), another()
    finds_without_a_code(who, one)
    opens(one, staff, OpeningReason.CONTACT)
    at_home(one, staff)
    assert page(one, who).home.title == ""


def test_without_a_request_they_hear_of_it_at_once() -> None:
    one = somebody()
    says_missed(one)
    assert titles(one) == [SAID] * 3
    assert subjects(one)[0] == SAID
    assert page(one).rule.code == RescheduleRefusal.UNTIMELY


def test_a_request_of_one_case_says_nothing_of_another() -> None:
    asked, other = somebody(), somebody(a_number="012345679")
    asks(asked)
    says_missed(other)
    assert titles(other) == [SAID] * 3
