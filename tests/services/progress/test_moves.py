"""The ledger keeps what moved and why; those who asked are told once."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Role
from cx_app.domain.messages import Kind
from cx_app.domain.progress.estimate import Estimate, Quantiles, Status
from cx_app.domain.progress.rules import ProgressRules
from cx_app.domain.progress.table import Milestone
from cx_app.models import Case, InboxMessage, ProgressStatement, ProgressWish
from cx_app.services.messages.inbox import inbox
from cx_app.services.progress.desk import start, stop
from cx_app.services.progress.moves import worth_telling
from cx_app.services.progress.nightly import note_moves
from cx_app.services.progress.wishes import CHOICES, ask_to_be_told
from tests import factories
from tests.services.progress.test_shown import Filed, later
from tests.services.progress.test_tables import OFFICE, fit, many, today

RULES = ProgressRules(frozenset({"I-90"}), frozenset(), True, move_days=14, move_of_100=10)
DAY = date(2026, 3, 2)


def statements() -> list[ProgressStatement]:
    with db.read() as session:
        return list(session.exec(select(ProgressStatement).order_by(col(ProgressStatement.as_of))))


def told() -> int:
    with db.read() as session:
        found = session.exec(select(InboxMessage).where(InboxMessage.kind == Kind.ESTIMATE_MOVED))
        return len(found.all())


def note() -> int:
    return note_moves(db.read, db.write)


@pytest.fixture
def filed(database: str) -> Filed:
    many(900)
    fit()
    return Filed()


def test_what_is_said_first_has_no_reasons_and_is_kept_once(filed: Filed) -> None:
    assert (note(), note()) == (1, 0)
    assert [(one.status, one.lines) for one in statements()] == [("estimated", [])]
    assert filed.sees().moves == []


def test_a_move_is_kept_with_its_reasons(filed: Filed) -> None:
    note()
    later(5)
    filed.happens("FBA", ago=1)
    assert note() == 1
    lines = [line["reason"] for line in statements()[-1].lines]
    assert "paused" in lines
    assert any("stopped moving" in line.why for line in filed.sees().moves)
    assert any(line.change == "no date any more" for line in filed.sees().moves)


def test_who_asked_is_told_once_and_nobody_else(filed: Filed) -> None:
    note()
    later(5)
    with db.write() as session:
        ask_to_be_told(session, filed.actor, filed.case_id, 14, share=True)
    filed.happens("FBA", ago=1)
    other = Filed()
    note()
    assert told() == 1
    later(2)
    note()
    assert told() == 1
    assert other.sees().shown
    with db.read() as session:
        assert session.exec(select(ProgressWish)).one().told_half is None


def waits_on(days: int) -> None:
    """Time passes, and nobody is decided in it: everything takes longer."""
    later(days)
    fit()
    note()


def moved_by() -> int:
    before, after = (one.half for one in statements())
    assert before
    assert after
    return (after - before).days


@pytest.mark.parametrize("chosen", [days for days in CHOICES if days])
def test_who_asked_hears_of_a_move_of_as_many_days_as_they_chose(filed: Filed, chosen: int) -> None:
    note()
    with db.write() as session:
        ask_to_be_told(session, filed.actor, filed.case_id, chosen, share=True)
    waits_on(20)
    assert 14 < moved_by() < 60
    assert told() == (moved_by() >= chosen)
    with db.read() as session:
        subjects = [message.subject for message in inbox(session, filed.actor).lines]
    assert ("The estimate for your case moved" in subjects) is (moved_by() >= chosen)


def reasons_add_up() -> list[str]:
    """Of the last move: its reasons lead from what was said before to what is said now."""
    before, after = statements()[-2:]
    first, last = after.lines[0], after.lines[-1]
    assert (first["half_before"], last["half"]) == (str(before.half), str(after.half))
    for one, following in pairwise(after.lines):
        assert one["half"] == following["half_before"]
    return [line["reason"] for line in after.lines]


def changes(filed: Filed, **facts: object) -> list[str]:
    note()
    later(1)
    with db.write() as session:
        case = session.get_one(Case, filed.case_id)
        case.sqlmodel_update(facts)
        session.add(case)
    assert note() == 1
    return reasons_add_up()


def test_a_move_to_a_slower_office_is_its_own_reason(database: str) -> None:
    many(900)
    many(900, 220, OFFICE._replace(office="South"), "LIN")
    fit()
    filed = Filed()
    assert "transferred" in changes(filed, office="South")
    assert moved_by() > 30
    assert any("another office" in line.why for line in filed.sees().moves)


def test_a_corrected_receipt_date_is_its_own_reason(filed: Filed) -> None:
    assert "corrected" in changes(filed, received_on=today() - timedelta(days=5))


def test_a_pace_that_fell_is_its_own_reason_beside_the_time_that_passed(filed: Filed) -> None:
    note()
    waits_on(20)
    assert reasons_add_up() == ["time_passed", "pace_changed"]


def test_nobody_is_told_who_did_not_ask(filed: Filed) -> None:
    note()
    later(5)
    filed.happens("FBA", ago=1)
    note()
    assert (told(), len(statements())) == (0, 2)


def test_what_moved_today_has_its_reason_at_once_and_once(filed: Filed) -> None:
    """The night keeps what the page said already."""
    note()
    later(5)
    filed.happens("FBA", ago=1)
    at_once = filed.sees().moves
    assert any("stopped moving" in line.why for line in at_once)
    assert note() == 1
    assert filed.sees().moves == at_once


def test_of_a_stopped_form_nothing_is_kept_and_nobody_is_told(filed: Filed) -> None:
    """And when it goes on, what moved meanwhile is told with its reasons."""
    note()
    with db.write() as session:
        ask_to_be_told(session, filed.actor, filed.case_id, 14, share=True)
        boss = factories.actor_for(factories.account(session), Role.SUPERVISOR)
        stop(session, boss, "I-90", "We doubt them")
    later(5)
    filed.happens("FBA", ago=1)
    assert (note(), told(), len(statements())) == (0, 0, 1)
    with db.write() as session:
        start(session, boss, "I-90")
    assert (note(), told()) == (1, 1)
    assert "paused" in reasons_of_the_last()


def reasons_of_the_last() -> list[str]:
    return [line["reason"] for line in statements()[-1].lines]


def test_who_may_not_know_of_the_case_any_more_is_told_nothing(filed: Filed) -> None:
    """The other side of a case that became protected, however they had asked (domain 9.4)."""
    note()
    with db.write() as session:
        other = factories.account(session)
        case, who = session.get_one(Case, filed.case_id), factories.person(session)
        petitioner = factories.party(session, case, who, PartyRole.PETITIONER)
        factories.link(session, other, petitioner)
        actor = factories.actor_for(other)
        for asks in (filed.actor, actor):
            assert ask_to_be_told(session, asks, filed.case_id, 14, share=True)
    later(5)
    with db.write() as session:
        session.get_one(Case, filed.case_id).protected = True
    filed.happens("FBA", ago=1)
    assert note() == 1
    with db.read() as session:
        heard = session.exec(
            select(InboxMessage.account_id).where(InboxMessage.kind == Kind.ESTIMATE_MOVED)
        ).all()
    assert heard == [filed.actor.account_id]


def last(half: date | None, most: date | None, status: str = "estimated") -> ProgressStatement:
    return ProgressStatement(
        case_id=None,
        as_of=DAY,
        snapshot="x",
        facts={},
        status=status,
        half=half,
        most=most,
        lines=[],
    )


def said(half: int | None, most: int | None) -> Estimate:
    days = Quantiles(1, half, most, None)
    at = {"as_of": DAY, "age": 40, "data_day": DAY, "snapshot": "y", "version": "1"}
    return Estimate(Milestone.DECISION, Status.ESTIMATED, days=days, **at)


@pytest.mark.parametrize(
    ("half", "most", "worth"),
    [
        (200, 300, False),
        (213, 300, False),
        (214, 300, True),
        (200, 314, True),
        (186, 300, True),
        (None, 300, True),
        (200, None, True),
    ],
)
def test_moves_of_two_weeks_are_told(half: int | None, most: int | None, worth: bool) -> None:
    before = last(DAY + timedelta(days=200), DAY + timedelta(days=300))
    assert worth_telling(before, said(half, most), RULES) is worth


@pytest.mark.parametrize(("half", "worth"), [(21, False), (22, True), (18, True)])
def test_near_dates_count_in_hundredths(half: int, worth: bool) -> None:
    before = last(DAY + timedelta(days=20), None)
    assert worth_telling(before, said(half, None), RULES) is worth


def test_another_answer_is_always_told() -> None:
    assert worth_telling(last(None, None, "paused"), said(None, None), RULES)


def test_today_is_the_day_of_a_statement(filed: Filed) -> None:
    note()
    assert statements()[0].as_of == today()
    assert filed.case_id == statements()[0].case_id
