"""The queues of the desk: what stands where, in which order, and for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import SQLModel, select

from cx_app import database as db
from cx_app.domain.appointment_requests import RequestMove, RequestState, Urgency
from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Role
from cx_app.domain.references import new_reference, shown
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests import queue as desk
from cx_app.services.appointment_requests.cursor import Sort
from cx_app.services.appointment_requests.queue_where import MOST_DONE, Filters, Tab
from tests import factories
from tests.factories import actor_for
from tests.services.appointment_requests.asking import (
    asked_back,
    asker,
    asks,
    booked,
    later,
    moved,
    office_closes,
    stored,
)
from tests.services.appointment_requests.desk import (
    change,
    claim_runs_out,
    claims,
    names,
    sees,
    staff,
)
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")


def copies(reference: str, many: int, **facts: object) -> list[str]:
    """More requests like one that there is, of people whom nobody knows."""
    like = stored(reference).model_dump()
    made = []
    with db.write() as session:
        for n in range(many):
            row = AppointmentRequest(
                **{
                    **like,
                    "id": uuid7(),
                    "reference": new_reference(),
                    "submit_key": f"copy:{n}:{uuid7()}",
                    "open_key": None,
                    "case_id": None,
                    **{name: f(n) if callable(f) else f for name, f in facts.items()},
                }
            )
            session.add(row)
            made.append(row.reference)
    return made


def travels_in(days: int) -> dict[str, str]:
    with db.read() as session:
        day = eastern_date(clock.business(session) + timedelta(days=days))
    return {
        "reason": "emergency_parole",
        "travel_month": str(day.month),
        "travel_day": str(day.day),
        "travel_year": str(day.year),
    }


def test_a_request_goes_through_the_queues_and_the_counts_go_along() -> None:
    one = asker()
    reference = asks(one)
    officer, colleague = staff(), staff()
    assert names(sees(officer)) == [reference]
    claims(officer, reference)
    assert names(sees(officer)) == []
    assert names(sees(officer, Tab.MINE)) == [reference]
    assert names(sees(colleague, Tab.MINE)) == []
    assert sees(officer).counts == {
        "unassigned": 0,
        "mine": 1,
        "waiting": 0,
        "due": 0,
        "done": 0,
    }
    moved(reference, RequestMove.ASK, officer, outcome="photo", words="?")
    assert names(sees(officer, Tab.WAITING)) == [reference]
    assert sees(colleague).counts["waiting"] == 1


def test_a_dead_claim_returns_by_itself() -> None:
    reference = asks(asker())
    officer, colleague = staff(), staff()
    claims(officer, reference)
    claim_runs_out(reference)
    assert names(sees(colleague)) == [reference]
    assert sees(officer).counts["mine"] == 0
    [row] = sees(colleague).rows
    assert (row.who, row.state) == ("", "Waits for an officer")


def test_who_travels_soon_goes_before_the_others_and_a_closed_office_before_all() -> None:
    one = asker()
    usual = asks(one)
    urgent = asks(asker(), **travels_in(6))
    [first, second] = sees(staff()).rows
    assert [first.reference, second.reference] == [shown(urgent), shown(usual)]
    assert first.mark == "Travels in 6 days"
    assert first.why.startswith("Travels in less than 15 days")
    assert second.why == "By the day on which an answer is due"

    later(days=6)
    assert sees(staff()).rows[0].mark == "Travels today"
    later(days=3)
    assert sees(staff()).rows[0].mark == "Day of travel has passed"

    closed = asker()
    hit = asks(closed)
    booked(hit, closed.office_id)
    office_closes(hit)
    asked_back(usual)
    [front, _behind] = sees(staff(), Tab.WAITING).rows
    assert (front.reference, front.mark) == (shown(hit), "Office closed")


def test_due_holds_what_is_due_today_and_late_whoever_has_it() -> None:
    reference = asks(asker())
    officer = staff()
    assert names(sees(officer, Tab.DUE)) == []
    claims(officer, reference)
    later(days=14)
    [row] = sees(staff(), Tab.DUE).rows
    assert row.reference == shown(reference)
    assert row.tone == "late"
    assert row.due.endswith("late")
    assert row.share == 100


def test_the_age_pauses_while_it_is_the_person_s_turn_and_the_total_never_does() -> None:
    reference = asks(asker())
    later(days=2)
    asked_back(reference)
    later(days=5)
    [row] = sees(staff(), Tab.WAITING).rows
    assert (row.age, row.total) == ("2 days", "7 days")
    assert row.due.startswith("Answer by ")


def test_protected_requests_are_for_the_narrow_role_and_masked() -> None:
    one = asker()
    reference = asks(one, reason="protected_inquiry")
    assert sees(staff()).rows == []
    assert sees(staff()).counts["unassigned"] == 0
    [row] = sees(staff(Role.SUPERVISOR)).rows
    assert (row.name, row.reason) == ("Protected person", "Protected")
    by_name = Filters(text=one.filing.person.family_name)
    assert sees(staff(Role.SUPERVISOR), filters=by_name).rows == []
    by_number = Filters(text=shown(reference).lower())
    assert names(sees(staff(Role.SUPERVISOR), filters=by_number)) == [reference]
    assert sees(staff(), filters=by_number).rows == []


def test_nobody_sees_their_own() -> None:
    one = asker()
    asks(one)
    asked = actor_for(one.filing.account, Role.OFFICER)
    assert sees(asked).rows == []
    assert sees(asked).counts["unassigned"] == 0
    with db.write() as session:
        account = factories.account(session, roles=(Role.OFFICER,))
        factories.link(session, account, one.filing.party)
    assert sees(actor_for(account, Role.OFFICER)).rows == []


def test_the_desk_is_for_staff() -> None:
    for act in (desk.queue, desk.offices_with_requests):
        with db.read() as session, pytest.raises(Forbidden):
            act(session, asker().actor, *([Tab.MINE] if act is desk.queue else []))


def test_search_finds_by_reference_receipt_and_the_beginnings_of_names_in_every_queue() -> None:
    one = asker()
    reference = asks(one)
    other = asks(asker())
    asked_back(reference)
    officer = staff()
    person = one.filing.person
    change(other, search_name="quist ramona")
    for typed in (
        shown(reference),
        one.filing.case.receipt_number,
        f"{person.given_name[:3]} {person.family_name[:4]}",
    ):
        assert names(sees(officer, filters=Filters(text=typed))) == [reference], typed
    assert names(sees(officer, filters=Filters(text="RAMÓNA"))) == [other]
    assert names(sees(officer, filters=Filters(text="amona"))) == []
    assert names(sees(officer, filters=Filters(text="100%"))) == []


def test_filters_narrow_a_queue() -> None:
    one, two = asker(), asker()
    stamp = asks(one)
    copy = asks(two, reason="certified_copy", language="es")
    officer = staff()
    assert names(sees(officer, filters=Filters(reason="adit_stamp"))) == [stamp]
    assert names(sees(officer, filters=Filters(language="es"))) == [copy]
    office = stored(stamp).office_id
    assert stamp in names(sees(officer, filters=Filters(office_id=office)))
    assert names(sees(officer, filters=Filters(office_id=uuid7()))) == []
    with db.read() as session:
        offices = desk.offices_with_requests(session, officer)
    assert (str(office), "Springfield") in offices


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_hold_everything_once_also_when_some_go_meanwhile(sort: Sort) -> None:
    first = asks(asker())
    start = stored(first).asked_at
    made = copies(
        first,
        2 * desk.PAGE + 5,
        asked_at=lambda n: start - timedelta(hours=n // 3),
        updated_at=lambda n: start + timedelta(minutes=n // 3),
        urgency=lambda n: Urgency.TRAVEL if n % 7 == 0 else Urgency.USUAL,
    )
    officer = staff()
    seen, cursor = [], ""
    while True:
        page = sees(officer, sort=sort, cursor=cursor)
        seen += names(page)
        if not page.next:
            break
        cursor = page.next
        change(seen[-1], state=RequestState.WITHDRAWN)
    assert sorted(seen) == sorted([first, *made])
    again = names(sees(officer, sort=sort, cursor="no cursor at all"))
    assert set(again) <= set(seen)


def test_a_page_and_its_counts_take_the_same_statements_however_many_there_are() -> None:
    first = asks(asker())
    officer = staff()
    asked = []
    for many in (0, desk.PAGE):
        copies(first, many)
        with statements() as seen:
            sees(officer)
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 5


def test_what_is_done_is_kept_and_shown_last_changed_first() -> None:
    one = asker()
    reference = asks(one)
    booked(reference, one.office_id)
    [row] = sees(staff(), Tab.DONE, sort=Sort.LATEST).rows
    assert (row.reference, row.state, row.tone) == (shown(reference), "Visit booked", "none")
    with db.read() as session:
        assert session.exec(select(AppointmentRequest)).one().decided_at is not None


def test_what_is_done_is_counted_to_a_limit_and_no_further() -> None:
    reference = asks(asker())
    officer = staff()
    change(reference, state=RequestState.WITHDRAWN, open_key=None)
    like = stored(reference).model_dump()
    table = SQLModel.metadata.tables["appointment_request"]
    with db.write() as session:
        session.connection().execute(
            table.insert(),
            [
                {**like, "id": uuid7(), "reference": f"{n:012}", "submit_key": f"done:{n}"}
                for n in range(MOST_DONE)
            ],
        )
    assert sees(officer).counts["done"] == MOST_DONE
