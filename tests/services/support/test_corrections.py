"""What is not right in a case: said with the case, the fact and how it stood (SUP-7)."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import Explanation
from cx_app.domain.support import AnswerFlaw, Fact
from cx_app.gateways import clock
from cx_app.models import CaseFollow, CaseOpening
from cx_app.services.cases.page import case_page
from cx_app.services.support.asking import Flawed, Submitted, TooMany, mine, submit
from cx_app.services.support.correcting import correction
from cx_app.services.support.desk import Tab, look
from tests.factories import Filing
from tests.services.support.test_support import (
    answers,
    filing,
    lines,
    person,
    stored,
    takes,
    visitor,
)
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
NOTE = "It came in March. See the stamp, canary-words-of-mine."


def says(
    actor: Actor, case: object, key: str = "form-1", fact: str = "received"
) -> Submitted | Flawed | TooMany:
    typed = {"kind": "correction", "topic": fact, "case": str(case), "note": NOTE}
    with db.write() as session:
        return submit(session, actor, typed, key)


@pytest.mark.parametrize("fact", list(Fact))
def test_every_fact_is_named_as_it_stands_on_their_page(fact: Fact) -> None:
    one = filing()
    with db.read() as session:
        page, about = (
            case_page(session, one.actor, one.case.id),
            correction(session, one.actor, one.case.id, fact),
        )
    assert (about.case_id, about.fact) == (str(one.case.id), fact)
    assert about.name
    assert about.shown
    if fact is Fact.RECEIVED:
        assert about.shown == page.received


def test_it_is_worked_with_the_case_open_and_answered_with_what_was_changed() -> None:
    one, officer = filing(), person(Role.OFFICER)
    said = says(one.actor, one.case.id)
    assert isinstance(said, Submitted)
    assert lines(officer) == lines(officer, Tab.COMPLAINTS) == []
    assert lines(officer, Tab.CORRECTIONS) == [said.reference]
    with db.write() as session:
        page = look(session, officer, stored().id)
    with db.read() as session:
        shown = case_page(session, one.actor, one.case.id).received
        opening = session.exec(select(CaseOpening)).one()
    assert (page.line.kind, page.line.topic) == ("Correction", "The day we got it")
    assert (page.shown, page.receipt) == (shown, one.case.receipt_number)
    assert (opening.reason, opening.explanation) == ("request", Explanation.SUPPORT)
    assert "canary" not in str(stored().model_dump())
    assert takes(officer, stored())
    assert answers(officer, stored(), cause="record", changed="") is AnswerFlaw.CHANGED
    assert answers(officer, stored(), cause="record", changed="The day is March 2.") is None
    with db.read() as session:
        [line] = mine(session, one.actor)
    assert (line.shown, line.changed) == (shown, "The day is March 2.")


def strangers(one: Filing) -> list[Actor]:
    """Somebody else, somebody signed out, and whoever follows by receipt number alone."""
    follower = person()
    with db.write() as session:
        now = clock.business(session)
        session.add(
            CaseFollow(account_id=follower.account_id, case_id=one.case.id, followed_at=now)
        )
    return [person(), visitor(), follower]


def test_only_for_a_case_that_one_has_in_full() -> None:
    one = filing()
    for who in strangers(one):
        assert isinstance(says(who, one.case.id), Flawed)
        with db.read() as session, pytest.raises(NotFound):
            correction(session, who, one.case.id, Fact.STATUS)
    with db.read() as session, pytest.raises(NotFound):
        correction(session, one.actor, UUID(int=1), Fact.STATUS)


@pytest.mark.parametrize(("case", "fact"), [("", "received"), (None, "waiting"), (None, "")])
def test_it_needs_a_case_and_a_fact_of_it(case: str | None, fact: str) -> None:
    one = filing()
    assert isinstance(says(one.actor, one.case.id if case is None else case, fact=fact), Flawed)


def test_of_a_protected_case_only_those_who_watch_know() -> None:
    one = filing(protected=True)
    assert isinstance(says(one.actor, one.case.id), Submitted)
    assert lines(person(Role.OFFICER), Tab.CORRECTIONS) == []
    assert len(lines(person(Role.SUPERVISOR), Tab.CORRECTIONS)) == 1


def test_what_is_sent_at_the_same_instant_stays_within_the_limit() -> None:
    one = filing()
    for n in range(3):
        assert isinstance(says(one.actor, one.case.id, f"form-{n}"), Submitted)
    said = together(
        *[lambda n=n: says(one.actor, one.case.id, f"late-{n}") for n in range(5)]  # type: ignore[misc]
    )
    kinds = sorted(type(one).__name__ for one in said)
    assert kinds == ["Submitted"] * 2 + ["TooMany"] * 3


def test_the_same_of_a_visitor_under_two_passes() -> None:
    passes = [visitor(), visitor()]
    typed = {"kind": "question", "topic": "sign_in", "note": NOTE}

    def sends(who: Actor, key: str) -> object:
        with db.write() as session:
            return submit(session, who, typed, key)

    for n in range(4):
        assert isinstance(sends(passes[n % 2], f"form-{n}"), Submitted)
    said = together(
        *[lambda n=n: sends(passes[n % 2], f"late-{n}") for n in range(4)]  # type: ignore[misc]
    )
    kinds = sorted(type(one).__name__ for one in said)
    assert kinds == ["Submitted"] + ["TooMany"] * 3
