"""One opening: asked for once in a while, counted with what was waiting, and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.models import AuditEntry, CodeRequest
from cx_app.services.audit.alerted import ALERT
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.cases.staff import ReasonNeeded, StaffCase, say_mistake
from cx_app.services.changes import account_topic, versions
from tests import factories
from tests.factories import Filing
from tests.services.openings.staff import later, linked_filing, openings, opens, reads, staff

pytestmark = pytest.mark.usefixtures("database")
ASK_AGAIN = 15


@pytest.fixture
def filing(database: str) -> Filing:
    return linked_filing()


@pytest.fixture
def officer(database: str) -> Actor:
    return staff()


def entries() -> list[AuditEntry]:
    with db.read() as session:
        return list(session.exec(select(AuditEntry).order_by(AuditEntry.at, AuditEntry.id)))


def mistakes(actor: Actor, filing: Filing) -> bool:
    with db.write() as session:
        return say_mistake(session, actor, filing.case.id)


def test_a_reload_within_minutes_is_the_same_opening(officer: Actor, filing: Filing) -> None:
    opens(officer, filing.case, OpeningReason.CONTACT)
    later(minutes=ASK_AGAIN - 1)
    again = opens(officer, filing.case, None)
    assert isinstance(again, StaffCase)
    assert again.reason == "contact"
    assert len(entries()) == len(openings()) == 1


def test_after_that_it_asks_again(officer: Actor, filing: Filing) -> None:
    opens(officer, filing.case)
    later(minutes=ASK_AGAIN)
    assert opens(officer, filing.case, None) == ReasonNeeded()
    assert len(entries()) == 1


def test_another_reason_is_another_opening(officer: Actor, filing: Filing) -> None:
    opens(officer, filing.case, OpeningReason.CONTACT)
    opens(officer, filing.case, OpeningReason.REVIEW)
    assert [one.details["reason"] for one in entries()] == ["contact", "review"]


def test_one_opening_opens_nothing_for_others(officer: Actor, filing: Filing) -> None:
    opens(officer, filing.case)
    assert opens(staff(), filing.case, None) == ReasonNeeded()
    assert opens(replace(officer, role=Role.SUPERVISOR), filing.case, None) == ReasonNeeded()
    assert opens(officer, linked_filing().case, None) == ReasonNeeded()


def test_what_may_not_be_opened_is_not_open_from_before(officer: Actor, filing: Filing) -> None:
    opens(officer, filing.case)
    with db.write() as session:
        session.merge(filing.case).protected = True
    with pytest.raises(NotFound):
        opens(officer, filing.case, None)


def test_nothing_waiting_explains_nothing(officer: Actor, filing: Filing) -> None:
    opens(officer, filing.case)
    assert [one.explanation for one in openings()] == [""]


@pytest.mark.parametrize(("days", "explanation"), [(6, "alert"), (8, "")])
def test_an_alert_explains_for_a_week(
    officer: Actor, filing: Filing, days: int, explanation: str
) -> None:
    with db.write() as session:
        record(session, SYSTEM_ACTOR, ALERT, case_id=filing.case.id)
    later(days=days)
    opens(officer, filing.case)
    assert [one.explanation for one in openings()] == [explanation]


@pytest.mark.parametrize(("state", "explanation"), [("review", "code_request"), ("issued", "")])
def test_a_request_in_review_explains(
    officer: Actor, filing: Filing, state: str, explanation: str
) -> None:
    with db.write() as session:
        session.add(
            CodeRequest(
                account_id=filing.account.id,
                case_id=filing.case.id,
                party_id=filing.party.id,
                receipt_hash="x",
                state=state,
                requested_at=clock.wall(),
            )
        )
    opens(officer, filing.case)
    [opening] = openings()
    assert opening.explanation == explanation
    assert entries()[-1].details.get("explanation", "") == explanation


def test_people_of_one_name_and_home_are_marked_alike(officer: Actor) -> None:
    with db.write() as session:
        first = factories.filing(session, residence=["1 Elm St.", "Reno, NV 89501"])
        second = factories.filing(session, residence=["1 ELM ST", "Reno NV 89501"])
        elsewhere = factories.filing(session, residence=None)
        nobody = factories.case(session)
    for case in (first.case, second.case, elsewhere.case, nobody):
        opens(officer, case)
    one, two, three, four = openings()
    assert one.address_hash == two.address_hash != ""
    assert one.name_hash == two.name_hash == three.name_hash != ""
    assert "elm" not in one.address_hash
    assert (three.address_hash, four.address_hash, four.name_hash) == ("", "", "")
    assert four.person_id is None


def test_a_mistake_is_said_and_asks_again(officer: Actor, filing: Filing) -> None:
    opens(officer, filing.case)
    assert mistakes(officer, filing)
    assert reads(filing) == [
        "An officer opened this case by mistake and closed it again.",
        "An officer opened this case to work on it.",
    ]
    assert opens(officer, filing.case, None) == ReasonNeeded()
    assert not mistakes(officer, filing)


def test_a_mistake_is_said_within_minutes(officer: Actor, filing: Filing) -> None:
    assert not mistakes(officer, filing)
    opens(officer, filing.case)
    later(minutes=ASK_AGAIN)
    assert not mistakes(officer, filing)
    assert len(reads(filing)) == 1


def test_only_staff_say_mistakes(filing: Filing) -> None:
    with pytest.raises(Forbidden):
        mistakes(filing.actor, filing)


def test_in_a_protected_case_only_those_who_learn_of_it_are_woken() -> None:
    filing = linked_filing()
    with db.write() as session:
        session.merge(filing.case).protected = True
        petitioner = factories.account(session)
        party = factories.party(session, filing.case, factories.person(session), "petitioner")
        factories.link(session, petitioner, party)
    opens(staff(Role.SUPERVISOR), filing.case)
    woken, asleep = account_topic(filing.account.id), account_topic(petitioner.id)
    with db.read() as session:
        assert set(versions(session, {woken, asleep})) == {woken}
