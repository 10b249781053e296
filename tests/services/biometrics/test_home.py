"""Somebody comes to a home: who hears of it, of another day, and that nobody comes (BIO-11)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.appointments import AppointmentState
from cx_app.domain.biometrics_desk import DayPart, DeskAnswer, HomePlan, HomeReason, HomeState
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.language import say_date, using
from cx_app.models import (
    Appointment,
    AuditEntry,
    HomeVisit,
    InboxMessage,
    OutboxMessage,
)
from cx_app.services.biometrics.desk import Tab, desk
from cx_app.services.biometrics.home import ask_for_home, change_home
from cx_app.services.messages.paper import Paper, write_letter
from tests import factories
from tests.services.biometrics.desk import opens
from tests.services.biometrics.people import (
    Comes,
    another,
    events,
    finds_without_a_code,
    page,
    representative,
    somebody,
)
from tests.services.biometrics.test_notice import NUMBER
from tests.services.offices.places import officer

pytestmark = pytest.mark.usefixtures("database")


def plan(days: int = 3, part: DayPart = DayPart.MORNING) -> HomePlan:
    with db.read() as session:
        return HomePlan(clock.business(session).date() + timedelta(days=days), part)


def asked(one: Comes, staff: Actor) -> None:
    opens(one, staff, OpeningReason.CONTACT)
    with db.write() as session:
        came = ask_for_home(session, staff, one.appointment_id, HomeReason.HEALTH, "Third floor")
    assert came is DeskAnswer.DONE


def changed(one: Comes, staff: Actor, to: HomeState, when: HomePlan | None = None) -> DeskAnswer:
    with db.write() as session:
        return change_home(session, staff, one.appointment_id, to, when)


def supervisor() -> Actor:
    with db.write() as session:
        account = factories.account(session, roles=(Role.SUPERVISOR,))
        return factories.actor_for(account, Role.SUPERVISOR)


def told(who: Actor) -> list[tuple[str, str]]:
    with db.read() as session:
        query = select(InboxMessage).where(InboxMessage.account_id == who.account_id)
        rows = session.exec(query.order_by(col(InboxMessage.at), col(InboxMessage.id)))
        return [(row.kind, row.body or "") for row in rows]


def kinds(who: Actor) -> list[str]:
    return [kind for kind, _body in told(who)]


def sent(*channels: Channel) -> list[OutboxMessage]:
    with db.read() as session:
        query = select(OutboxMessage).where(col(OutboxMessage.channel).in_(channels))
        return list(session.exec(query.order_by(col(OutboxMessage.id))))


def test_they_hear_of_the_day_of_another_day_and_that_nobody_comes() -> None:
    one, staff = somebody(), officer()
    attorney = representative(one)
    asked(one, staff)
    first, second = plan(), plan(5, DayPart.AFTERNOON)
    assert changed(one, staff, HomeState.ARRANGED, first) is DeskAnswer.DONE
    assert f"{say_date(first.day)}, in the morning" in told(one.actor)[-1][1]
    assert say_date(first.day) in page(one).home.text
    assert changed(one, staff, HomeState.ARRANGED, second) is DeskAnswer.DONE
    assert f"{say_date(second.day)}, in the afternoon" in told(one.actor)[-1][1]
    assert f"{say_date(second.day)}, in the afternoon" in page(one).home.text
    assert opens(one, staff).home.when == f"{say_date(second.day)}, in the afternoon"
    with db.read() as session:
        (row,) = desk(session, staff, Tab.HOME).rows
    assert row.note == f"Arranged: {say_date(second.day)}, in the afternoon"
    assert changed(one, staff, HomeState.ENDED) is DeskAnswer.DONE
    assert page(one).home.title == ""
    for who in (one.actor, attorney):
        assert kinds(who) == [
            "biometrics_home",
            "biometrics_home_changed",
            "biometrics_home_ended",
        ]
    assert [event.kind for event in events(one)] == ["reschedule_request"] * 2 + ["withdrawal"]
    with db.read() as session:
        details = session.exec(
            select(AuditEntry.details)
            .where(AuditEntry.action == "biometrics.home")
            .order_by(col(AuditEntry.id))
        ).all()
    assert [(one["state"], one["part"]) for one in details] == [
        ("asked", None),
        ("arranged", "morning"),
        ("arranged", "afternoon"),
        ("ended", "afternoon"),
    ]


def test_back_to_the_first_day_is_told_again_and_the_same_press_twice_is_not() -> None:
    one, staff = somebody(), officer()
    asked(one, staff)
    for when in (plan(), plan(), plan(4), plan()):
        assert changed(one, staff, HomeState.ARRANGED, when) is DeskAnswer.DONE
    assert kinds(one.actor) == ["biometrics_home", *["biometrics_home_changed"] * 2]


def test_it_needs_a_day_that_is_not_over() -> None:
    one, staff = somebody(), officer()
    asked(one, staff)
    for when in (None, plan(-2)):
        assert changed(one, staff, HomeState.ARRANGED, when) is DeskAnswer.NO_DAY
    assert kinds(one.actor) == []
    with db.read() as session:
        row = session.exec(select(HomeVisit)).one()
    assert (row.state, row.day, row.part) == (HomeState.ASKED, None, "")
    assert changed(one, staff, HomeState.ARRANGED, plan(0)) is DeskAnswer.DONE


def test_whoever_reads_spanish_hears_in_spanish() -> None:
    one, staff = somebody(language="es"), officer()
    asked(one, staff)
    changed(one, staff, HomeState.ARRANGED, plan())
    with using("es"):
        when = f"{say_date(plan().day)}, por la mañana"
    assert when in told(one.actor)[0][1]


def test_without_an_account_a_letter_goes_to_the_home_on_file() -> None:
    one, staff = somebody(linked=False, language="es"), officer()
    asked(one, staff)
    changed(one, staff, HomeState.ARRANGED, plan())
    (letter,) = sent(Channel.LETTER)
    assert (letter.person_id, letter.kind) == (one.person_id, "biometrics_home")
    with db.read() as session:
        paper = write_letter(session, letter, NUMBER)
    assert isinstance(paper, Paper)
    assert paper.to[-1] == "El Paso, TX 79901"
    assert "por la mañana" in json.dumps(paper.sheet, ensure_ascii=False)
    changed(one, staff, HomeState.ENDED)
    assert [one.kind for one in sent(Channel.LETTER)] == [
        "biometrics_home",
        "biometrics_home_ended",
    ]


def test_who_only_found_the_appointment_does_not_hear_who_is_at_home() -> None:
    one, staff, who = somebody(linked=False), officer(), another()
    finds_without_a_code(who, one)
    asked(one, staff)
    changed(one, staff, HomeState.ARRANGED, plan())
    changed(one, staff, HomeState.ENDED)
    assert told(who) == []
    assert page(one, who).home.title == ""


def test_nothing_of_it_stands_in_an_e_mail_or_a_text() -> None:
    one, staff = somebody(), officer()
    asked(one, staff)
    changed(one, staff, HomeState.ARRANGED, plan())
    left = sent(Channel.EMAIL, Channel.SMS)
    assert left
    assert not [message.facts for message in left if message.facts]


def test_of_a_protected_case_nothing_leaves_but_by_letter() -> None:
    one, boss = somebody(protected=True), supervisor()
    asked(one, boss)
    changed(one, boss, HomeState.ARRANGED, plan())
    assert sent(Channel.EMAIL, Channel.SMS) == []


def test_it_stands_on_the_desk_also_where_the_portal_never_kept_the_appointment() -> None:
    one, staff = somebody(), officer()
    with db.write() as session:
        row = session.get_one(Appointment, one.appointment_id)
        row.state = AppointmentState.CANCELLED
        session.add(row)
    asked(one, staff)
    with db.read() as session:
        (line,) = desk(session, staff, Tab.HOME).rows
    assert (line.receipt_number, line.appointment_id) == (one.receipt, str(one.appointment_id))
