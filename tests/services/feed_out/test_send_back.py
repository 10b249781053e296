"""What leaves is written with its cause, once, and sealed."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.feed_out import EventKind
from cx_app.models import CodeRequest, OutboundEvent
from cx_app.models.base import uuid7
from cx_app.services.access_codes.match import match_requests
from cx_app.services.access_codes.request import request_code
from cx_app.services.feed_out.send_back import send_back
from tests import factories
from tests.factories import BORN
from tests.services.feed_out.events import EACH, filed, pulled, row, rows
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("kind", EventKind)
def test_each_kind_says_whom_it_is_about(kind: EventKind) -> None:
    with db.write() as session:
        filing = factories.filing(session)
        event_id = filed(session, filing, EACH[kind])
    [line] = pulled()
    assert line["event_id"] == str(event_id)
    assert line["case"] == filing.case.receipt_number
    assert (line["person"], line["role"]) == (filing.person.feed_id, "applicant")
    assert line["what"]["kind"] == kind == row(event_id).kind  # type: ignore[index]


def test_an_address_is_sealed_where_it_is_kept() -> None:
    with db.write() as session:
        event_id = filed(session, factories.filing(session), EACH[EventKind.ADDRESS_CHANGE])
    assert "Elm" not in str(row(event_id).model_dump())
    assert "12 Elm Street" in str(row(event_id).payload)


def test_what_is_rolled_back_never_leaves() -> None:
    with db.write() as session:
        filed(session, factories.filing(session))
        session.rollback()
    assert rows() == []
    assert pulled() == []


def test_the_same_decision_leaves_once() -> None:
    with db.write() as session:
        filing = factories.filing(session)

    def act() -> bool:
        with db.write() as session:
            return send_back(
                session,
                EACH[EventKind.WITHDRAWAL],
                case=filing.case,
                subject_id=uuid7(),
                dedupe_key="withdrawal:1",
            )

    assert sorted(together(act, act, act)) == [False, False, True]
    [line] = pulled()
    assert (line["person"], line["role"]) == (None, None)


def ask(**facts: object) -> tuple[str, list[dict[str, object]]]:
    """Somebody asks for a code and a task looks whom for; the request and what left."""
    with db.write() as session:
        filing = factories.filing(session, **facts)
        request_code(session, filing.actor, filing.case.receipt_number, BORN)
    with db.write() as session:
        match_requests(session)
    with db.read() as session:
        request = session.exec(select(CodeRequest)).one()
    return str(request.id), pulled()


def test_a_code_on_its_way_is_told_without_the_code() -> None:
    request, [line] = ask()
    assert line["what"] == {
        "kind": "code_request",
        "request": request,
        "state": "issued",
        "channel": "letter",
        "issued_on": json.loads(json.dumps(str(line["what"]["issued_on"]))),  # type: ignore[index]
    }
    with db.read() as session:
        event = session.exec(select(OutboundEvent)).one()
        assert str(event.subject_id) == request
        assert event.case_id


@pytest.mark.parametrize("facts", [{"protected": True}, {"residence": None}], ids=str)
def test_a_request_that_an_officer_looks_at_is_told_as_such(facts: dict[str, object]) -> None:
    request, [line] = ask(**facts)
    assert line["what"] == {
        "kind": "code_request",
        "request": request,
        "state": "review",
        "channel": None,
        "issued_on": None,
    }


def test_two_people_with_one_birth_date_are_told_without_a_person() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        twin = factories.person(session, given_name="Ramón")
        factories.party(session, filing.case, twin)
        request_code(session, filing.actor, filing.case.receipt_number, BORN)
    with db.write() as session:
        match_requests(session)
    [line] = pulled()
    assert (line["case"], line["person"]) == (filing.case.receipt_number, None)


def test_who_matches_nobody_leaves_nothing() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        request_code(session, filing.actor, factories.receipt_number(), BORN)
    with db.write() as session:
        match_requests(session)
    assert rows() == []
